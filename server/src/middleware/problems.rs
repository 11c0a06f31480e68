//! Every error of the API is a problem document, also those that no handler of ours has made.

use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};

use crate::problem::{ApiError, PROBLEM_JSON, kind_of};

/// Replaces plain error answers (no such route, wrong method, body too large, time is up) by problem documents.
pub async fn complete(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let is_problem = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind == PROBLEM_JSON);
    if is_problem || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let (title, detail) = match status {
        StatusCode::NOT_FOUND => return ApiError::no_such_address().into_response(),
        StatusCode::METHOD_NOT_ALLOWED => ("Method not allowed", "This address does not take this method."),
        StatusCode::PAYLOAD_TOO_LARGE => ("Too large", "The body is larger than this address takes."),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => (
            "Unsupported media type",
            "This address does not take this kind of body.",
        ),
        StatusCode::REQUEST_TIMEOUT => ("Too slow", "The request took too long to arrive."),
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => {
            ("Not available", "The answer took too long. Try again in a moment.")
        }
        _ => ("The request failed", "The request could not be answered."),
    };
    let problem = ApiError::new(kind_of(status), title, detail).with_status(status);
    let mut problem = problem.into_response();
    // The headers say more, such as `Allow`.
    for (name, value) in response.headers() {
        if *name != header::CONTENT_TYPE && *name != header::CONTENT_LENGTH {
            problem.headers_mut().append(name, value.clone());
        }
    }
    *problem.extensions_mut() = response.extensions().clone();
    problem
}
