//! `GET /api/v1/supplier-duplicates/search`

use axum::extract::State;
use contract::DuplicateSearch;

use crate::{
    rest::{Answer, CurrentActor, Json, Refused},
    wiring::AppState,
};

/// Tells where the newest search stands, and how many proposals wait.
#[utoipa::path(get, path = "/supplier-duplicates/search", tag = "supplier-duplicates",
    responses((status = 200, body = DuplicateSearch), Refused))]
pub async fn get_duplicate_search(actor: CurrentActor, State(services): State<AppState>) -> Answer<DuplicateSearch> {
    Ok(Json(services.duplicates.search(&actor).await?))
}
