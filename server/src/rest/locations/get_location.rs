//! `GET /api/v1/locations/{id}`

use axum::extract::State;
use contract::{Location, LocationId};
use http::StatusCode;

use crate::{
    problem::ApiError,
    rest::{CurrentActor, Missing, Path, Refused, Versioned},
    wiring::AppState,
};

/// Gives one location.
#[utoipa::path(get, path = "/locations/{id}", tag = "locations", params(("id" = LocationId, Path)),
    responses((status = 200, body = Location, headers(("ETag", description = "The row version"))), Refused, Missing))]
pub async fn get_location(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<LocationId>,
) -> Result<Versioned<Location>, ApiError> {
    let location = services.reference.location(&actor, id).await?;
    Ok(Versioned {
        status: StatusCode::OK,
        row_version: location.row_version,
        body: location,
    })
}
