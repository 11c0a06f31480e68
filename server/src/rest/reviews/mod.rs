//! The review queue.

pub mod act_on_review_item;
pub mod get_review_item;
pub mod next_review_items;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::wiring::AppState;

/// The endpoints of this area.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(next_review_items::next_review_items))
        .routes(routes!(act_on_review_item::act_on_review_item))
        .routes(routes!(get_review_item::get_review_item))
}
