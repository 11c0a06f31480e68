//! What the person has chosen for the item on screen, before it is sent.

use contract::{MatchDecision, MatchEvidence, PayeeType, ReviewItem, SupplierChoice, SupplierId, Verdict};
use maud::{Markup, html};

use crate::ui::status;

/// Below this probability it is likelier that the best candidate is not the supplier.
const LIKELY: f32 = 0.5;
/// The gap to the runner-up, as a share of the best candidate's probability, from which the best stands apart.
const APART_SHARE: f32 = 0.5;

/// The supplier as it stands on screen.
#[derive(Clone, Debug, PartialEq)]
pub enum ChosenSupplier {
    /// One of the candidates, by its place.
    Candidate(usize),
    /// One that is not among the candidates: found by search, or remembered.
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
    /// The candidate in focus, from 0: the one that is compared with the payee.
    pub focused: Option<usize>,
    /// The type, when the person named one.
    pub payee_type: Option<PayeeType>,
    /// The supplier, when the person named one.
    pub supplier: Option<ChosenSupplier>,
    /// All rows of the file with the same name.
    pub whole_cluster: bool,
    /// The same name in later files too.
    pub remember: bool,
    /// Whether a confirmation was tried before a supplier was chosen.
    pub asked: bool,
}

impl Choice {
    /// What is chosen before the person does anything: nothing, for all rows of the name, remembered.
    pub fn new(item: &ReviewItem) -> Self {
        let focused = match machines_supplier(item) {
            Some(ChosenSupplier::Candidate(index)) => Some(index),
            Some(ChosenSupplier::Found { .. }) => None,
            Some(ChosenSupplier::NoSupplier) | None => Some(0),
        };
        Self {
            focused,
            payee_type: None,
            supplier: None,
            whole_cluster: item.detail.cluster_size > 1,
            remember: true,
            asked: false,
        }
    }

    /// Moves the focus among the candidates; it stops at the ends.
    pub fn move_focus(&mut self, candidates: usize, down: bool) {
        let last = candidates.saturating_sub(1);
        self.focused = Some(match self.focused {
            None => 0,
            Some(focused) if down => (focused + 1).min(last),
            Some(focused) => focused.saturating_sub(1),
        });
    }

    /// Takes a candidate by its place, if there is one.
    pub fn take(&mut self, candidates: usize, index: usize) {
        if index < candidates {
            self.focused = Some(index);
            self.supplier = Some(ChosenSupplier::Candidate(index));
        }
    }

