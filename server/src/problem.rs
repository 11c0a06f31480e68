//! The one place where a failure becomes an answer: RFC 9457 `application/problem+json`.

use axum::{
    Json,
    extract::rejection::{JsonRejection, PathRejection, QueryRejection},
    response::{IntoResponse, Response},
};
use contract::{FieldProblem, Place, Problem, ProblemKind};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::middleware::refusals;

/// Media type of every error answer.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// A failure on its way to the client.
#[derive(Debug)]
pub struct ApiError {
    problem: Box<Problem>,
    /// When to try again.
    retry_after_s: Option<u64>,
    /// Where it says more than the kind, such as 405.
    status: Option<StatusCode>,
}

/// The body of every error answer (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// Names the kind of problem, such as `urn:vouch:not_found`.
    #[serde(rename = "type")]
    type_uri: String,
    /// The same in one word.
    kind: ProblemKind,
    /// What went wrong, in a few words.
    title: String,
    /// The status of the answer.
    status: u16,
    /// What went wrong and what to do about it.
    detail: String,
    /// Finds the line in the server's log.
    error_id: String,
    /// The fields at fault.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<FieldProblem>,
    /// Where in a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Place>,
}

impl ApiError {
    /// A failure of this kind.
    pub fn new(kind: ProblemKind, title: &str, detail: impl Into<String>) -> Self {
        Problem::new(kind, title, detail).into()
    }

    /// The same with a status that says more than the kind of the problem.
    pub fn with_status(self, status: StatusCode) -> Self {
        Self {
            status: Some(status),
            ..self
        }
    }

    /// There is nothing at this address.
    pub fn no_such_address() -> Self {
        Self::new(ProblemKind::NotFound, "Not found", "There is nothing at this address.")
    }

    /// The problem, with the id under which it is in the log.
    pub fn into_problem(self) -> Problem {
        reported(*self.problem)
    }

    /// Nobody is signed in and no API key was sent.
    pub fn unauthenticated() -> Self {
        Self::new(
            ProblemKind::Unauthenticated,
            "Sign in first",
            "Sign in, or send an API key as a bearer token.",
        )
    }
}

impl From<Problem> for ApiError {
    fn from(problem: Problem) -> Self {
        Self {
            problem: Box::new(problem),
            retry_after_s: None,
            status: None,
        }
    }
}

impl From<intake::Error> for ApiError {
    fn from(error: intake::Error) -> Self {
        let retry_after_s = match &error {
            intake::Error::RateLimited { retry_after_seconds } => Some(*retry_after_seconds),
            _ => None,
        };
        Self {
            problem: Box::new(told(error)),
            retry_after_s,
            status: None,
        }
    }
}

/// What the client is told of an error, under a new id that is in the log too.
pub fn told(error: intake::Error) -> Problem {
    if let intake::Error::Forbidden(permission) = &error {
        refusals::note(*permission);
    }
    error.into_problem(&new_error_id())
}

fn new_error_id() -> String {
    Uuid::now_v7().to_string()
}

/// Completes a problem with an id and logs it under that id, unless that happened already.
fn reported(mut problem: Problem) -> Problem {
    if problem.error_id.is_empty() {
        problem.error_id = new_error_id();
        let Problem {
            error_id,
            kind,
            title,
            detail,
            ..
        } = &problem;
        if problem.kind == ProblemKind::Internal {
            tracing::error!(error_id, %kind, title, detail, "request failed");
        } else {
            tracing::info!(error_id, %kind, title, detail, "request refused");
        }
    }
    problem
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let problem = reported(*self.problem);
        let of_kind =
            || StatusCode::from_u16(problem.kind.status()).expect("the kinds of problems have valid statuses");
        let status = self.status.unwrap_or_else(of_kind);
        let body = ProblemBody {
            type_uri: format!("urn:vouch:{}", problem.kind),
            kind: problem.kind,
            title: problem.title,
            status: status.as_u16(),
            detail: problem.detail,
            error_id: problem.error_id,
            fields: problem.fields,
            place: problem.place,
        };
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// Gives the kind of problem that a bare status stands for.
pub fn kind_of(status: StatusCode) -> ProblemKind {
    let same = ProblemKind::ALL.iter().find(|kind| kind.status() == status.as_u16());
    match same {
        Some(kind) => *kind,
        None if status.is_server_error() => ProblemKind::Internal,
        None => ProblemKind::BadRequest,
    }
}

impl From<JsonRejection> for ApiError {
    fn from(rejection: JsonRejection) -> Self {
        Self::new(
            kind_of(rejection.status()),
            "The body is not usable",
            rejection.body_text(),
        )
        .with_status(rejection.status())
    }
}

impl From<QueryRejection> for ApiError {
    fn from(rejection: QueryRejection) -> Self {
        Self::new(
            ProblemKind::BadRequest,
            "The query is not usable",
            rejection.body_text(),
        )
    }
}

impl From<PathRejection> for ApiError {
    /// An id of the wrong form names nothing.
    fn from(rejection: PathRejection) -> Self {
        Self::new(ProblemKind::NotFound, "Not found", rejection.body_text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_a_kind_of_the_same_class() {
        for status in [400, 401, 404, 405, 408, 413, 415, 422, 429, 500, 503, 504] {
            let status = StatusCode::from_u16(status).expect("a status");
            let kind = StatusCode::from_u16(kind_of(status).status()).expect("a status");
            assert_eq!(kind.is_server_error(), status.is_server_error(), "{status}");
        }
    }

    #[test]
    fn an_id_that_was_logged_already_is_kept() {
        let problem = Problem {
            error_id: "e1".into(),
            ..Problem::new(ProblemKind::Internal, "t", "d")
        };
        assert_eq!(reported(problem).error_id, "e1");
    }
}
