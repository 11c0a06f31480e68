//! `list_recent_decisions`.

use contract::DecisionSummary;
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// The person's own last ten decisions, newest first.
#[server(input = GetUrl)]
pub async fn list_recent_decisions() -> Result<Vec<DecisionSummary>, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports
        .payee_files
        .recent_decisions(&actor)
        .await
        .map_err(UiError::refused)
}
