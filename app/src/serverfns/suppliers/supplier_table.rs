//! `supplier_table`.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{error::UiError, ui::WrittenPage};

/// One page of suppliers, as the list shows it at an address.
#[server(input = GetUrl)]
pub async fn supplier_table(address: String) -> Result<WrittenPage, UiError> {
    use crate::{context::context, pages::suppliers, ui::Here};

    let (ports, actor) = context()?;
    let here = Here::read(&address);
    let page = ports.suppliers.list(&actor, suppliers::filter_of(&here)).await;
    Ok(suppliers::written(page.map_err(UiError::refused)?, &here))
}
