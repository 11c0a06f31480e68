//! `GET /api/v1/reviews/next`

use axum::extract::State;
use contract::{Blocker, PayeeFileId, ReviewBatch, ReviewFilter};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    rest::{Answer, CurrentActor, Invalid, Json, Query, Refused},
    wiring::AppState,
};

/// Which part of the queue, and how much of it.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct NextQuery {
    /// Only items of this file.
    payee_file_id: Option<PayeeFileId>,
    /// Only items with this blocker.
    blocker: Option<Blocker>,
    /// Postponed items instead of open ones.
    postponed: bool,
    /// How many, 1..=10; 1 when absent.
    limit: Option<u32>,
}

/// Gives the next items for the caller, most expected loss first, leased so that nobody else gets them meanwhile.
#[utoipa::path(get, path = "/reviews/next", tag = "reviews", params(NextQuery),
    responses((status = 200, body = ReviewBatch), Refused, Invalid))]
pub async fn next_review_items(
    actor: CurrentActor,
    State(services): State<AppState>,
    Query(query): Query<NextQuery>,
) -> Answer<ReviewBatch> {
    let NextQuery {
        payee_file_id,
        blocker,
        postponed,
        limit,
    } = query;
    let filter = ReviewFilter {
        payee_file_id,
        blocker,
        postponed,
    };
    Ok(Json(services.reviews.next(&actor, &filter, limit.unwrap_or(1)).await?))
}
