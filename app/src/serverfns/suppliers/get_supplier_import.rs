//! `get_supplier_import`.

use contract::{SupplierImport, SupplierImportId};
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// One import.
#[server(input = GetUrl)]
pub async fn get_supplier_import(id: SupplierImportId) -> Result<SupplierImport, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.suppliers.get_import(&actor, id).await.map_err(UiError::refused)
}
