//! `POST /api/v1/locations`

use axum::extract::State;
use contract::{Location, LocationForm};
use http::StatusCode;

use crate::{
    problem::ApiError,
    rest::{Conflicting, CurrentActor, Invalid, Json, Refused, Versioned},
    wiring::AppState,
};

/// Adds a location.
#[utoipa::path(post, path = "/locations", tag = "locations", request_body = LocationForm,
    responses((status = 201, body = Location, headers(("ETag", description = "The row version"))), Refused, Invalid, Conflicting))]
pub async fn create_location(
    actor: CurrentActor,
    State(services): State<AppState>,
    Json(form): Json<LocationForm>,
) -> Result<Versioned<Location>, ApiError> {
    let location = services.reference.save_location(&actor, None, form).await?;
    Ok(Versioned {
        status: StatusCode::CREATED,
        row_version: location.row_version,
        body: location,
    })
}
