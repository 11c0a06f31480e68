//! Keys of programs.

pub mod list_api_keys;
pub mod revoke_api_key;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::wiring::AppState;

/// The endpoints of this area.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_api_keys::list_api_keys))
        .routes(routes!(revoke_api_key::revoke_api_key))
}
