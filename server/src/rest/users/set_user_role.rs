//! `PUT /api/v1/users/{id}/role`

use axum::extract::State;
use contract::{Role, User, UserId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    rest::{Answer, Conflicting, CurrentActor, Invalid, Json, Missing, Path, Refused},
    wiring::AppState,
};

/// The new role.
#[derive(Debug, Deserialize, ToSchema)]
pub struct RoleForm {
    role: Role,
}

/// Gives a person another role in the organization.
#[utoipa::path(put, path = "/users/{id}/role", tag = "users", request_body = RoleForm, params(("id" = UserId, Path)),
    responses((status = 200, body = User), Refused, Missing, Invalid, Conflicting))]
pub async fn set_user_role(
    actor: CurrentActor,
    State(services): State<AppState>,
    Path(id): Path<UserId>,
    Json(form): Json<RoleForm>,
) -> Answer<User> {
    let user = services.users.set_role(&actor, id, form.role).await?;
    services.sign_ins.forget_all();
    Ok(Json(user))
}
