//! Headers that tell the browser what it must not do (OWASP ASVS 5.0, chapter V3.4).

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, HeaderName, HeaderValue, header};

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// What does not depend on the request.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// Whether browsers reach the server through TLS, and shall do so from now on.
    pub https: bool,
}

/// Adds the headers to every answer. A page brings a content security policy with a nonce of its own; whatever
/// else is answered may load nothing at all.
pub async fn add_headers(State(policy): State<Policy>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (OPENER_POLICY, "same-origin"),
        (RESOURCE_POLICY, "same-origin"),
        (
            PERMISSIONS_POLICY,
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if policy.https {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        let nothing = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
        headers.insert(header::CONTENT_SECURITY_POLICY, nothing);
    }
    // What is not an asset is of the moment, and mostly for one person's eyes.
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    secure_host_cookies(headers);
    response
}

/// Adds `Secure` where a `__Host-` cookie lacks it: browsers ignore such a cookie otherwise, and with it its removal.
fn secure_host_cookies(headers: &mut HeaderMap) {
    let lacks = |cookie: &HeaderValue| cookie.as_bytes().starts_with(b"__Host-") && !contains(cookie, b"; Secure");
    if !headers.get_all(header::SET_COOKIE).iter().any(lacks) {
        return;
    }
    let cookies: Vec<HeaderValue> = headers.get_all(header::SET_COOKIE).iter().cloned().collect();
    headers.remove(header::SET_COOKIE);
    for cookie in cookies {
        let cookie = if lacks(&cookie) {
            let secured = [cookie.as_bytes(), b"; Secure; HttpOnly; SameSite=Lax"].concat();
            HeaderValue::from_bytes(&secured).expect("printable ASCII was added to a header value")
        } else {
            cookie
        };
        headers.append(header::SET_COOKIE, cookie);
    }
}

fn contains(value: &HeaderValue, part: &[u8]) -> bool {
    value.as_bytes().windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removal_of_a_host_cookie_is_made_secure() {
        let mut headers = HeaderMap::new();
        headers.append(
            header::SET_COOKIE,
            HeaderValue::from_static("__Host-vouch=; Path=/; Max-Age=0"),
        );
        headers.append(header::SET_COOKIE, HeaderValue::from_static("theme=dark; Path=/"));
        secure_host_cookies(&mut headers);
        let cookies: Vec<_> = headers.get_all(header::SET_COOKIE).iter().collect();
        assert_eq!(
            cookies,
            [
                "__Host-vouch=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax",
                "theme=dark; Path=/"
            ]
        );
    }
}
