//! `get_dashboard`.

use contract::Dashboard;
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// What needs the reader now, and how it goes.
#[server(input = GetUrl)]
pub async fn get_dashboard() -> Result<Dashboard, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.dashboard.dashboard(&actor).await.map_err(UiError::refused)
}
