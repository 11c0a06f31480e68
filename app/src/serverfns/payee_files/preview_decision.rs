//! `preview_decision`.

use contract::{BulkDecision, DecisionPreview};
use leptos::{prelude::*, server_fn::codec::Json};

use crate::error::UiError;

/// What a bulk decision would change.
#[server(input = Json)]
pub async fn preview_decision(decision: BulkDecision) -> Result<DecisionPreview, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports
        .payee_files
        .preview_decision(&actor, decision)
        .await
        .map_err(UiError::refused)
}
