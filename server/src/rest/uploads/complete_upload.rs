//! `POST /api/v1/uploads/{id}/complete`

use axum::extract::State;
use contract::{StoredDocument, UploadId};

use crate::{
    rest::{Answer, Conflicting, CurrentActor, Json, Missing, Path, Refused},
    wiring::AppState,
};

/// Makes a document of a file that has arrived whole. Asked again, it gives the same document.
#[utoipa::path(post, path = "/uploads/{id}/complete", tag = "uploads", params(("id" = UploadId, Path)),
    responses((status = 200, body = StoredDocument), Refused, Missing, Conflicting))]
pub async fn complete_upload(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<UploadId>,
) -> Answer<StoredDocument> {
    Ok(Json(services.uploads.complete(&actor, id).await?))
}
