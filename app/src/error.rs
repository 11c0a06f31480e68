//! The error of every server function: a [`Problem`] on its way to the person.

use std::fmt;

use contract::{Problem, ProblemKind};
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

/// What a server function answers when it can not do what was asked. It crosses the wire as JSON, and after a plain form post
/// in the URL of the page that it goes back to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UiError(pub Box<Problem>);

impl UiError {
    /// The kind of the problem.
    pub fn kind(&self) -> ProblemKind {
        self.0.kind
    }

    /// Takes what a use case refused and gives the response the status that fits: for programs, logs and caches a refusal is
    /// not a success. A plain form post keeps its redirect to the page with the form.
    ///
    /// # Panics
    /// Never: every kind of problem has a valid status.
    #[cfg(feature = "ssr")]
    pub fn refused(problem: Problem) -> Self {
        use http::StatusCode;
        use leptos::prelude::use_context;

        use crate::context::is_form_post;

        if let (false, Some(response)) = (is_form_post(), use_context::<leptos_axum::ResponseOptions>()) {
            let status = StatusCode::from_u16(problem.kind.status()).expect("every kind of problem has a valid status");
            response.set_status(status);
        }
        Self(Box::new(problem))
    }
}

impl From<Problem> for UiError {
    fn from(problem: Problem) -> Self {
        Self(Box::new(problem))
    }
}

impl fmt::Display for UiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for UiError {}

impl FromServerFnError for UiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        use ServerFnErrorErr as E;
        let problem = match error {
            E::Request(_) | E::UnsupportedRequestMethod(_) => Problem::new(
                ProblemKind::Unavailable,
                "The server can not be reached",
                "Nothing was changed. Check the connection and try again.",
            ),
            E::Args(detail) | E::MissingArg(detail) | E::Serialization(detail) => {
                Problem::new(ProblemKind::BadRequest, "The form was not understood", detail)
            }
            E::Deserialization(_) | E::Response(_) => Problem::new(
                ProblemKind::Internal,
                "The answer was not understood",
                "Reload the page: the server may have been updated meanwhile.",
            ),
            E::Registration(_) | E::ServerError(_) | E::MiddlewareError(_) => Problem::new(
                ProblemKind::Internal,
                "Something went wrong on the server",
                "Try again; if it stays, tell your administrator.",
            ),
        };
        Self(Box::new(problem))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_survives_the_wire() {
        let problem = Problem::new(ProblemKind::Invalid, "Check the form", "Nothing was saved.")
            .with_field("name", "Fill this in");
        let error = UiError::from(problem);
        assert_eq!(UiError::de(error.ser()), error);
    }

    #[test]
    fn lost_connection_says_that_nothing_changed() {
        let error = UiError::from_server_fn_error(ServerFnErrorErr::Request("fetch failed".into()));
        assert_eq!(error.kind(), ProblemKind::Unavailable);
        assert!(error.0.detail.starts_with("Nothing was changed"));
    }
}
