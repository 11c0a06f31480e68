//! `list_supplier_duplicates`.

use contract::{Page, SupplierDuplicate};
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// One page of proposals to merge suppliers, the most probable first.
#[server(input = GetUrl)]
pub async fn list_supplier_duplicates(
    #[server(default)] cursor: Option<String>,
) -> Result<Page<SupplierDuplicate>, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.duplicates.list(&actor, cursor).await.map_err(UiError::refused)
}
