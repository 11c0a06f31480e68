//! `cancel_payee_file`.

use contract::{PayeeFile, PayeeFileId};
use leptos::prelude::*;

use crate::error::UiError;

/// Stops the work on a file; rows that are worked stay.
#[server]
pub async fn cancel_payee_file(id: PayeeFileId) -> Result<PayeeFile, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.payee_files.cancel(&actor, id).await.map_err(UiError::refused)
}
