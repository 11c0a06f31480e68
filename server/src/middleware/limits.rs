//! Bounds of time and number, so that a flood or a slow client can not use the server up.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use contract::ProblemKind;
use http::{HeaderValue, header};
use tokio::sync::Semaphore;

use crate::problem::ApiError;

/// Requests at work at once.
#[derive(Clone, Debug)]
pub struct InFlight(Arc<Semaphore>);

impl InFlight {
    /// At most `limit`.
    pub fn new(limit: usize) -> Self {
        Self(Arc::new(Semaphore::new(limit)))
    }
}

/// Answers 503 at once when too many requests are at work; waiting would only make everyone slow.
pub async fn bound_in_flight(State(InFlight(places)): State<InFlight>, request: Request, next: Next) -> Response {
    let Ok(_place) = places.try_acquire() else {
        return overloaded("Too many requests are at work. Try again in a moment.");
    };
    next.run(request).await
}

/// Ends a request whose answer has not begun in time. Not for streams and uploads.
pub async fn bound_time(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => overloaded("The answer took too long. Try again in a moment."),
    }
}

fn overloaded(detail: &str) -> Response {
    let mut response = ApiError::new(ProblemKind::Unavailable, "Busy", detail).into_response();
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    response
}
