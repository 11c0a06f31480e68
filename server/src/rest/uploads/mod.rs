//! Files that arrive in chunks, so that an upload survives a dropped connection.

pub mod append_chunk;
pub mod complete_upload;
pub mod get_upload;
pub mod start_upload;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::wiring::AppState;

/// The endpoints of this area.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(start_upload::start_upload))
        .routes(routes!(get_upload::get_upload, append_chunk::append_chunk))
        .routes(routes!(complete_upload::complete_upload))
}
