//! What endpoints take: the actor, and parts of the request whose refusal is a problem document.
//!
//! The actor comes first in every handler's arguments, so that nobody learns from error messages what a body must look like
//! without being known.

use std::ops::Deref;

use axum::{
    extract::{FromRequest, FromRequestParts},
    response::{IntoResponse, Response},
};
use contract::Actor;
use http::{HeaderMap, header, request::Parts};
use serde::Serialize;

use crate::problem::ApiError;

/// Who asks; 401 when nobody is known.
pub struct CurrentActor(pub Actor);

impl Deref for CurrentActor {
    type Target = Actor;

    fn deref(&self) -> &Actor {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for CurrentActor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        parts
            .extensions
            .get::<Actor>()
            .cloned()
            .map(Self)
            .ok_or_else(ApiError::unauthenticated)
    }
}

/// A JSON body, of a request or of an answer.
#[derive(FromRequest)]
#[from_request(via(axum::Json), rejection(ApiError))]
pub struct Json<T>(pub T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

/// A query string.
#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(ApiError))]
pub struct Query<T>(pub T);

/// Parameters of the path.
#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(ApiError))]
pub struct Path<T>(pub T);

/// The row version that a change is based on, from `If-Match: "7"`.
pub struct IfMatch(pub i64);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        sent_version(&parts.headers).map(Self).ok_or_else(|| {
            let detail =
                "Send the version that the change is based on, such as If-Match: \"7\". A read gives it as ETag.";
            ApiError::new(contract::ProblemKind::BadRequest, "If-Match is missing", detail)
        })
    }
}

fn sent_version(headers: &HeaderMap) -> Option<i64> {
    let tag = headers.get(header::IF_MATCH)?.to_str().ok()?.trim();
    tag.strip_prefix('"')?.strip_suffix('"')?.parse().ok()
}

/// Whether a body is of a media type; its parameters, and whether its letters are capital, say nothing of that.
pub fn is_of_kind(headers: &HeaderMap, kind: &str) -> bool {
    let sent = headers.get(header::CONTENT_TYPE).and_then(|sent| sent.to_str().ok());
    let essence = sent.and_then(|sent| sent.split(';').next());
    essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case(kind))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn media_type_is_known_in_any_case_and_with_parameters() {
        let is_form = |sent: &'static str| {
            let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(sent))]);
            is_of_kind(&headers, "multipart/form-data")
        };
        assert!(is_form("multipart/form-data; boundary=b"));
        assert!(is_form("Multipart/Form-Data ;boundary=b"));
        assert!(!is_form("multipart/form-data-not"));
        assert!(!is_of_kind(&HeaderMap::new(), "multipart/form-data"));
    }

    #[test]
    fn version_is_a_quoted_number() {
        let version = |tag: &'static str| {
            sent_version(&HeaderMap::from_iter([(
                header::IF_MATCH,
                HeaderValue::from_static(tag),
            )]))
        };
        assert_eq!(version("\"7\""), Some(7));
        for tag in ["7", "*", "W/\"7\"", "\"x\"", "\""] {
            assert_eq!(version(tag), None, "{tag}");
        }
    }
}
