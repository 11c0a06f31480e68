//! `supplier_import_table`.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{error::UiError, ui::WrittenPage};

/// One page of the imports, newest first, as the list shows it at an address.
#[server(input = GetUrl)]
pub async fn supplier_import_table(address: String) -> Result<WrittenPage, UiError> {
    use crate::{context::context, pages::suppliers, ui::Here};

    let (ports, actor) = context()?;
    let page = ports
        .suppliers
        .list_imports(&actor, Here::read(&address).param("cursor"))
        .await;
    Ok(suppliers::imports_written(page.map_err(UiError::refused)?))
}
