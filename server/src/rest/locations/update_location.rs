//! `PUT /api/v1/locations/{id}`

use axum::extract::State;
use contract::{Location, LocationForm, LocationId};
use http::StatusCode;

use crate::{
    problem::ApiError,
    rest::{Conflicting, CurrentActor, IfMatch, Invalid, Json, Missing, Path, Refused, Versioned},
    wiring::AppState,
};

/// Replaces what is said of a location, if it is still as the caller saw it.
#[utoipa::path(put, path = "/locations/{id}", tag = "locations", request_body = LocationForm,
    params(("id" = LocationId, Path), ("If-Match" = String, Header, description = "The row version in quotes, such as `\"7\"`")),
    responses((status = 200, body = Location, headers(("ETag", description = "The new row version"))),
        Refused, Missing, Invalid, Conflicting))]
pub async fn update_location(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<LocationId>,
    IfMatch(row_version): IfMatch,
    Json(form): Json<LocationForm>,
) -> Result<Versioned<Location>, ApiError> {
    let location = services
        .reference
        .save_location(&actor, Some((id, row_version)), form)
        .await?;
    Ok(Versioned {
        status: StatusCode::OK,
        row_version: location.row_version,
        body: location,
    })
}
