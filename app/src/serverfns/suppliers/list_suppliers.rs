//! `list_suppliers`.

use contract::{Page, SupplierFilter, SupplierLine};
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// One page of suppliers.
#[server(input = GetUrl)]
pub async fn list_suppliers(#[server(default)] filter: SupplierFilter) -> Result<Page<SupplierLine>, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.suppliers.list(&actor, filter).await.map_err(UiError::refused)
}
