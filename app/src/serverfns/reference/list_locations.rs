//! `list_locations`.

use contract::Location;
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// The locations, by code.
#[server(input = GetUrl)]
pub async fn list_locations() -> Result<Vec<Location>, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.reference.locations(&actor).await.map_err(UiError::refused)
}
