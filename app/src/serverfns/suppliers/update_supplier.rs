//! `update_supplier`.

use contract::{SupplierForm, SupplierId};
use leptos::prelude::*;

use crate::error::UiError;

/// Changes a supplier and goes to it; `row_version` as the person saw it.
#[server]
pub async fn update_supplier(id: SupplierId, row_version: i64, form: SupplierForm) -> Result<(), UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    let supplier = ports
        .suppliers
        .update(&actor, id, row_version, form)
        .await
        .map_err(UiError::refused)?;
    leptos_axum::redirect(&format!("/suppliers/{}", supplier.id));
    Ok(())
}
