//! Who asks: a program by its API key, or a person by the session.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use contract::{Actor, Origin, Principal, Viewer};
use http::{HeaderMap, HeaderValue, header};
use intake::Error;
use tower_sessions::{Session, session};

use crate::{problem::ApiError, sessions::SignedIn, wiring::AppState};

/// The header for programs that can not set `Authorization`.
const API_KEY: &str = "x-api-key";

/// The header by which a page says whose request it is, as `<user id>/<organization id>`. A browser sends the cookie of whoever
/// is signed in by then, which may be somebody else than when the page was written.
const ACTOR: &str = "vouch-actor";

/// Puts an [`Actor`] into the request's extensions when it is known who asks, and a [`Viewer`] when it is a person.
///
/// A request that brings a key is judged by the key alone: a wrong one is refused, whatever the cookies say. One that says whose
/// it is, is refused when the session is somebody else's.
pub async fn authenticate(State(services): State<AppState>, mut request: Request, next: Next) -> Response {
    let origin = request.extensions().get::<Origin>().cloned().unwrap_or_default();
    let outcome: Result<Option<Known>, ApiError> = match sent_key(request.headers()) {
        Some(key) => by_key(&services, key, origin).await.map(Some),
        None => match request.extensions().get::<Session>().cloned() {
            Some(session) if session.id().is_some() => {
                let stated = request.headers().get(ACTOR).cloned();
                by_session(&services, &session, origin, stated).await
            }
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

async fn by_key(services: &AppState, key: &str, origin: Origin) -> Result<Known, ApiError> {
    let actor = services.api_keys.authenticate(key, origin).await?;
    Ok(Known { actor, viewer: None })
}

/// Nobody when the session is over, or stands for somebody who may not sign in any more.
async fn by_session(
    services: &AppState,
    session: &Session,
    origin: Origin,
    stated: Option<HeaderValue>,
) -> Result<Option<Known>, ApiError> {
    let now = services.env.now();
    let limits = services.session_limits();
    let Some(mut signed_in) = SignedIn::read(session, limits, now).await.map_err(unreadable)? else {
        return Ok(None);
    };
    let SignedIn {
        user_id,
        organization_id,
        session_id,
        ..
    } = signed_in;
    if stated.is_some_and(|stated| stated != format!("{user_id}/{organization_id}")) {
        return Err(ApiError::unauthenticated());
    }
    let viewer = if let Some(viewer) = services.sign_ins.viewer(user_id, organization_id).await {
        viewer
    } else {
        let as_of = services.sign_ins.as_of();
        let known = services
            .identity
            .actor(user_id, organization_id, Some(session_id), origin.clone())
            .await?;
        let Some(actor) = known else {
            session.flush().await.map_err(unreadable)?;
            return Ok(None);
        };
        let viewer = services.identity.viewer(&actor).await?;
        services.sign_ins.remember_viewer(as_of, &viewer).await;
        viewer
    };
    signed_in.touch(session, now).await.map_err(unreadable)?;
    let principal = Principal::User {
        user_id,
        name: viewer.name.clone(),
        session_id: Some(session_id),
    };
    let actor = Actor {
        principal,
        organization_id,
        role: viewer.current.role,
        origin,
    };
    Ok(Some(Known {
        actor,
        viewer: Some(viewer),
    }))
}

fn unreadable(error: session::Error) -> ApiError {
    Error::internal("reading the session")(error).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(name: &'static str, value: &'static str) -> Option<String> {
        let headers = HeaderMap::from_iter([(name.parse().expect("a name"), HeaderValue::from_static(value))]);
        sent_key(&headers).map(str::to_owned)
    }

    #[test]
    fn key_comes_as_bearer_token_or_in_its_own_header() {
        assert_eq!(sent("authorization", "Bearer vk_1").as_deref(), Some("vk_1"));
        assert_eq!(sent("authorization", "bearer  vk_1 ").as_deref(), Some("vk_1"));
        assert_eq!(sent("x-api-key", "vk_1").as_deref(), Some("vk_1"));
        assert_eq!(sent("authorization", "Basic dTpw"), None);
    }
}
