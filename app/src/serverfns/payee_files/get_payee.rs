//! `get_payee`.

use contract::{PayeeDetail, PayeeId};
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// One row with its evidence.
#[server(input = GetUrl)]
pub async fn get_payee(id: PayeeId) -> Result<PayeeDetail, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.payee_files.payee(&actor, id).await.map_err(UiError::refused)
}
