//! `POST /api/v1/users`

use axum::{Extension, extract::State};
use contract::{Invitation, InviteUserForm};

use crate::{
    problem::ApiError,
    rest::{Conflicting, CurrentActor, HasSecret, Invalid, Json, Refused},
    wiring::AppState,
};

/// Invites a person; the link in the answer works once and is shown once.
#[utoipa::path(post, path = "/users", tag = "users", request_body = InviteUserForm,
    responses((status = 200, body = Invitation), Refused, Invalid, Conflicting))]
pub async fn invite_user(
    actor: CurrentActor,
    State(services): State<AppState>,
    Json(form): Json<InviteUserForm>,
) -> Result<(Extension<HasSecret>, Json<Invitation>), ApiError> {
    let invitation = services.users.invite(&actor, form).await?;
    Ok((Extension(HasSecret), Json(invitation)))
}
