//! `GET /api/v1/reviews/{id}`

use axum::extract::State;
use contract::{ReviewItem, ReviewItemId};

use crate::{
    rest::{Answer, CurrentActor, Json, Missing, Path, Refused},
    wiring::AppState,
};

/// Gives one review item, leased to the caller if it is free.
#[utoipa::path(get, path = "/reviews/{id}", tag = "reviews", params(("id" = ReviewItemId, Path)),
    responses((status = 200, body = ReviewItem), Refused, Missing))]
pub async fn get_review_item(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<ReviewItemId>,
) -> Answer<ReviewItem> {
    Ok(Json(services.reviews.get(&actor, id).await?))
}
