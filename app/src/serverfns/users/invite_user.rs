//! `invite_user`.

use contract::{Invitation, InviteUserForm};
use leptos::prelude::*;

use crate::error::UiError;

/// Invites a person; the link is shown once, also after a form that was sent without JavaScript.
#[server]
pub async fn invite_user(form: InviteUserForm) -> Result<Invitation, UiError> {
    use crate::{context::context, shown_once};

    let (ports, actor) = context()?;
    let invitation = ports.users.invite(&actor, form).await.map_err(UiError::refused)?;
    shown_once::carry(&invitation.link);
    Ok(invitation)
}