    /// Takes a supplier that is not among the candidates, or none; then there is none to compare.
    pub fn take_other(&mut self, supplier: ChosenSupplier) {
        self.focused = None;
        self.supplier = Some(supplier);
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

    /// The supplier that a confirmation would settle: the person's, else the machine's. Nothing when the machine leaves it open:
    /// then the person has to choose.
    pub fn effective_supplier(&self, item: &ReviewItem) -> Option<ChosenSupplier> {
        self.supplier.clone().or_else(|| machines_supplier(item))
    }

    /// The verdict to send; nothing before a supplier, or none, is chosen. It names what it settles, so that the server need not
    /// guess what was on screen.
    pub fn verdict(&self, item: &ReviewItem) -> Option<Verdict> {
        let supplier = match self.effective_supplier(item)? {
            ChosenSupplier::Candidate(index) => SupplierChoice::Supplier {
                supplier_id: item.detail.match_evidence.candidates.get(index)?.supplier_id,
            },
            ChosenSupplier::Found { id, .. } => SupplierChoice::Supplier { supplier_id: id },
            ChosenSupplier::NoSupplier => SupplierChoice::NoSupplier,
        };
        Some(Verdict {
            payee_type: Some(self.effective_type(item)),
            supplier: Some(supplier),
            confirm: true,
            remember: self.remember,
            note: String::new(),
        })
    }

    /// The choice in a few words, for the history and the undo toast.
    pub fn summary(&self, item: &ReviewItem) -> String {
        let what = self.effective_type(item);
        match self.supplier_name(item).as_deref() {
            Some("") => format!("{what}, no supplier"),
            Some(name) => format!("{what}, supplier {name}"),
            None => format!("{what}, supplier not chosen"),
        }
    }

    /// Writes what a confirmation would settle.
    pub fn words(&self, item: &ReviewItem) -> Markup {
        html! {
            (status::payee_type(self.effective_type(item)).word) " \u{b7} "
            @match self.supplier_name(item).as_deref() {
                Some("") => "no supplier",
                Some(name) => bdi { (name) },
                None => "choose a supplier, or none",
            }
        }
    }

    /// The name of the supplier that a confirmation would settle, empty for none; nothing while it is open.
    fn supplier_name(&self, item: &ReviewItem) -> Option<String> {
        match self.effective_supplier(item)? {
            ChosenSupplier::Candidate(index) => {
                let candidate = item.detail.match_evidence.candidates.get(index)?;
                Some(candidate.supplier_name.clone())
            }
            ChosenSupplier::Found { name, .. } => Some(name),
            ChosenSupplier::NoSupplier => Some(String::new()),
        }
    }
}

/// What the machine takes for the supplier; nothing when it is in doubt and no candidate is both likely and apart from the others.
fn machines_supplier(item: &ReviewItem) -> Option<ChosenSupplier> {
    let (payee, evidence) = (&item.detail.payee, &item.detail.match_evidence);
    match payee.decision {
        MatchDecision::None => Some(ChosenSupplier::NoSupplier),
        // Remembered suppliers need not be the best candidate, or a candidate at all.
        MatchDecision::Match => {
            let id = payee.supplier_id?;
            let place = evidence.candidates.iter().position(|it| it.supplier_id == id);
            Some(place.map_or_else(
                || ChosenSupplier::Found {
                    id,
                    name: payee.supplier_name.clone().unwrap_or_default(),
                },
                ChosenSupplier::Candidate,
            ))
        }
        MatchDecision::Review if evidence.candidates.is_empty() => Some(ChosenSupplier::NoSupplier),
        MatchDecision::Review => stands_out(evidence).then_some(ChosenSupplier::Candidate(0)),
    }
}

fn stands_out(evidence: &MatchEvidence) -> bool {
    let best = evidence.candidates.first().map_or(0.0, |best| best.probability);
    best >= LIKELY && evidence.runner_up_gap > APART_SHARE * best
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
    use contract::MatchCandidate;

    use super::{super::sample, *};

    /// An item with candidates of these probabilities.
    fn item_with(probabilities: &[f32]) -> ReviewItem {
        let mut item = sample::item(1);
        item.detail.match_evidence.candidates = (1..)
            .zip(probabilities)
            .map(|(n, probability)| MatchCandidate {
                supplier_id: SupplierId(uuid::Uuid::from_u128(n)),
                supplier_name: format!("Supplier {n}"),
                probability: *probability,
                grade: "AZZZZZZZ".into(),
                elements: Vec::new(),
            })
            .collect();
        item.detail.match_evidence.runner_up_gap = probabilities[0] - probabilities.get(1).unwrap_or(&0.0);
        item
    }

    fn supplier(n: u128) -> SupplierChoice {
        let supplier_id = SupplierId(uuid::Uuid::from_u128(n));
        SupplierChoice::Supplier { supplier_id }
    }

    #[test]
    fn confirming_untouched_takes_the_likeliest_type_and_a_candidate_that_stands_out() {
        for probabilities in [&[0.5][..], &[0.8, 0.3], &[0.6, 0.2, 0.2]] {
            let item = item_with(probabilities);
            let verdict = Choice::new(&item).verdict(&item).expect("it is chosen");
            assert_eq!(verdict.payee_type, Some(PayeeType::Business));
            assert_eq!(verdict.supplier, Some(supplier(1)), "{probabilities:?}");
        }
    }

    #[test]
    fn what_is_probably_wrong_or_has_a_rival_is_not_chosen_for_the_person() {
        for probabilities in [&[0.49][..], &[0.49, 0.001], &[0.6, 0.3], &[0.9, 0.9]] {
            let item = item_with(probabilities);
            let mut choice = Choice::new(&item);
            assert_eq!(choice.verdict(&item), None, "{probabilities:?}");
            assert_eq!(choice.summary(&item), "business, supplier not chosen");
            choice.take_other(ChosenSupplier::NoSupplier);
            let verdict = choice.verdict(&item).expect("it is chosen");
            assert_eq!(verdict.supplier, Some(SupplierChoice::NoSupplier));
        }
    }

    #[test]
    fn where_the_machine_is_sure_there_is_no_supplier_none_is_chosen() {
        let mut item = item_with(&[0.3]);
        item.detail.payee.decision = MatchDecision::None;
        let verdict = Choice::new(&item).verdict(&item).expect("it is chosen");
        assert_eq!(verdict.supplier, Some(SupplierChoice::NoSupplier));
    }

    #[test]
    fn a_remembered_supplier_is_chosen_whatever_its_place() {
        let mut item = item_with(&[0.4, 0.3]);
        item.detail.payee.decision = MatchDecision::Match;
        for n in [2, 7] {
            item.detail.payee.supplier_id = Some(SupplierId(uuid::Uuid::from_u128(n)));
            let verdict = Choice::new(&item).verdict(&item).expect("it is chosen");
            assert_eq!(verdict.supplier, Some(supplier(n)));
        }
    }

    #[test]
    fn without_candidates_a_confirmation_says_no_supplier() {
        let item = sample::item(1);
        let verdict = Choice::new(&item).verdict(&item).expect("it is chosen");
        assert_eq!(verdict.supplier, Some(SupplierChoice::NoSupplier));
    }

    #[test]
    fn focus_stops_at_the_ends() {
        let mut choice = Choice::new(&sample::item(1));
        choice.move_focus(2, false);
        assert_eq!(choice.focused, Some(0));
        choice.move_focus(2, true);
        choice.move_focus(2, true);
        assert_eq!(choice.focused, Some(1));
        choice.move_focus(0, true);
        assert_eq!(choice.focused, Some(0));
    }

    #[test]
    fn another_supplier_takes_the_comparison_away_until_a_candidate_is_looked_at() {
        let mut choice = Choice::new(&item_with(&[0.6, 0.1]));
        choice.take_other(ChosenSupplier::NoSupplier);
        assert_eq!(choice.focused, None);
        choice.move_focus(2, true);
        assert_eq!(choice.focused, Some(0));
        assert_eq!(
            choice.supplier,
            Some(ChosenSupplier::NoSupplier),
            "looking does not choose"
        );
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
        let item = item_with(&[0.5, 0.4]);
        let mut choice = Choice::new(&item);
        choice.take(2, 1);
        choice.payee_type = Some(PayeeType::Government);
        assert_eq!(choice.summary(&item), "government, supplier Supplier 2");
        choice.supplier = Some(ChosenSupplier::NoSupplier);
        assert_eq!(choice.summary(&item), "government, no supplier");
    }
}
