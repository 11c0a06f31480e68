//! `GET /api/v1/locations`

use axum::extract::State;
use contract::Location;

use crate::{
    rest::{Answer, CurrentActor, Json, Refused},
    wiring::AppState,
};

/// Lists the locations, by code.
#[utoipa::path(get, path = "/locations", tag = "locations",
    responses((status = 200, body = Vec<Location>), Refused))]
pub async fn list_locations(actor: CurrentActor, State(services): State<AppState>) -> Answer<Vec<Location>> {
    Ok(Json(services.reference.locations(&actor).await?))
}
