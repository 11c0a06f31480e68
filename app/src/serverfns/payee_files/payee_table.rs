//! `payee_table`.

use contract::PayeeFileId;
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{error::UiError, ui::WrittenPage};

/// One page of the rows of a file, as its page shows it at an address.
#[server(input = GetUrl)]
pub async fn payee_table(id: PayeeFileId, address: String) -> Result<WrittenPage, UiError> {
    use crate::{context::context, pages::payee_files, ui::Here};

    let (ports, actor) = context()?;
    let here = Here::read(&address);
    let page = ports
        .payee_files
        .payees(&actor, id, payee_files::filter_of(&here))
        .await;
    Ok(payee_files::written(page.map_err(UiError::refused)?, &here))
}
