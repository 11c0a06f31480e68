//! `PUT /api/v1/users/{id}/enabled`

use axum::extract::State;
use contract::{User, UserId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    rest::{Answer, Conflicting, CurrentActor, Invalid, Json, Missing, Path, Refused},
    wiring::AppState,
};

/// Whether the person can sign in.
#[derive(Debug, Deserialize, ToSchema)]
pub struct EnabledForm {
    enabled: bool,
}

/// Lets a person sign in, or not; when not, the person's sessions end at once.
#[utoipa::path(put, path = "/users/{id}/enabled", tag = "users", request_body = EnabledForm, params(("id" = UserId, Path)),
    responses((status = 200, body = User), Refused, Missing, Invalid, Conflicting))]
pub async fn set_user_enabled(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<UserId>,
    Json(form): Json<EnabledForm>,
) -> Answer<User> {
    let user = services.users.set_enabled(&actor, id, form.enabled).await?;
    services.sign_ins.forget_all();
    Ok(Json(user))
}
