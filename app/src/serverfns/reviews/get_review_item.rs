//! `get_review_item`.

use contract::{ReviewItem, ReviewItemId};
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// One item, leased to this person if it is free.
#[server(input = GetUrl)]
pub async fn get_review_item(id: ReviewItemId) -> Result<ReviewItem, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.reviews.get(&actor, id).await.map_err(UiError::refused)
}
