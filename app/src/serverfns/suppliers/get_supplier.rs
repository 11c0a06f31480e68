//! `get_supplier`.

use contract::{Supplier, SupplierId};
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// One supplier.
#[server(input = GetUrl)]
pub async fn get_supplier(id: SupplierId) -> Result<Supplier, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.suppliers.get(&actor, id).await.map_err(UiError::refused)
}
