//! `undo_review`.

use contract::{DecisionId, ReviewItem, ReviewItemId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::UiError;

/// An act of the review desk that is to be taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewUndo {
    /// The item; absent where only the decision is known.
    #[serde(default)]
    pub item: Option<ReviewItemId>,
    /// The decision that the act has become; absent for an item that was put off or escalated.
    #[serde(default)]
    pub decision: Option<DecisionId>,
    /// The key of the act's command.
    #[serde(default)]
    pub command: String,
    /// The version of the item since the act.
    #[serde(default)]
    pub row_version: i64,
}

/// Takes an act of the review desk back. Gives its item as it is now, leased to this person if it is free.
#[server]
pub async fn undo_review(act: ReviewUndo) -> Result<Option<ReviewItem>, UiError> {
    use contract::{Problem, ProblemKind, ReviewAction, ReviewCommand, ReviewOutcome};

    use crate::context::context;

    let (ports, actor) = context()?;
    let refused = UiError::refused;
    if let Some(decision) = act.decision {
        ports.payee_files.undo(&actor, decision).await.map_err(refused)?;
    } else if let Some(review_item_id) = act.item {
        let command = ReviewCommand {
            review_item_id,
            row_version: act.row_version,
            idempotency_key: format!("take-back-{}", act.command),
            spent_ms: 0,
            action: ReviewAction::TakeBack { command: act.command },
        };
        if let ReviewOutcome::Conflict { message, .. } = ports.reviews.act(&actor, command).await.map_err(refused)? {
            let title = "This can not be undone any more";
            return Err(refused(Problem::new(ProblemKind::Conflict, title, message)));
        }
    }
    Ok(match act.item {
        // It is undone all the same when the item can not be read.
        Some(id) => ports.reviews.get(&actor, id).await.ok(),
        None => None,
    })
}
