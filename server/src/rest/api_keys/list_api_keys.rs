//! `GET /api/v1/api-keys`

use axum::extract::State;
use contract::ApiKey;

use crate::{
    rest::{Answer, CurrentActor, Json, Refused},
    wiring::AppState,
};

/// Lists the organization's keys without their secrets, newest first.
#[utoipa::path(get, path = "/api-keys", tag = "api-keys", responses((status = 200, body = Vec<ApiKey>), Refused))]
pub async fn list_api_keys(actor: CurrentActor, State(services): State<AppState>) -> Answer<Vec<ApiKey>> {
    Ok(Json(services.api_keys.list(&actor).await?))
}
