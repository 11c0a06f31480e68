//! `GET /api/v1/documents/{id}/preview`

use axum::extract::State;
use contract::{DocumentId, FilePreview, UploadPurpose};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    rest::{Answer, CurrentActor, Invalid, Json, Missing, Path, Query, Refused},
    wiring::AppState,
};

/// What the file is for, which decides what its columns may mean.
#[derive(Debug, Deserialize, IntoParams)]
pub struct PreviewQuery {
    /// `payee_file` or `supplier_import`.
    purpose: UploadPurpose,
}

/// Gives the first rows of a stored file and a proposal of what its columns hold.
#[utoipa::path(get, path = "/documents/{id}/preview", tag = "documents", params(("id" = DocumentId, Path), PreviewQuery),
    responses((status = 200, body = FilePreview), Refused, Missing, Invalid))]
pub async fn preview_document(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<DocumentId>,
    Query(query): Query<PreviewQuery>,
) -> Answer<FilePreview> {
    Ok(Json(services.documents.preview(&actor, id, query.purpose).await?))
}
