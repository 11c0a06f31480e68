//! `payee_panel`.

use contract::PayeeId;
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// One row with its evidence and what can be said of it, as text. `close` is the address without the row.
#[server(input = GetUrl)]
pub async fn payee_panel(id: PayeeId, close: String) -> Result<String, UiError> {
    use contract::Permission;

    use crate::{context::context, pages::payee_files, paths::safe_next};

    let (ports, actor) = context()?;
    let detail = ports.payee_files.payee(&actor, id).await.map_err(UiError::refused)?;
    let may_decide = actor.role.allows(Permission::Review);
    Ok(payee_files::panel_text(&detail, &safe_next(&close), may_decide))
}
