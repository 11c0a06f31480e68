//! `list_commodities`.

use contract::Commodity;
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// The commodities, by code.
#[server(input = GetUrl)]
pub async fn list_commodities() -> Result<Vec<Commodity>, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.reference.commodities(&actor).await.map_err(UiError::refused)
}
