//! `GET /api/v1/uploads/{id}`

use axum::extract::State;
use contract::{Upload, UploadId};

use crate::{
    rest::{Answer, CurrentActor, Json, Missing, Path, Refused},
    wiring::AppState,
};

/// Tells how much of a file has arrived, and so where to go on.
#[utoipa::path(get, path = "/uploads/{id}", tag = "uploads", params(("id" = UploadId, Path)),
    responses((status = 200, body = Upload), Refused, Missing))]
pub async fn get_upload(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<UploadId>,
) -> Answer<Upload> {
    Ok(Json(services.uploads.status(&actor, id).await?))
}
