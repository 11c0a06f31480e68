//! `start_payee_file`.

use contract::DocumentId;
use leptos::prelude::*;

use crate::error::UiError;

/// Starts the work on a stored file and goes to it. `columns` as the mapping form names them.
#[server]
pub async fn start_payee_file(document_id: DocumentId, #[server(default)] columns: Vec<String>) -> Result<(), UiError> {
    use crate::{context::context, serverfns::uploads::mapping_of};

    let (ports, actor) = context()?;
    let file = ports
        .payee_files
        .start(&actor, document_id, mapping_of(&columns))
        .await
        .map_err(UiError::refused)?;
    leptos_axum::redirect(&format!("/payee-files/{}", file.id));
    Ok(())
}
