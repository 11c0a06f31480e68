//! `complete_setup`.

use contract::SetupForm;
use leptos::prelude::*;

use crate::error::UiError;

/// Makes the first organization and its administrator, signs in, and goes to the dashboard.
#[server]
pub async fn complete_setup(form: SetupForm) -> Result<(), UiError> {
    use crate::context::ports;

    let ports = ports()?;
    ports.identity.complete_setup(form).await.map_err(UiError::refused)?;
    leptos_axum::redirect("/");
    Ok(())
}
