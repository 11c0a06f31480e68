//! What the person has chosen for the item on screen, before it is sent.

use contract::{MatchCandidate, MatchDecision, PayeeType, ReviewItem, SupplierChoice, SupplierId, Verdict};

/// The supplier as it stands on screen.
#[derive(Clone, Debug, PartialEq)]
pub enum ChosenSupplier {
    /// One of the candidates, by its place.
    Candidate(usize),
    /// One found by search.
    Found {
        /// Which.
        id: SupplierId,
        /// Its name.
        name: String,
    },
    /// None of the master.
    NoSupplier,
}

/// The choices for one item.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The candidate in focus, from 0.
    pub focused: usize,
    /// The type, when the person named one.
    pub payee_type: Option<PayeeType>,
    /// The supplier, when the person named one.
    pub supplier: Option<ChosenSupplier>,
    /// All rows of the file with the same name.
    pub whole_cluster: bool,
    /// The same name in later files too.
    pub remember: bool,
}

impl Choice {
    /// What is chosen before the person does anything: nothing, for all rows of the name, remembered.
    pub fn new(item: &ReviewItem) -> Self {
        Self {
            focused: 0,
            payee_type: None,
            supplier: None,
            whole_cluster: item.detail.cluster_size > 1,
            remember: true,
        }
    }

    /// Moves the focus among the candidates; it stops at the ends.
    pub fn move_focus(&mut self, candidates: usize, down: bool) {
        let last = candidates.saturating_sub(1);
        self.focused = if down {
            (self.focused + 1).min(last)
        } else {
            self.focused.saturating_sub(1)
        };
    }

    /// Takes a candidate by its place, if there is one.
    pub fn take(&mut self, candidates: usize, index: usize) {
        if index < candidates {
            self.focused = index;
            self.supplier = Some(ChosenSupplier::Candidate(index));
        }
    }

    /// The type that a confirmation would settle: the person's, else the machine's, else the likeliest.
    pub fn effective_type(&self, item: &ReviewItem) -> PayeeType {
        if let Some(payee_type) = self.payee_type {
            return payee_type;
        }
        match item.detail.payee.payee_type {
            PayeeType::Unknown => likeliest(item),
            known => known,
        }
    }

    /// The supplier that a confirmation would settle: the person's, else the machine's.
    pub fn effective_supplier(&self, item: &ReviewItem) -> ChosenSupplier {
        self.supplier.clone().unwrap_or_else(|| {
            if item.detail.payee.decision == MatchDecision::None || item.detail.match_evidence.candidates.is_empty() {
                ChosenSupplier::NoSupplier
            } else {
                ChosenSupplier::Candidate(0)
            }
        })
    }

    /// The verdict to send. It names what it settles, so that the server need not guess what was on screen.
    pub fn verdict(&self, item: &ReviewItem) -> Verdict {
        let supplier = match self.effective_supplier(item) {
            ChosenSupplier::Candidate(index) => {
                item.detail
                    .match_evidence
                    .candidates
                    .get(index)
                    .map_or(SupplierChoice::NoSupplier, |c| SupplierChoice::Supplier {
                        supplier_id: c.supplier_id,
                    })
            }
            ChosenSupplier::Found { id, .. } => SupplierChoice::Supplier { supplier_id: id },
            ChosenSupplier::NoSupplier => SupplierChoice::NoSupplier,
        };
        Verdict {
            payee_type: Some(self.effective_type(item)),
            supplier: Some(supplier),
            confirm: true,
            remember: self.remember,
            note: String::new(),
        }
    }

    /// The choice in a few words, for the history and the undo toast.
    pub fn summary(&self, item: &ReviewItem) -> String {
        let what = self.effective_type(item);
        match self.effective_supplier(item) {
            ChosenSupplier::Candidate(index) => {
                let name = item
                    .detail
                    .match_evidence
                    .candidates
                    .get(index)
                    .map_or("", candidate_name);
                format!("{what}, supplier {name}")
            }
            ChosenSupplier::Found { name, .. } => format!("{what}, supplier {name}"),
            ChosenSupplier::NoSupplier => format!("{what}, no supplier"),
        }
    }
}

fn candidate_name(candidate: &MatchCandidate) -> &str {
    &candidate.supplier_name
}

fn likeliest(item: &ReviewItem) -> PayeeType {
    let p = item.detail.type_evidence.probabilities;
    if p.business >= p.individual && p.business >= p.government {
        PayeeType::Business
    } else if p.individual >= p.government {
        PayeeType::Individual
    } else {
        PayeeType::Government
    }
}

#[cfg(test)]
mod tests {
    use super::{super::sample, *};

    fn item_with_candidates(count: u128) -> ReviewItem {
        let mut item = sample::item(1);
        item.detail.match_evidence.candidates = (1..=count)
            .map(|n| MatchCandidate {
                supplier_id: SupplierId(uuid::Uuid::from_u128(n)),
                supplier_name: format!("Supplier {n}"),
                probability: 0.5,
                grade: "AZZZZZZZ".into(),
                elements: Vec::new(),
            })
            .collect();
        item
    }

    #[test]
    fn confirming_untouched_takes_the_likeliest_type_and_the_best_candidate() {
        let item = item_with_candidates(2);
        let verdict = Choice::new(&item).verdict(&item);
        assert_eq!(verdict.payee_type, Some(PayeeType::Business));
        assert_eq!(
            verdict.supplier,
            Some(SupplierChoice::Supplier {
                supplier_id: SupplierId(uuid::Uuid::from_u128(1))
            })
        );
    }

    #[test]
    fn without_candidates_a_confirmation_says_no_supplier() {
        let item = sample::item(1);
        assert_eq!(
            Choice::new(&item).verdict(&item).supplier,
            Some(SupplierChoice::NoSupplier)
        );
    }

    #[test]
    fn focus_stops_at_the_ends() {
        let mut choice = Choice::new(&sample::item(1));
        choice.move_focus(2, false);
        assert_eq!(choice.focused, 0);
        choice.move_focus(2, true);
        choice.move_focus(2, true);
        assert_eq!(choice.focused, 1);
        choice.move_focus(0, true);
        assert_eq!(choice.focused, 0);
    }

    #[test]
    fn a_number_without_a_candidate_changes_nothing() {
        let mut choice = Choice::new(&sample::item(1));
        choice.take(2, 5);
        assert_eq!(choice.supplier, None);
        choice.take(2, 1);
        assert_eq!(choice.supplier, Some(ChosenSupplier::Candidate(1)));
    }

    #[test]
    fn summary_names_what_is_settled() {
        let item = item_with_candidates(2);
        let mut choice = Choice::new(&item);
        choice.take(2, 1);
        choice.payee_type = Some(PayeeType::Government);
        assert_eq!(choice.summary(&item), "government, supplier Supplier 2");
        choice.supplier = Some(ChosenSupplier::NoSupplier);
        assert_eq!(choice.summary(&item), "government, no supplier");
    }
}
