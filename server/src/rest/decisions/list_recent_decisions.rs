//! `GET /api/v1/decisions/recent`

use axum::extract::State;
use contract::DecisionSummary;

use crate::{
    rest::{Answer, CurrentActor, Json, Refused},
    wiring::AppState,
};

/// Lists the caller's own last ten decisions, newest first.
#[utoipa::path(get, path = "/decisions/recent", tag = "decisions",
    responses((status = 200, body = Vec<DecisionSummary>), Refused))]
pub async fn list_recent_decisions(
    actor: CurrentActor,
    State(services): State<AppState>,
) -> Answer<Vec<DecisionSummary>> {
    Ok(Json(services.decisions.recent(&actor).await?))
}
