//! `list_payee_files`.

use contract::{Page, PayeeFile};
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// The files, newest first.
#[server(input = GetUrl)]
pub async fn list_payee_files(#[server(default)] cursor: Option<String>) -> Result<Page<PayeeFile>, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.payee_files.list(&actor, cursor).await.map_err(UiError::refused)
}
