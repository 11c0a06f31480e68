//! `dismiss_supplier_duplicate`.

use contract::SupplierDuplicateId;
use leptos::prelude::*;

use crate::error::UiError;

/// Says that the suppliers of a proposal are not one, and goes back to the others.
#[server]
pub async fn dismiss_supplier_duplicate(id: SupplierDuplicateId) -> Result<(), UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.duplicates.dismiss(&actor, id).await.map_err(UiError::refused)?;
    leptos_axum::redirect("/suppliers/duplicates");
    Ok(())
}
