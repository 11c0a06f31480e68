//! `list_supplier_imports`.

use contract::{Page, SupplierImport};
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// The imports, newest first.
#[server(input = GetUrl)]
pub async fn list_supplier_imports(#[server(default)] cursor: Option<String>) -> Result<Page<SupplierImport>, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports
        .suppliers
        .list_imports(&actor, cursor)
        .await
        .map_err(UiError::refused)
}
