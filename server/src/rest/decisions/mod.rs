//! Decisions about many rows, and their undoing.

pub mod list_recent_decisions;
pub mod make_decision;
pub mod preview_decision;
pub mod undo_decision;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::wiring::AppState;

/// The endpoints of this area.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(make_decision::make_decision))
        .routes(routes!(preview_decision::preview_decision))
        .routes(routes!(list_recent_decisions::list_recent_decisions))
        .routes(routes!(undo_decision::undo_decision))
}
