//! `start_supplier_import`.

use contract::DocumentId;
use leptos::prelude::*;

use crate::error::UiError;

/// Starts an import of a stored file and goes to it. `columns` as the mapping form names them.
#[server]
pub async fn start_supplier_import(
    document_id: DocumentId,
    #[server(default)] columns: Vec<String>,
) -> Result<(), UiError> {
    use crate::{context::context, serverfns::uploads::mapping_of};

    let (ports, actor) = context()?;
    let import = ports
        .suppliers
        .start_import(&actor, document_id, mapping_of(&columns))
        .await
        .map_err(UiError::refused)?;
    leptos_axum::redirect(&format!("/suppliers/imports/{}", import.id));
    Ok(())
}
