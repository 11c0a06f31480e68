//! `preview_decision`.

use contract::BulkDecision;
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

use crate::error::UiError;

/// What a bulk decision would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenPreview {
    /// Rows that would be settled.
    pub count: i64,
    /// The first of them, as text.
    pub text: String,
}

/// What a bulk decision would change.
#[server(input = Json)]
pub async fn preview_decision(decision: BulkDecision) -> Result<WrittenPreview, UiError> {
    use crate::{context::context, pages::payee_files};

    let (ports, actor) = context()?;
    let preview = ports.payee_files.preview_decision(&actor, decision).await;
    let preview = preview.map_err(UiError::refused)?;
    Ok(WrittenPreview {
        count: preview.count,
        text: payee_files::preview_text(&preview),
    })
}
