//! The supplier master.

pub mod create_supplier;
pub mod get_supplier;
pub mod list_suppliers;
pub mod update_supplier;

mod supplier_body;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::wiring::AppState;

/// The endpoints of this area.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(
            list_suppliers::list_suppliers,
            create_supplier::create_supplier
        ))
        .routes(routes!(get_supplier::get_supplier, update_supplier::update_supplier))
}
