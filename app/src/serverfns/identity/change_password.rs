//! `change_password`.

use leptos::prelude::*;

use crate::{error::UiError, serverfns::identity::ChangePasswordForm};

/// Changes the person's own password.
#[server]
pub async fn change_password(form: ChangePasswordForm) -> Result<(), UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports
        .identity
        .change_password(&actor, form.current, form.new)
        .await
        .map_err(UiError::refused)
}
