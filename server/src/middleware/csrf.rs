//! No other site can make a signed-in browser change anything.
//!
//! The cookie is `SameSite=Lax`, and on top of it an unsafe request must say that it comes from our own pages: by
//! `Sec-Fetch-Site`, which every current browser sends and no page can forge, else by `Origin`. A request with an API key
//! is exempt: no browser adds the key by itself.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use contract::ProblemKind;
use http::{HeaderMap, Method, header};

use super::authenticate::sent_key;
use crate::problem::ApiError;

/// The address that people type; its origin is ours as well as the one in `Host`.
#[derive(Clone, Debug)]
pub struct OwnOrigin(pub String);

/// Refuses unsafe requests that another site has caused.
pub async fn refuse_cross_site(State(own): State<OwnOrigin>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || sent_key(request.headers()).is_some() || is_own(request.headers(), &own.0) {
        return next.run(request).await;
    }
    let detail = "The request did not come from a page of this server. Open the page anew and try again.";
    ApiError::new(ProblemKind::Forbidden, "Refused", detail).into_response()
}

fn is_own(headers: &HeaderMap, own: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match text(header::ORIGIN.as_str()) {
        Some(origin) => {
            let host = text(header::HOST.as_str()).unwrap_or_default();
            origin == own
                || origin
                    .split_once("://")
                    .is_some_and(|(_, of)| !of.is_empty() && of == host)
        }
        // Not a browser. A cookie that some program holds is still no proof that its owner meant this request.
        None => !headers.contains_key(header::COOKIE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers.iter().map(|(name, value)| {
            (
                http::HeaderName::from_static(name),
                http::HeaderValue::from_static(value),
            )
        });
        is_own(&headers.collect(), "https://ap.example.com")
    }

    #[test]
    fn own_pages_are_allowed() {
        assert!(allowed(&[("sec-fetch-site", "same-origin"), ("cookie", "a=b")]));
        assert!(allowed(&[("sec-fetch-site", "none"), ("cookie", "a=b")]));
        assert!(allowed(&[
            ("origin", "https://ap.example.com"),
            ("host", "10.0.0.7:8080"),
            ("cookie", "a=b")
        ]));
        assert!(allowed(&[
            ("origin", "http://127.0.0.1:8080"),
            ("host", "127.0.0.1:8080"),
            ("cookie", "a=b")
        ]));
    }

    #[test]
    fn other_sites_are_refused() {
        assert!(!allowed(&[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://ap.example.com")
        ]));
        assert!(!allowed(&[("sec-fetch-site", "same-site")]));
        assert!(!allowed(&[
            ("origin", "https://evil.example"),
            ("host", "ap.example.com")
        ]));
        assert!(!allowed(&[("origin", "null"), ("host", "ap.example.com")]));
    }

    #[test]
    fn cookie_without_any_statement_of_origin_is_refused() {
        assert!(!allowed(&[("cookie", "__Host-vouch=x")]));
        assert!(allowed(&[("host", "ap.example.com")]));
    }
}
