//! `cancel_supplier_import`.

use contract::{SupplierImport, SupplierImportId};
use leptos::prelude::*;

use crate::error::UiError;

/// Stops an import; what is in stays in.
#[server]
pub async fn cancel_supplier_import(id: SupplierImportId) -> Result<SupplierImport, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports
        .suppliers
        .cancel_import(&actor, id)
        .await
        .map_err(UiError::refused)
}
