//! `POST /api/v1/payee-files/{id}/cancel`

use axum::extract::State;
use contract::{PayeeFile, PayeeFileId};

use crate::{
    rest::{Answer, Conflicting, CurrentActor, Json, Missing, Path, Refused},
    wiring::AppState,
};

/// Stops the work on a file; rows that are worked stay.
#[utoipa::path(post, path = "/payee-files/{id}/cancel", tag = "payee-files", params(("id" = PayeeFileId, Path)),
    responses((status = 200, body = PayeeFile), Refused, Missing, Conflicting))]
pub async fn cancel_payee_file(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<PayeeFileId>,
) -> Answer<PayeeFile> {
    Ok(Json(services.payee_files.cancel(&actor, id).await?))
}
