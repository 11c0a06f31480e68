//! What can be said of rows: of one beside the table, or of many.

use contract::{BulkDecision, PayeeType, SupplierChoice, SupplierId, Verdict};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    serverfns::payee_files::{decide_payees, undo_decision},
    ui::toast::Toasts,
};

/// Everything that buttons offer to say, as `data-verdict` has it, beside the types.
pub(super) const CONFIRM: &str = "confirm";
pub(super) const FIRST: &str = "first";
pub(super) const NO_SUPPLIER: &str = "no_supplier";

/// The types that a person can name.
pub(super) const TYPES: [PayeeType; 3] = [PayeeType::Business, PayeeType::Individual, PayeeType::Government];

/// Gives the verdict of a button. `first` is the best candidate of a row.
pub(super) fn verdict(name: &str, first: Option<SupplierId>) -> Verdict {
    let supplier = match name {
        FIRST => first.map(|supplier_id| SupplierChoice::Supplier { supplier_id }),
        NO_SUPPLIER => Some(SupplierChoice::NoSupplier),
        _ => None,
    };
    Verdict {
        payee_type: name.parse().ok(),
        supplier,
        confirm: name == CONFIRM,
        remember: true,
        ..Verdict::default()
    }
}

/// Sends a decision, says so with a way to undo it, and calls `changed` after each of the two. `words` says what was done to so
/// many rows.
pub(super) fn decide(
    decision: BulkDecision,
    toasts: Toasts,
    words: impl FnOnce(i64) -> String + 'static,
    changed: Callback<()>,
) {
    spawn_local(async move {
        match decide_payees(decision).await {
            Ok(receipt) => {
                changed.run(());
                toasts.undoable(words(receipt.affected_count), move || {
                    spawn_local(async move {
                        match undo_decision(receipt.decision_id).await {
                            Ok(_) => changed.run(()),
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
    use super::*;

    #[test]
    fn a_button_says_one_thing_and_is_remembered() {
        let business = verdict(PayeeType::Business.as_str(), None);
        assert_eq!(business.payee_type, Some(PayeeType::Business));
        assert_eq!(
            (business.supplier, business.confirm, business.remember),
            (None, false, true)
        );
        assert!(verdict(CONFIRM, None).confirm);
        assert_eq!(verdict(NO_SUPPLIER, None).supplier, Some(SupplierChoice::NoSupplier));
        let first = SupplierId(uuid::Uuid::from_u128(1));
        assert_eq!(
            verdict(FIRST, Some(first)).supplier,
            Some(SupplierChoice::Supplier { supplier_id: first })
        );
    }
}
