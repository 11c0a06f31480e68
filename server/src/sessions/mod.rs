//! Sessions of signed-in browsers: a cookie with a random secret, and a row in the database that knows its hash.
//!
//! There is no session before sign-in, so a visitor costs no row. Reading a session costs a lookup in memory most of the
//! time, and writing happens at sign-in and then at most once a minute, whatever the number of requests.

mod cache;
mod signed_in;
mod store;
#[cfg(test)]
mod tests;

pub use self::{
    cache::SignIns,
    signed_in::{Limits, SignedIn},
};

use tower_sessions::{
    Expiry, SessionManagerLayer,
    cookie::{SameSite, time::Duration},
};

use self::store::SessionTable;
use crate::wiring::AppState;

/// Name of the cookie where browsers keep `Secure` cookies: the prefix makes them refuse one that another host or an
/// insecure page has planted.
const SECURE_COOKIE: &str = "__Host-vouch";

/// Name of the cookie elsewhere.
const PLAIN_COOKIE: &str = "vouch_session";

/// The layer that puts a session into each request and its cookie into the answer.
pub fn layer(services: &AppState) -> SessionManagerLayer<SessionTable> {
    let table = SessionTable::new(
        services.env.clone(),
        services.sign_ins.clone(),
        services.session_limits().idle,
    );
    let secure = services.config.http.allows_secure_cookies();
    let idle = Duration::minutes(services.config.sessions.idle_minutes.into());
    SessionManagerLayer::new(table)
        .with_name(if secure { SECURE_COOKIE } else { PLAIN_COOKIE })
        .with_secure(secure)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(idle))
}
