//! `POST /api/v1/decisions/{id}/undo`

use axum::extract::State;
use contract::{DecisionId, DecisionReceipt};

use crate::{
    rest::{Answer, Conflicting, CurrentActor, Json, Missing, Path, Refused},
    wiring::AppState,
};

/// Takes a decision back, once; rows that were decided anew since keep the newer decision.
#[utoipa::path(post, path = "/decisions/{id}/undo", tag = "decisions", params(("id" = DecisionId, Path)),
    responses((status = 200, body = DecisionReceipt), Refused, Missing, Conflicting))]
pub async fn undo_decision(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<DecisionId>,
) -> Answer<DecisionReceipt> {
    Ok(Json(services.decisions.undo(&actor, id).await?))
}
