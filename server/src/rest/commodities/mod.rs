//! The organization's spend categories.

pub mod create_commodity;
pub mod get_commodity;
pub mod list_commodities;
pub mod update_commodity;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::wiring::AppState;

/// The endpoints of this area.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(
            list_commodities::list_commodities,
            create_commodity::create_commodity
        ))
        .routes(routes!(
            get_commodity::get_commodity,
            update_commodity::update_commodity
        ))
}
