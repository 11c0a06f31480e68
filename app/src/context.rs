//! What the server gives each request along: the ports, and who acts.

use contract::{Actor, Problem, ProblemKind};
use http::{Method, header::ACCEPT, request::Parts};
use leptos::prelude::use_context;

use crate::{error::UiError, ports::Ports};

/// When a page was written, in terms of the event stream: in the context of the requests of signed-in people.
#[derive(Clone, Debug)]
pub struct PageWritten {
    /// How far the organization's events had come.
    pub live_position: String,
}

/// Whether the request is a form that the browser sent by itself: it is answered with a page, not with data.
pub(crate) fn is_form_post() -> bool {
    use_context::<Parts>().is_some_and(|request| {
        let wants_page = request.headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
        request.method == Method::POST && wants_page.is_some_and(|accept| accept.contains("text/html"))
    })
}

/// Gives the ports. Call it before any await: afterwards the request's context may be gone.
///
/// # Errors
/// `Internal` when the server has not provided them.
pub fn ports() -> Result<Ports, UiError> {
    use_context::<Ports>().ok_or_else(|| {
        let detail = "The console was started without its ports.";
        UiError::refused(Problem::new(ProblemKind::Internal, "The server is not set up", detail))
    })
}

/// Gives the signed-in person's actor. Call it before any await.
///
/// # Errors
/// `Unauthenticated` when nobody is signed in.
pub fn actor() -> Result<Actor, UiError> {
    use_context::<Actor>().ok_or_else(|| {
        let detail = "Sign in again to go on. Nothing was changed.";
        UiError::refused(Problem::new(ProblemKind::Unauthenticated, "You are signed out", detail))
    })
}

/// Gives both. Call it before any await.
///
/// # Errors
/// See [`ports`] and [`actor`].
pub fn context() -> Result<(Ports, Actor), UiError> {
    Ok((ports()?, actor()?))
}
