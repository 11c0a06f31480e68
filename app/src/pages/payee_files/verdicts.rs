//! What can be said of rows: of one beside the table, or of many.

use contract::{BulkDecision, PayeeType, SupplierChoice, Verdict};
use leptos::task::spawn_local;

use crate::{
    serverfns::payee_files::{decide_payees, undo_decision},
    ui::toast::Toasts,
};

/// What buttons offer to say, as `data-verdict` has it, beside a type and the id of a supplier.
pub(super) const CONFIRM: &str = "confirm";
pub(super) const NO_SUPPLIER: &str = "no_supplier";

/// The types that a person can name.
pub(super) const TYPES: [PayeeType; 3] = [PayeeType::Business, PayeeType::Individual, PayeeType::Government];

/// Gives the verdict of a button.
pub(super) fn verdict(name: &str) -> Verdict {
    let supplier = match name.parse() {
        Ok(supplier_id) => Some(SupplierChoice::Supplier { supplier_id }),
        Err(_) => (name == NO_SUPPLIER).then_some(SupplierChoice::NoSupplier),
    };
    Verdict {
        payee_type: name.parse().ok(),
        supplier,
        confirm: name == CONFIRM,
        remember: true,
        ..Verdict::default()
    }
}

/// Sends a decision, says so with a way to undo it, and calls `changed` after each of the two, perhaps when the page was left.
/// `words` says what was done to so many rows.
pub(super) fn decide(
    decision: BulkDecision,
    toasts: Toasts,
    words: impl FnOnce(i64) -> String + 'static,
    changed: impl Fn() + Copy + Send + Sync + 'static,
) {
    spawn_local(async move {
        match decide_payees(decision).await {
            Ok(receipt) => {
                changed();
                toasts.undoable(words(receipt.affected_count), move || {
                    spawn_local(async move {
                        match undo_decision(receipt.decision_id).await {
                            Ok(_) => changed(),
                            Err(error) => toasts.failed(error.0.to_string()),
                        }
                    });
                });
            }
            Err(error) => toasts.failed(error.0.to_string()),
        }
    });
}

#[cfg(test)]
mod tests {
    use contract::SupplierId;

    use super::*;

    #[test]
    fn a_button_says_one_thing_and_is_remembered() {
        let business = verdict(PayeeType::Business.as_str());
        assert_eq!(business.payee_type, Some(PayeeType::Business));
        assert_eq!(
            (business.supplier, business.confirm, business.remember),
            (None, false, true)
        );
        assert_eq!(
            verdict(CONFIRM),
            Verdict {
                confirm: true,
                remember: true,
                ..Verdict::default()
            }
        );
        assert_eq!(verdict(NO_SUPPLIER).supplier, Some(SupplierChoice::NoSupplier));
        let supplier_id = SupplierId(uuid::Uuid::from_u128(1));
        assert_eq!(
            verdict(&supplier_id.to_string()).supplier,
            Some(SupplierChoice::Supplier { supplier_id })
        );
    }
}
