//! `GET /api/v1/payee-files/{id}`

use axum::extract::State;
use contract::{PayeeFile, PayeeFileId};

use crate::{
    rest::{Answer, CurrentActor, Json, Missing, Path, Refused},
    wiring::AppState,
};

/// Gives one file with its progress, its outcome so far and its first row errors.
#[utoipa::path(get, path = "/payee-files/{id}", tag = "payee-files", params(("id" = PayeeFileId, Path)),
    responses((status = 200, body = PayeeFile), Refused, Missing))]
pub async fn get_payee_file(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<PayeeFileId>,
) -> Answer<PayeeFile> {
    Ok(Json(services.payee_files.get(&actor, id).await?))
}
