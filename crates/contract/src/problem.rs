//! What went wrong, in words for a person and in a form for a program (RFC 9457).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Permission, named_enum::named_enum};

named_enum! {
    /// The kind of a problem; decides the HTTP status and the last part of the `type` URI.
    ProblemKind {
        /// The input is not acceptable; `fields` or `place` say where. 422.
        Invalid = "invalid",
        /// The request itself is malformed. 400.
        BadRequest = "bad_request",
        /// Nobody is signed in, or the key is wrong. 401.
        Unauthenticated = "unauthenticated",
        /// Signed in, but not allowed. 403.
        Forbidden = "forbidden",
        /// No such thing, or not in this organization. 404.
        NotFound = "not_found",
        /// Someone else changed it in the meantime, or it is in the wrong state. 409.
        Conflict = "conflict",
        /// Too large. 413.
        TooLarge = "too_large",
        /// Too many requests. 429.
        RateLimited = "rate_limited",
        /// A part that is needed is away. 503.
        Unavailable = "unavailable",
        /// A defect; the log has the error id. 500.
        Internal = "internal",
    }
}

impl ProblemKind {
    /// The HTTP status code.
    pub const fn status(self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::TooLarge => 413,
            Self::Invalid => 422,
            Self::RateLimited => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }
}

/// One field of a form or body that is not acceptable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldProblem {
    /// The field's name in the request.
    pub field: String,
    /// What to do about it.
    pub message: String,
}

/// The place in a file that is not acceptable.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Place {
    /// The file's name.
    pub file: Option<String>,
    /// The row as a spreadsheet counts: the header is row 1.
    pub row: Option<u64>,
    /// The column's header, or its number when it has none.
    pub column: Option<String>,
}

/// What went wrong. `title` and `detail` are safe to show to anyone who may make the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// The kind.
    pub kind: ProblemKind,
    /// What happened, in a few words.
    pub title: String,
    /// What was saved and what to do.
    pub detail: String,
    /// Also in the log; empty until the problem leaves the server.
    pub error_id: String,
    /// The fields at fault.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
    /// The place in a file at fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

impl Problem {
    /// A problem with neither fields nor place.
    pub fn new(kind: ProblemKind, title: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            kind,
            title: title.into(),
            detail: detail.into(),
            error_id: String::new(),
            fields: Vec::new(),
            place: None,
        }
    }

    /// The answer to a role that does not allow what was asked.
    pub fn forbidden(permission: Permission) -> Self {
        Self::new(
            ProblemKind::Forbidden,
            "You may not do this",
            format!("Your role lacks the permission {permission}. Ask an administrator of your organization"),
        )
    }

    /// Adds a field at fault.
    #[must_use]
    pub fn with_field(mut self, field: impl Into<String>, message: impl Into<String>) -> Self {
        self.fields.push(FieldProblem {
            field: field.into(),
            message: message.into(),
        });
        self
    }

    /// Adds the place in a file.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The message for one field, if it is at fault.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|f| f.field == name).map(|f| f.message.as_str())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.title, self.detail)
    }
}

impl std::error::Error for Problem {}
