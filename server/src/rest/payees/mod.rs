//! Single rows of payee files.

pub mod get_payee;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::wiring::AppState;

/// The endpoints of this area.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_payee::get_payee))
}
