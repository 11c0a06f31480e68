//! The organization's sites.

pub mod create_location;
pub mod get_location;
pub mod list_locations;
pub mod update_location;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::wiring::AppState;

/// The endpoints of this area.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(
            list_locations::list_locations,
            create_location::create_location
        ))
        .routes(routes!(get_location::get_location, update_location::update_location))
}
