//! `GET /api/v1/supplier-imports/{id}/errors.csv`

use axum::{body::Body, extract::State, response::Response};
use contract::SupplierImportId;

use crate::{
    problem::ApiError,
    rest::{CurrentActor, Missing, Path, Refused, download},
    wiring::AppState,
};

/// Streams all rows that could not be taken, with the reason of each.
#[utoipa::path(get, path = "/supplier-imports/{id}/errors.csv", tag = "supplier-imports", params(("id" = SupplierImportId, Path)),
    responses((status = 200, description = "Columns row, column, message", body = String, content_type = "text/csv"),
        Refused, Missing))]
pub async fn download_import_errors(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<SupplierImportId>,
) -> Result<Response, ApiError> {
    let report = services.imports.report(&actor, id).await?;
    Ok(download::file(
        "row errors.csv",
        "text/csv; charset=utf-8",
        Body::from_stream(report),
    ))
}
