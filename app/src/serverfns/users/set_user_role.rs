//! `set_user_role`.

use contract::{Role, User, UserId};
use leptos::prelude::*;

use crate::error::UiError;

/// Gives a person another role.
#[server]
pub async fn set_user_role(id: UserId, role: Role) -> Result<User, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.users.set_role(&actor, id, role).await.map_err(UiError::refused)
}
