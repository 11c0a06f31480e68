//! `GET /api/v1/payee-files/{id}/payees`

use axum::extract::State;
use contract::{Page, Payee, PayeeFileId, PayeeFilter};

use crate::{
    rest::{Answer, CurrentActor, Invalid, Json, Missing, Path, Query, Refused},
    wiring::AppState,
};

/// Lists the rows of a file with their outcome.
#[utoipa::path(get, path = "/payee-files/{id}/payees", tag = "payee-files", params(("id" = PayeeFileId, Path), PayeeFilter),
    responses((status = 200, body = Page<Payee>), Refused, Missing, Invalid))]
pub async fn list_payees(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<PayeeFileId>,
    Query(filter): Query<PayeeFilter>,
) -> Answer<Page<Payee>> {
    Ok(Json(services.payees.list(&actor, id, &filter).await?))
}
