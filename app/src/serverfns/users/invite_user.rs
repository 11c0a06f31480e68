//! `invite_user`.

use contract::{Invitation, InviteUserForm};
use leptos::prelude::*;

use crate::error::UiError;

/// Invites a person; the link is shown once.
#[server]
pub async fn invite_user(form: InviteUserForm) -> Result<Invitation, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.users.invite(&actor, form).await.map_err(UiError::refused)
}
