//! `POST /api/v1/locations`

use axum::extract::State;
use contract::{Location, LocationForm};
use http::StatusCode;

use crate::{
    problem::ApiError,
    rest::{Conflicting, CurrentActor, Invalid, Json, MadeAt, Refused, Versioned},
    wiring::AppState,
};

/// Adds a location.
#[utoipa::path(post, path = "/locations", tag = "locations", request_body = LocationForm,
    responses((status = 201, body = Location, headers(("Location", description = "Where it is"), ("ETag", description = "The row version"))), Refused, Invalid, Conflicting))]
pub async fn create_location(
    actor: CurrentActor,
    State(services): State<AppState>,
    Json(form): Json<LocationForm>,
) -> Result<(MadeAt, Versioned<Location>), ApiError> {
    let location = services.reference.save_location(&actor, None, form).await?;
    let made_at = MadeAt("/locations", location.id.0);
    let answer = Versioned {
        status: StatusCode::CREATED,
        row_version: location.row_version,
        body: location,
    };
    Ok((made_at, answer))
}
