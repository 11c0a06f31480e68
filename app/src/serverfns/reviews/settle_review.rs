//! `settle_review`.

use contract::{PayeeType, ReviewItemId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::UiError;

/// What the field of the supplier says for none.
pub const NO_SUPPLIER: &str = "none";

/// A decision as a plain form sends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewForm {
    /// The item.
    pub id: ReviewItemId,
    /// As the person saw it.
    pub row_version: i64,
    /// The same key never acts twice, so that a form sent again is harmless.
    pub idempotency_key: String,
    /// The type.
    pub payee_type: PayeeType,
    /// Id of the supplier, or [`NO_SUPPLIER`]. Empty while nothing is chosen, which settles nothing.
    #[serde(default)]
    pub supplier: String,
    /// Where to go afterwards.
    pub next: String,
}

/// Settles an item from a browser without scripts, and goes to the next.
#[server]
pub async fn settle_review(form: ReviewForm) -> Result<(), UiError> {
    use contract::{Problem, ProblemKind, ReviewAction, ReviewCommand, ReviewOutcome, SupplierChoice, Verdict};

    use crate::{context::context, paths::safe_next};

    let (ports, actor) = context()?;
    let supplier = if form.supplier == NO_SUPPLIER {
        SupplierChoice::NoSupplier
    } else {
        let supplier_id = form.supplier.parse().map_err(|_| {
            let detail = "Choose a supplier from the list, or that there is none. Nothing was changed.";
            UiError::refused(Problem::new(ProblemKind::BadRequest, "No supplier was chosen", detail))
        })?;
        SupplierChoice::Supplier { supplier_id }
    };
    let verdict = Verdict {
        payee_type: Some(form.payee_type),
        supplier: Some(supplier),
        confirm: true,
        remember: true,
        note: String::new(),
    };
    let command = ReviewCommand {
        review_item_id: form.id,
        row_version: form.row_version,
        idempotency_key: form.idempotency_key,
        spent_ms: 0,
        action: ReviewAction::Decide {
            verdict,
            whole_cluster: false,
        },
    };
    match ports.reviews.act(&actor, command).await.map_err(UiError::refused)? {
        ReviewOutcome::Accepted { .. } => {
            leptos_axum::redirect(&safe_next(&form.next));
            Ok(())
        }
        ReviewOutcome::Conflict { message, .. } => Err(UiError::refused(Problem::new(
            ProblemKind::Conflict,
            "Someone else was faster",
            message,
        ))),
    }
}
