//! The same decision as a plain form, for a browser without scripts.

use contract::{PayeeType, ReviewItem};
use leptos::prelude::*;

use super::choice::{Choice, ChosenSupplier};
use crate::{
    serverfns::reviews::SettleReview,
    ui::{
        PostForm, Submission,
        button::{Button, Look},
        form::Options,
        status,
    },
};

/// The form. The style sheet hides it where scripts run.
#[component]
pub(super) fn PlainForm(
    /// The item.
    item: ReviewItem,
) -> impl IntoView {
    let action = Submission::<SettleReview>::new();
    let choice = Choice::new(&item);
    let types = [PayeeType::Business, PayeeType::Individual, PayeeType::Government];
    let types = types
        .map(|t| (t.as_str().to_owned(), status::payee_type(t).word.to_owned()))
        .to_vec();
    let candidates = &item.detail.match_evidence.candidates;
    let mut suppliers: Vec<_> = candidates
        .iter()
        .map(|c| (c.supplier_id.to_string(), c.supplier_name.clone()))
        .collect();
    suppliers.push((String::new(), "No supplier of the master".to_owned()));
    let supplier = match choice.effective_supplier(&item) {
        ChosenSupplier::Candidate(index) => candidates[index].supplier_id.to_string(),
        ChosenSupplier::Found { .. } | ChosenSupplier::NoSupplier => String::new(),
    };
    view! {
        <div class="without-js">
            <PostForm to=action attr:class="form">
                <input type="hidden" name="form[id]" value=item.id.to_string() />
                <input type="hidden" name="form[row_version]" value=item.row_version.to_string() />
                <input type="hidden" name="form[idempotency_key]" value=format!("form-{}-{}", item.id, item.row_version) />
                <input type="hidden" name="form[next]" value="/reviews" />
                <label class="field">
                    "Type"
                    <select class="input" name="form[payee_type]">
                        <Options options=types value=choice.effective_type(&item).as_str().to_owned() />
                    </select>
                </label>
                <label class="field">
                    "Supplier"
                    <select class="input" name="form[supplier]">
                        <Options options=suppliers value=supplier />
                    </select>
                </label>
                <Button kind="submit" look=Look::Primary>
                    "Confirm and next"
                </Button>
            </PostForm>
        </div>
    }
}
