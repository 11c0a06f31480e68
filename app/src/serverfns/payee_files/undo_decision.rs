//! `undo_decision`.

use contract::{DecisionId, DecisionReceipt};
use leptos::prelude::*;

use crate::error::UiError;

/// Takes a decision back, once.
#[server]
pub async fn undo_decision(id: DecisionId) -> Result<DecisionReceipt, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.payee_files.undo(&actor, id).await.map_err(UiError::refused)
}
