//! `GET /api/v1/users`

use axum::extract::State;
use contract::User;

use crate::{
    rest::{Answer, CurrentActor, Json, Refused},
    wiring::AppState,
};

/// Lists the organization's people, by name.
#[utoipa::path(get, path = "/users", tag = "users",
    responses((status = 200, body = Vec<User>), Refused))]
pub async fn list_users(actor: CurrentActor, State(services): State<AppState>) -> Answer<Vec<User>> {
    Ok(Json(services.users.list(&actor).await?))
}
