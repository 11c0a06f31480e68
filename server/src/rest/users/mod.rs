//! People and their roles.

pub mod invite_user;
pub mod list_users;
pub mod set_user_enabled;
pub mod set_user_role;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::wiring::AppState;

/// The endpoints of this area.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_users::list_users, invite_user::invite_user))
        .routes(routes!(set_user_role::set_user_role))
        .routes(routes!(set_user_enabled::set_user_enabled))
}
