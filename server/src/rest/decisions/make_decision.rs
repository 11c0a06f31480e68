//! `POST /api/v1/decisions`

use axum::extract::State;
use contract::{BulkDecision, DecisionReceipt};

use crate::{
    rest::{Answer, Conflicting, CurrentActor, Invalid, Json, Missing, Refused},
    wiring::AppState,
};

/// Settles many rows at once. The same `idempotency_key` never decides twice.
#[utoipa::path(post, path = "/decisions", tag = "decisions", request_body = BulkDecision,
    responses((status = 200, body = DecisionReceipt), Refused, Missing, Invalid, Conflicting))]
pub async fn make_decision(
    actor: CurrentActor,
    State(services): State<AppState>,
    Json(decision): Json<BulkDecision>,
) -> Answer<DecisionReceipt> {
    Ok(Json(services.decisions.decide(&actor, &decision).await?))
}
