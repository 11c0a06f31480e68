//! `get_payee_file`.

use contract::{PayeeFile, PayeeFileId};
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// One file.
#[server(input = GetUrl)]
pub async fn get_payee_file(id: PayeeFileId) -> Result<PayeeFile, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.payee_files.get(&actor, id).await.map_err(UiError::refused)
}
