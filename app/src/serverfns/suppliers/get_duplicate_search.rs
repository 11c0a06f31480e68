//! `get_duplicate_search`.

use contract::DuplicateSearch;
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// Where the search for duplicates stands.
#[server(input = GetUrl)]
pub async fn get_duplicate_search() -> Result<DuplicateSearch, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.duplicates.search(&actor).await.map_err(UiError::refused)
}
