//! `POST /api/v1/users`

use axum::extract::State;
use contract::{Invitation, InviteUserForm};

use crate::{
    rest::{Answer, Conflicting, CurrentActor, Invalid, Json, Refused},
    wiring::AppState,
};

/// Invites a person; the link in the answer works once and is shown once.
#[utoipa::path(post, path = "/users", tag = "users", request_body = InviteUserForm,
    responses((status = 200, body = Invitation), Refused, Invalid, Conflicting))]
pub async fn invite_user(
    actor: CurrentActor,
    State(services): State<AppState>,
    Json(form): Json<InviteUserForm>,
) -> Answer<Invitation> {
    Ok(Json(services.users.invite(&actor, form).await?))
}
