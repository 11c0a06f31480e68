//! `supplier_duplicate_table`.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{error::UiError, ui::WrittenPage};

/// One page of proposals to merge suppliers, the most probable first, as the list shows it at an address.
#[server(input = GetUrl)]
pub async fn supplier_duplicate_table(address: String) -> Result<WrittenPage, UiError> {
    use crate::{context::context, pages::suppliers, ui::Here};

    let (ports, actor) = context()?;
    let page = ports
        .duplicates
        .list(&actor, Here::read(&address).param("cursor"))
        .await;
    Ok(suppliers::duplicates_written(page.map_err(UiError::refused)?))
}
