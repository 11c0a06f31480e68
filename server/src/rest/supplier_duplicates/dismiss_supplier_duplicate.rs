//! `POST /api/v1/supplier-duplicates/{id}/dismiss`

use axum::extract::State;
use contract::SupplierDuplicateId;
use http::StatusCode;

use crate::{
    problem::ApiError,
    rest::{Conflicting, CurrentActor, Missing, Path, Refused},
    wiring::AppState,
};

/// Says that the suppliers of a proposal are not one: they are not proposed together again.
#[utoipa::path(post, path = "/supplier-duplicates/{id}/dismiss", tag = "supplier-duplicates",
    params(("id" = SupplierDuplicateId, Path)),
    responses((status = 204, description = "It is remembered"), Refused, Missing, Conflicting))]
pub async fn dismiss_supplier_duplicate(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<SupplierDuplicateId>,
) -> Result<StatusCode, ApiError> {
    services.duplicates.dismiss(&actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
