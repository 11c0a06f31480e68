//! What the console asks, answered by the use cases. Nothing is decided here: a call goes on, and an error becomes a problem
//! with an id that the log knows.

mod audit;
mod dashboard;
mod duplicates;
mod identity;
mod jobs;
mod payee_files;
mod reference;
mod reviews;
mod suppliers;
mod users;

use std::sync::Arc;

use crate::wiring::AppState;
use app::ports::Ports;

/// Implements every port.
#[derive(Clone)]
struct Adapter(AppState);

/// The ports over these services.
pub fn ports(services: &AppState) -> Ports {
    let adapter = Arc::new(Adapter(services.clone()));
    Ports {
        identity: adapter.clone(),
        dashboard: adapter.clone(),
        suppliers: adapter.clone(),
        duplicates: adapter.clone(),
        payee_files: adapter.clone(),
        reviews: adapter.clone(),
        jobs: adapter.clone(),
        users: adapter.clone(),
        audit: adapter.clone(),
        reference: adapter,
    }
}
