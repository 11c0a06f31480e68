//! `POST /api/v1/uploads`

use axum::extract::State;
use contract::{ProblemKind, StartUpload, Upload};
use http::StatusCode;

use crate::{
    problem::ApiError,
    rest::{CurrentActor, Invalid, Json, Refused, TooLarge},
    wiring::AppState,
};

/// Announces a file that comes in chunks.
#[utoipa::path(post, path = "/uploads", tag = "uploads", request_body = StartUpload,
    responses((status = 201, body = Upload), Refused, Invalid, TooLarge))]
pub async fn start_upload(
    actor: CurrentActor,
    State(services): State<AppState>,
    Json(form): Json<StartUpload>,
) -> Result<(StatusCode, Json<Upload>), ApiError> {
    let limit = services.config.uploads.max_bytes;
    if form.size_bytes > limit {
        let detail = format!("This server takes files of up to {limit} bytes.");
        return Err(ApiError::new(ProblemKind::TooLarge, "The file is too large", detail));
    }
    Ok((StatusCode::CREATED, Json(services.uploads.start(&actor, form).await?)))
}
