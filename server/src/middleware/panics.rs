//! A panic ends one request, not the server.

use std::any::Any;

use axum::response::{IntoResponse, Response};
use contract::ProblemKind;

use crate::problem::ApiError;

/// Answers a request whose handler panicked. The message goes to the log, under the id that the client gets.
pub fn answer(panic: Box<dyn Any + Send>) -> Response {
    let message = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without a message");
    tracing::error!(message, "a request handler panicked");
    let detail = "This is a fault of the program. Try again; if it stays, report it with the error id.";
    ApiError::new(ProblemKind::Internal, "Something went wrong", detail).into_response()
}
