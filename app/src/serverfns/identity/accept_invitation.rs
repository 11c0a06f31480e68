//! `accept_invitation`.

use contract::AcceptInvitationForm;
use leptos::prelude::*;

use crate::error::UiError;

/// Sets the password of an invited person, signs in, and goes to the dashboard.
#[server]
pub async fn accept_invitation(form: AcceptInvitationForm) -> Result<(), UiError> {
    use crate::context::ports;

    let ports = ports()?;
    ports.identity.accept_invitation(form).await.map_err(UiError::refused)?;
    leptos_axum::redirect("/");
    Ok(())
}
