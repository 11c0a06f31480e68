//! `GET /api/v1/commodities`

use axum::extract::State;
use contract::Commodity;

use crate::{
    rest::{Answer, CurrentActor, Json, Refused},
    wiring::AppState,
};

/// Lists the commodities, by code.
#[utoipa::path(get, path = "/commodities", tag = "commodities",
    responses((status = 200, body = Vec<Commodity>), Refused))]
pub async fn list_commodities(actor: CurrentActor, State(services): State<AppState>) -> Answer<Vec<Commodity>> {
    Ok(Json(services.reference.commodities(&actor).await?))
}
