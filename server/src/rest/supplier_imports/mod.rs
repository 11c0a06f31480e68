//! Imports of suppliers from files.

pub mod cancel_supplier_import;
pub mod download_import_errors;
pub mod get_supplier_import;
pub mod list_supplier_imports;
pub mod start_supplier_import;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::wiring::AppState;

/// The endpoints that answer at once.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_supplier_imports::list_supplier_imports))
        .routes(routes!(get_supplier_import::get_supplier_import))
        .routes(routes!(cancel_supplier_import::cancel_supplier_import))
}

/// The endpoints that take or give a file.
pub fn streaming_router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(start_supplier_import::start_supplier_import))
        .routes(routes!(download_import_errors::download_import_errors))
}
