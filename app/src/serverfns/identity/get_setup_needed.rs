//! `get_setup_needed`.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// Whether the first administrator is still to be made.
#[server(input = GetUrl)]
pub async fn get_setup_needed() -> Result<bool, UiError> {
    use crate::context::ports;

    let ports = ports()?;
    ports.identity.setup_needed().await.map_err(UiError::refused)
}
