//! `get_viewer`.

use contract::Viewer;
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// The signed-in person.
#[server(input = GetUrl)]
pub async fn get_viewer() -> Result<Viewer, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.identity.viewer(&actor).await.map_err(UiError::refused)
}
