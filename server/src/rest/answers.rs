//! Answers that many endpoints share: what they refuse with, and single resources with their version.

use std::{collections::BTreeMap, convert::Infallible};

use axum::response::{IntoResponse, IntoResponseParts, Response, ResponseParts};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use utoipa::{
    IntoResponses, ToSchema,
    openapi::{ContentBuilder, Ref, RefOr, Response as ResponseDoc, ResponseBuilder},
};

use uuid::Uuid;

use super::{Json, PREFIX};
use crate::problem::{ApiError, PROBLEM_JSON, ProblemBody};

/// What an endpoint answers.
pub type Answer<T> = Result<Json<T>, ApiError>;

/// Where the new member of a collection is to be found: the header `Location`.
pub struct MadeAt(
    /// The collection's path below the prefix, with its slash.
    pub &'static str,
    /// Its id.
    pub Uuid,
);

impl IntoResponseParts for MadeAt {
    type Error = Infallible;

    fn into_response_parts(self, mut response: ResponseParts) -> Result<ResponseParts, Infallible> {
        let Self(collection, id) = self;
        let location = HeaderValue::from_str(&format!("{PREFIX}{collection}/{id}")).expect("paths are plain words");
        response.headers_mut().insert(header::LOCATION, location);
        Ok(response)
    }
}

/// A resource with its version as `ETag`, to be sent back as `If-Match`.
pub struct Versioned<T> {
    /// Status of the answer.
    pub status: StatusCode,
    /// The version.
    pub row_version: i64,
    /// The resource.
    pub body: T,
}

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        let tag = HeaderValue::from_str(&format!("\"{}\"", self.row_version)).expect("a number in quotes");
        (self.status, [(header::ETAG, tag)], Json(self.body)).into_response()
    }
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident { $($status:literal: $text:literal),+ })+) => {$(
        $(#[$doc])*
        pub struct $name;

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<ResponseDoc>> {
                BTreeMap::from([$(($status.to_owned(), problem($text).into())),+])
            }
        }
    )+};
}

refusals! {
    /// Every endpoint that needs an actor.
    Refused {
        "401": "Nobody is signed in, and no valid API key was sent",
        "403": "The role does not allow this"
    }
    /// Endpoints of one resource.
    Missing { "404": "There is no such thing in this organization" }
    /// Endpoints that take a body or a query.
    Invalid {
        "400": "The request is not understood",
        "422": "Values are not acceptable; `fields` names them"
    }
    /// Endpoints that change what others may have changed meanwhile.
    Conflicting { "409": "The resource has changed, or its state does not allow this" }
    /// Endpoints that take files.
    TooLarge { "413": "The file is larger than this server takes" }
}

fn problem(description: &str) -> ResponseDoc {
    let schema = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(ProblemBody::name())))
        .build();
    ResponseBuilder::new()
        .description(description)
        .content(PROBLEM_JSON, schema)
        .build()
}
