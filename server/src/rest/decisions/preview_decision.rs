//! `POST /api/v1/decisions/preview`

use axum::extract::State;
use contract::{BulkDecision, DecisionPreview};

use crate::{
    rest::{Answer, CurrentActor, Invalid, Json, Missing, Refused},
    wiring::AppState,
};

/// Tells what a decision about many rows would change, and changes nothing.
#[utoipa::path(post, path = "/decisions/preview", tag = "decisions", request_body = BulkDecision,
    responses((status = 200, body = DecisionPreview), Refused, Missing, Invalid))]
pub async fn preview_decision(
    actor: CurrentActor,
    State(services): State<AppState>,
    Json(decision): Json<BulkDecision>,
) -> Answer<DecisionPreview> {
    Ok(Json(services.decisions.preview(&actor, &decision).await?))
}
