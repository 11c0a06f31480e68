//! Who asks: a program by its API key, or a person by the session.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use contract::{Actor, Origin, Principal, Viewer};
use http::{HeaderMap, header};
use tower_sessions::Session;

use crate::{problem::{ApiError, reported}, sessions::SignedIn, wiring::AppState};

/// The header for programs that can not set `Authorization`.
const API_KEY: &str = "x-api-key";

/// Puts an [`Actor`] into the request's extensions when it is known who asks, and a [`Viewer`] when it is a person.
///
/// A request that brings a key is judged by the key alone: a wrong one is refused, whatever the cookies say.
pub async fn authenticate(State(services): State<AppState>, mut request: Request, next: Next) -> Response {
    let origin = request.extensions().get::<Origin>().cloned().unwrap_or_default();
    let outcome = match sent_key(request.headers()) {
        Some(key) => by_key(&services, key, origin).await.map(Some),
        None => match request.extensions().get::<Session>().cloned() {
            Some(session) if session.id().is_some() => by_session(&services, &session, origin).await,
            _ => Ok(None),
        },
    };
    match outcome {
        Ok(Some(Known { actor, viewer })) => {
            request.extensions_mut().insert(actor);
            if let Some(viewer) = viewer {
                request.extensions_mut().insert(viewer);
            }
            next.run(request).await
        }
        Ok(None) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

/// The API key that a request brings, of whatever form.
pub fn sent_key(headers: &HeaderMap) -> Option<&str> {
    if let Some(key) = headers.get(API_KEY) {
        return Some(key.to_str().unwrap_or_default());
    }
    let authorization = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, key) = authorization.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(key.trim())
}

/// Who asks.
struct Known {
    actor: Actor,
    viewer: Option<Viewer>,
}
