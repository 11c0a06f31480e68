//! What can go wrong in a use case, and what of it the client is told.

use contract::{FieldProblem, Permission, Place, Problem, ProblemKind, validate};
use platform::{
    in_words,
    runner::{BoxError, JobError},
};

/// Result of a use case.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a use case was not carried out. The public message ([`Error::problem`]) and the private context (`Display` and the
/// sources) are separate: text of the database never reaches a client.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is signed in, or the credentials are wrong; with what the client is told.
    #[error("not authenticated: {0}")]
    Unauthenticated(&'static str),
    /// The actor's role does not allow it.
    #[error("permission {0} is missing")]
    Forbidden(Permission),
    /// No such thing, or it belongs to another organization; which of the two is never told.
    #[error("no such {0}")]
    NotFound(&'static str),
    /// Someone else changed it in the meantime, or it is in the wrong state; with what the client is told.
    #[error("conflict: {0}")]
    Conflict(String),
    /// A chunk of an upload does not begin where the upload stands.
    #[error("the next chunk begins at byte {received_bytes}")]
    WrongOffset {
        /// Where it stands.
        received_bytes: u64,
    },
    /// Fields of the input are not acceptable.
    #[error("invalid input: {}", names(.0))]
    Invalid(Vec<FieldProblem>),
    /// A file is not acceptable; with what the client is told.
    #[error("file is not acceptable: {detail}")]
    File {
        /// What is wrong and what to do.
        detail: String,
        /// Where.
        place: Place,
    },
    /// The request makes no sense; with what the client is told.
    #[error("bad request: {0}")]
    BadRequest(String),
    /// Something is larger than allowed; with what the client is told.
    #[error("too large: {0}")]
    TooLarge(String),
    /// Too many attempts.
    #[error("too many attempts; next in {retry_after_seconds} s")]
    RateLimited {
        /// When to try again.
        retry_after_seconds: u64,
    },
    /// A part that is needed is away, or not ready yet; with what the client is told.
    #[error("unavailable: {0}")]
    Unavailable(&'static str),
    /// Another worker may have the job; nothing may be written for it.
    #[error("the lease of the job was lost")]
    LeaseLost,
    /// The store failed.
    #[error("the store failed")]
    Store(#[source] store::Error),
    /// Something else failed that should not.
    #[error("{operation} failed")]
    Internal {
        /// What was tried.
        operation: &'static str,
        /// Why it failed.
        #[source]
        source: BoxError,
    },
}

fn names(fields: &[FieldProblem]) -> String {
    fields.iter().map(|f| f.field.as_str()).collect::<Vec<_>>().join(", ")
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Cursor => Self::BadRequest("The cursor is not one that a list of this kind gave".to_owned()),
            busy if busy.is_busy() => Self::Unavailable("The database has too much to do; try again in a moment"),
            other => Self::Store(other),
        }
    }
}

impl Error {
    /// An operation that failed and should not have; for `map_err`.
    pub fn internal<E: Into<BoxError>>(operation: &'static str) -> impl FnOnce(E) -> Self {
        move |source| Self::Internal {
            operation,
            source: source.into(),
        }
    }

    /// One field that is not acceptable.
    pub fn field(field: &str, message: &str) -> Self {
        Self::Invalid(vec![FieldProblem {
            field: field.to_owned(),
            message: message.to_owned(),
        }])
    }

    /// A row that was changed since it was read.
    pub fn stale(entity: &str) -> Self {
        Self::Conflict(format!(
            "Someone else changed this {entity} in the meantime. Nothing was saved; look at it as it is now and try again"
        ))
    }

    /// What the client is told.
    pub fn problem(&self) -> Problem {
        use ProblemKind as K;
        match self {
            Self::Unauthenticated(detail) => Problem::new(K::Unauthenticated, "You are not signed in", *detail),
            Self::Forbidden(permission) => Problem::forbidden(*permission),
            Self::NotFound(entity) => Problem::new(
                K::NotFound,
                format!("There is no such {entity}"),
                "It may have been removed, or belong to another organization",
            ),
            Self::Conflict(detail) => Problem::new(K::Conflict, "This could not be saved", detail),
            Self::WrongOffset { received_bytes } => Problem::new(
                K::Conflict,
                "This part of the file is not the next one",
                format!("The server has {received_bytes} bytes of the file; go on from there"),
            )
            .with_field("offset", received_bytes.to_string()),
            Self::Invalid(fields) => Problem {
                fields: fields.clone(),
                ..Problem::new(K::Invalid, "Some fields need your attention", "Nothing was saved")
            },
            Self::File { detail, place } => {
                Problem::new(K::Invalid, "This file could not be read", detail).at(place.clone())
            }
            Self::BadRequest(detail) => Problem::new(K::BadRequest, "The request could not be understood", detail),
            Self::TooLarge(detail) => Problem::new(K::TooLarge, "This is too large", detail),
            Self::RateLimited { retry_after_seconds } => Problem::new(
                K::RateLimited,
                "Too many attempts",
                format!("Try again in {retry_after_seconds} seconds"),
            ),
            Self::Unavailable(detail) => Problem::new(K::Unavailable, "This is not available right now", *detail),
            Self::LeaseLost | Self::Store(_) | Self::Internal { .. } => Problem::new(
                K::Internal,
                "Something went wrong on our side",
                "Nothing was saved. Try again; if it happens again, give the error id to your administrator",
            ),
        }
    }

    /// What the client is told, under an id that is in the log too. A defect is logged as an error with all its causes,
    /// what a client did wrong as information.
    pub fn into_problem(self, error_id: &str) -> Problem {
        let problem = self.problem();
        let error = in_words(&self);
        match problem.kind {
            ProblemKind::Internal => tracing::error!(error_id, error, "request failed"),
            ProblemKind::Unavailable => tracing::warn!(error_id, error, "request failed"),
            _ => tracing::info!(error_id, error, "request refused"),
        }
        Problem {
            error_id: error_id.to_owned(),
            ..problem
        }
    }
}

/// Checks a form by the rules that the browser knows too.
pub(crate) fn check(form: &impl validate::Validate) -> Result<()> {
    let fields = form.problems();
    if fields.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(fields))
    }
}

