//! `list_payees`.

use contract::{Page, Payee, PayeeFileId, PayeeFilter};
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// One page of rows.
#[server(input = GetUrl)]
pub async fn list_payees(id: PayeeFileId, #[server(default)] filter: PayeeFilter) -> Result<Page<Payee>, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports
        .payee_files
        .payees(&actor, id, filter)
        .await
        .map_err(UiError::refused)
}
