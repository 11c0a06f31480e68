//! `POST /api/v1/uploads`

use axum::extract::State;
use contract::{ProblemKind, StartUpload, Upload};
use http::StatusCode;

use crate::{
    problem::ApiError,
    rest::{CurrentActor, Invalid, Json, MadeAt, Refused, TooLarge},
    wiring::AppState,
};

/// Announces a file that comes in chunks.
#[utoipa::path(post, path = "/uploads", tag = "uploads", request_body = StartUpload,
    responses((status = 201, body = Upload, headers(("Location", description = "Where it is"))), Refused, Invalid, TooLarge))]
pub async fn start_upload(
    actor: CurrentActor,
    State(services): State<AppState>,
    Json(form): Json<StartUpload>,
) -> Result<(StatusCode, MadeAt, Json<Upload>), ApiError> {
    let limit = services.config.uploads.max_bytes;
    if form.size_bytes > limit {
        let detail = format!("This server takes files of up to {limit} bytes.");
        return Err(ApiError::new(ProblemKind::TooLarge, "The file is too large", detail));
    }
    let upload = services.uploads.start(&actor, form).await?;
    Ok((StatusCode::CREATED, MadeAt("/uploads", upload.id.0), Json(upload)))
}
