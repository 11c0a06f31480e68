//! `list_users`.

use contract::User;
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// The organization's people, by name.
#[server(input = GetUrl)]
pub async fn list_users() -> Result<Vec<User>, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.users.list(&actor).await.map_err(UiError::refused)
}
