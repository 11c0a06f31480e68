//! The same decision as a plain form, for a browser without scripts.

use contract::{PayeeType, ReviewItem};
use leptos::server_fn::ServerFn;
use maud::{Markup, html};

use super::choice::{Choice, ChosenSupplier};
use crate::{
    serverfns::reviews::{NO_SUPPLIER, SettleReview},
    ui::status,
};

/// Writes the form. The style sheet hides it where scripts run.
pub(super) fn plain_form(item: &ReviewItem) -> Markup {
    let choice = Choice::new(item);
    let effective = choice.effective_type(item);
    let chosen = choice.effective_supplier(item);
    html! {
        div class="without-js" {
            form class="form" method="post" action=(SettleReview::url()) {
                (hidden("id", item.id))
                (hidden("row_version", item.row_version))
                (hidden("idempotency_key", format!("form-{}-{}", item.id, item.row_version)))
                (hidden("next", "/reviews"))
                label class="field" {
                    "Type"
                    select class="input" name="form[payee_type]" {
                        @for payee_type in [PayeeType::Business, PayeeType::Individual, PayeeType::Government] {
                            option value=(payee_type) selected[payee_type == effective] {
                                (status::payee_type(payee_type).word)
                            }
                        }
                    }
                }
                label class="field" {
                    "Supplier"
                    select class="input" name="form[supplier]" required {
                        @if chosen.is_none() { option value="" selected { "Choose a supplier, or none" } }
                        @if let Some(ChosenSupplier::Found { id, name }) = &chosen { option value=(id) selected { (name) } }
                        @for (index, candidate) in item.detail.match_evidence.candidates.iter().enumerate() {
                            option value=(candidate.supplier_id) selected[chosen == Some(ChosenSupplier::Candidate(index))] {
                                (candidate.supplier_name)
                            }
                        }
                        option value=(NO_SUPPLIER) selected[chosen == Some(ChosenSupplier::NoSupplier)] {
                            "No supplier of the master"
                        }
                    }
                }
                button type="submit" class="btn btn-primary" { "Confirm and next" }
            }
        }
    }
}

fn hidden(name: &str, value: impl std::fmt::Display) -> Markup {
    html! { input type="hidden" name={ "form[" (name) "]" } value=(value); }
}
