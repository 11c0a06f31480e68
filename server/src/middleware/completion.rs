//! What has begun is finished, also when the client hangs up.

use std::panic::resume_unwind;

use axum::{extract::Request, middleware::Next, response::Response};
use tracing::Instrument;

/// Works on requests that may change something in a task of their own. The server drops what it does for a connection
/// that is gone, and would leave a change that is committed without its answer under the idempotency key, or without a
/// word to open pages.
pub async fn finish(request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let work = tokio::spawn(next.run(request).in_current_span());
    work.await.unwrap_or_else(|error| resume_unwind(error.into_panic()))
}
