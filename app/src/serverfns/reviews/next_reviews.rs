//! `next_reviews`.

use contract::{ReviewBatch, ReviewFilter};
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// The next items for this person, leased to them, most urgent first; `limit` 1..=10.
#[server(input = GetUrl)]
pub async fn next_reviews(#[server(default)] filter: ReviewFilter, limit: u32) -> Result<ReviewBatch, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports
        .reviews
        .next(&actor, filter, limit)
        .await
        .map_err(UiError::refused)
}
