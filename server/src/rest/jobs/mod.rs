//! Background work.

pub mod cancel_job;
pub mod count_jobs;
pub mod list_jobs;
pub mod retry_job;

use utoipa_axum::{router::OpenApiRouter, routes};

use crate::wiring::AppState;

/// The endpoints of this area.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_jobs::list_jobs))
        .routes(routes!(count_jobs::count_jobs))
        .routes(routes!(cancel_job::cancel_job))
        .routes(routes!(retry_job::retry_job))
}
