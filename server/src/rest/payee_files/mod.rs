//! Uploaded vendor and payment lists.

pub mod cancel_payee_file;
pub mod download_payee_errors;
pub mod export_payee_file;
pub mod get_payee_file;
pub mod list_payee_files;
pub mod list_payees;
pub mod start_payee_file;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::wiring::AppState;

/// The endpoints that answer at once.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_payee_files::list_payee_files))
        .routes(routes!(get_payee_file::get_payee_file))
        .routes(routes!(cancel_payee_file::cancel_payee_file))
        .routes(routes!(list_payees::list_payees))
}

/// The endpoints that take or give a file.
pub fn streaming_router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(start_payee_file::start_payee_file))
        .routes(routes!(export_payee_file::export_payee_file))
        .routes(routes!(download_payee_errors::download_payee_errors))
}
