//! `create_supplier`.

use contract::SupplierForm;
use leptos::prelude::*;

use crate::error::UiError;

/// Adds a supplier and goes to it.
#[server]
pub async fn create_supplier(form: SupplierForm) -> Result<(), UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    let supplier = ports.suppliers.create(&actor, form).await.map_err(UiError::refused)?;
    leptos_axum::redirect(&format!("/suppliers/{}", supplier.id));
    Ok(())
}