impl From<Error> for JobError {
    /// What the input is to blame for fails again; what the machine is to blame for may not.
    fn from(error: Error) -> Self {
        match error {
            Error::LeaseLost => Self::Stopped,
            Error::Store(_) | Error::Internal { .. } | Error::Unavailable(_) | Error::RateLimited { .. } => {
                Self::transient(error)
            }
            Error::Unauthenticated(_)
            | Error::Forbidden(_)
            | Error::NotFound(_)
            | Error::Conflict(_)
            | Error::WrongOffset { .. }
            | Error::Invalid(_)
            | Error::File { .. }
            | Error::BadRequest(_)
            | Error::TooLarge(_) => Self::permanent(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_the_database_never_reaches_a_client() {
        let error = Error::Store(store::Error::UnknownScheme);
        let text = format!("{:?}", error.into_problem("e-1"));
        assert!(text.contains("e-1"), "the id is told");
        assert!(!text.contains("sqlite"), "the cause is not: {text}");
    }

    #[test]
    fn a_cursor_of_another_list_is_the_clients_mistake() {
        let error = Error::from(store::Error::Cursor);
        assert_eq!(error.problem().kind, ProblemKind::BadRequest);
    }

    #[test]
    fn a_busy_database_is_no_defect() {
        assert_eq!(Error::from(store::Error::Busy).problem().kind, ProblemKind::Unavailable);
    }

    #[test]
    fn a_job_is_not_retried_for_what_its_input_is_to_blame_for() {
        assert!(matches!(
            JobError::from(Error::NotFound("document")),
            JobError::Permanent(_)
        ));
        assert!(matches!(
            JobError::from(Error::Store(store::Error::UnknownScheme)),
            JobError::Transient(_)
        ));
        assert!(matches!(JobError::from(Error::LeaseLost), JobError::Stopped));
    }
}
