//! `sign_in`.

use contract::SignInForm;
use leptos::prelude::*;

use crate::error::UiError;

/// Signs in and goes to `next`.
#[server]
pub async fn sign_in(form: SignInForm, #[server(default)] next: String) -> Result<(), UiError> {
    use crate::{context::ports, paths::safe_next};

    let ports = ports()?;
    ports.identity.sign_in(form).await.map_err(UiError::refused)?;
    leptos_axum::redirect(&safe_next(&next));
    Ok(())
}
