//! `GET /api/v1/payees/{id}`

use axum::extract::State;
use contract::{PayeeDetail, PayeeId};

use crate::{
    rest::{Answer, CurrentActor, Json, Missing, Path, Refused},
    wiring::AppState,
};

/// Gives one row with its evidence.
#[utoipa::path(get, path = "/payees/{id}", tag = "payees", params(("id" = PayeeId, Path)),
    responses((status = 200, body = PayeeDetail), Refused, Missing))]
pub async fn get_payee(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<PayeeId>,
) -> Answer<PayeeDetail> {
    Ok(Json(services.payees.get(&actor, id).await?))
}
