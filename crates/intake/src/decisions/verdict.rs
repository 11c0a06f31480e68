//! What a verdict means for a row.

use contract::{MatchDecision, PayeeType, SupplierChoice, Verdict};
use store::tables::{
    decision::{SupplierChange, TypeChange},
    payee::Outcome,
};

/// A verdict, part by part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Changes {
    pub(crate) payee_type: TypeChange,
    pub(crate) supplier: SupplierChange,
}

impl Changes {
    /// What the verdict names, and the machine's answer where it confirms and names nothing.
    pub(crate) fn of(verdict: &Verdict) -> Self {
        Self {
            payee_type: match (verdict.payee_type, verdict.confirm) {
                (Some(payee_type), _) => TypeChange::Set(payee_type),
                (None, true) => TypeChange::Confirm,
                (None, false) => TypeChange::Keep,
            },
            supplier: match (verdict.supplier, verdict.confirm) {
                (Some(SupplierChoice::Supplier { supplier_id }), _) => SupplierChange::Set(supplier_id),
                (Some(SupplierChoice::NoSupplier), _) => SupplierChange::None,
                (None, true) => SupplierChange::Confirm,
                (None, false) => SupplierChange::Keep,
            },
        }
    }

    /// Whether it says nothing at all.
    pub(crate) fn is_empty(self) -> bool {
        self.payee_type == TypeChange::Keep && self.supplier == SupplierChange::Keep
    }

    /// Whether a row would have another type, supplier or decision than now.
    pub(crate) fn would_change(self, outcome: &Outcome) -> bool {
        let changes_type = match self.payee_type {
            TypeChange::Keep => false,
            TypeChange::Confirm => outcome.payee_type == PayeeType::Unknown,
            TypeChange::Set(payee_type) => outcome.payee_type != payee_type,
        };
        let changes_supplier = match self.supplier {
            SupplierChange::Keep => false,
            SupplierChange::Confirm => outcome.decision == MatchDecision::Review,
            SupplierChange::Set(id) => outcome.decision != MatchDecision::Match || outcome.supplier_id != Some(id),
            SupplierChange::None => outcome.decision != MatchDecision::None,
        };
        changes_type || changes_supplier
    }

    /// In a few words, such as `Business; supplier Acme LLC`.
    pub(crate) fn summary(self, supplier_name: Option<&str>) -> String {
        let payee_type = match self.payee_type {
            TypeChange::Keep => None,
            TypeChange::Confirm => Some("Type confirmed".to_owned()),
            TypeChange::Set(payee_type) => Some(capitalized(payee_type.as_str())),
        };
        let supplier = match self.supplier {
            SupplierChange::Keep => None,
            SupplierChange::Confirm => Some("supplier confirmed".to_owned()),
            SupplierChange::Set(_) => Some(format!("supplier {}", supplier_name.unwrap_or("chosen"))),
            SupplierChange::None => Some("no supplier".to_owned()),
        };
        match (payee_type, supplier) {
            _ if self.payee_type == TypeChange::Confirm && self.supplier == SupplierChange::Confirm => {
                "Confirmed".to_owned()
            }
            (Some(payee_type), Some(supplier)) => format!("{payee_type}; {supplier}"),
            (Some(payee_type), None) => payee_type,
            (None, Some(supplier)) => capitalized(&supplier),
            (None, None) => "Nothing".to_owned(),
        }
    }
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use contract::{DecidedBy, SupplierId};
    use uuid::Uuid;

    use super::*;

    const SUPPLIER: SupplierId = SupplierId(Uuid::from_u128(1));

    fn outcome() -> Outcome {
        Outcome {
            payee_type: PayeeType::Unknown,
            p_business: 0.5,
            p_individual: 0.4,
            p_government: 0.1,
            type_confidence: 0.5,
            subtype: None,
            reason: String::new(),
            supplier_id: Some(SUPPLIER),
            match_probability: 0.5,
            grade: String::new(),
            decision: MatchDecision::Review,
            type_decided_by: DecidedBy::Machine,
            match_decided_by: DecidedBy::Machine,
            decision_id: None,
            in_review: true,
        }
    }

    fn verdict(payee_type: Option<PayeeType>, supplier: Option<SupplierChoice>, confirm: bool) -> Verdict {
        Verdict {
            payee_type,
            supplier,
            confirm,
            ..Verdict::default()
        }
    }

    #[test]
    fn confirm_speaks_where_nothing_is_named() {
        let changes = Changes::of(&verdict(Some(PayeeType::Business), None, true));
        assert_eq!(changes.payee_type, TypeChange::Set(PayeeType::Business));
        assert_eq!(changes.supplier, SupplierChange::Confirm);
        assert!(Changes::of(&Verdict::default()).is_empty());
    }

    #[test]
    fn only_a_different_answer_is_a_change() {
        let set = Changes::of(&verdict(
            None,
            Some(SupplierChoice::Supplier { supplier_id: SUPPLIER }),
            false,
        ));
        assert!(set.would_change(&outcome()), "from review to match");
        let matched = Outcome {
            decision: MatchDecision::Match,
            ..outcome()
        };
        assert!(!set.would_change(&matched));
        assert!(
            Changes::of(&verdict(None, None, true)).would_change(&matched),
            "the type is still unknown"
        );
        let business = Outcome {
            payee_type: PayeeType::Business,
            ..matched
        };
        assert!(!Changes::of(&verdict(None, None, true)).would_change(&business));
    }

    #[test]
    fn summaries_are_short() {
        let none = Some(SupplierChoice::NoSupplier);
        let chosen = Some(SupplierChoice::Supplier { supplier_id: SUPPLIER });
        for (verdict, summary) in [
            (verdict(None, None, true), "Confirmed"),
            (verdict(Some(PayeeType::Business), None, false), "Business"),
            (
                verdict(Some(PayeeType::Individual), none, false),
                "Individual; no supplier",
            ),
            (verdict(None, none, false), "No supplier"),
            (verdict(None, chosen, false), "Supplier Acme"),
            (verdict(None, chosen, true), "Type confirmed; supplier Acme"),
        ] {
            assert_eq!(Changes::of(&verdict).summary(Some("Acme")), summary);
        }
    }
}
