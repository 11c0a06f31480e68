//! `set_user_enabled`.

use contract::{User, UserId};
use leptos::prelude::*;

use crate::error::UiError;

/// Lets a person sign in, or not; ends the person's sessions when not.
#[server]
pub async fn set_user_enabled(id: UserId, enabled: bool) -> Result<User, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports
        .users
        .set_enabled(&actor, id, enabled)
        .await
        .map_err(UiError::refused)
}
