//! `sign_out`.

use leptos::prelude::*;

use crate::error::UiError;

/// Ends the session and goes to the sign-in page.
#[server]
pub async fn sign_out() -> Result<(), UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.identity.sign_out(&actor).await.map_err(UiError::refused)?;
    leptos_axum::redirect("/sign-in");
    Ok(())
}
