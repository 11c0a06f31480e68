//! Stored files.

pub mod preview_document;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::wiring::AppState;

/// The endpoints of this area.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(preview_document::preview_document))
}
