//! The web server.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use http::{Uri, uri::Scheme};
use serde::{Deserialize, Serialize};

/// The web server.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HttpConfig {
    /// Address to listen on.
    pub addr: SocketAddr,
    /// The address that people type, when it is not `http://addr`: behind a proxy that speaks TLS.
    pub public_url: Option<String>,
    /// Proxies whose `X-Forwarded-For` is believed, comma-separated in the environment.
    #[serde(deserialize_with = "addresses")]
    pub trusted_proxies: Vec<IpAddr>,
    /// Requests at work at once; more are answered 503 at once rather than kept waiting.
    pub max_in_flight: usize,
    /// Longest time to the first byte of an answer, in seconds. Uploads and exports take as long as they take.
    pub request_timeout_s: u64,
    /// Longest time for the head of a request, and between two requests of one connection, in seconds.
    pub head_timeout_s: u64,
    /// Connections at once; more wait until one has ended.
    pub max_connections: usize,
    /// Longest pause of a client that sends a body, in seconds.
    pub body_idle_timeout_s: u64,
    /// Largest body of an ordinary request, in bytes.
    pub max_body_bytes: usize,
    /// Open event streams at once.
    pub max_event_streams: usize,
    /// Longest wait at the end for requests and jobs that are at work, in seconds.
    pub drain_timeout_s: u64,
}

impl Default for HttpConfig {
    fn default() -> Self {
        Self {
            addr: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            public_url: None,
            trusted_proxies: Vec::new(),
            max_in_flight: 2_000,
            request_timeout_s: 30,
            head_timeout_s: 30,
            max_connections: 4_096,
            body_idle_timeout_s: 30,
            max_body_bytes: 2 << 20,
            max_event_streams: 2_000,
            drain_timeout_s: 20,
        }
    }
}

impl HttpConfig {
    /// The address that people type, without a slash at the end.
    pub fn public_url(&self) -> String {
        match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None if self.addr.ip().is_unspecified() => format!("http://localhost:{}", self.addr.port()),
            None => format!("http://{}", self.addr),
        }
    }

    /// Whether the address that people type is one that a browser understands, if it is set.
    pub fn has_usable_public_url(&self) -> bool {
        self.public_url.as_ref().is_none_or(|url| {
            let parts = url.parse::<Uri>().map(Uri::into_parts);
            parts.is_ok_and(|parts| {
                let scheme = parts.scheme.as_ref().map(Scheme::as_str);
                matches!(scheme, Some("http" | "https")) && parts.authority.is_some()
            })
        })
    }

    /// Whether browsers reach the server through TLS.
    pub fn is_https(&self) -> bool {
        self.public_url().starts_with("https://")
    }

    /// Whether browsers keep a `Secure` cookie: over TLS, and on the machine itself, which they trust without.
    pub fn allows_secure_cookies(&self) -> bool {
        let local = || self.public_url.is_none() && self.addr.ip().is_loopback();
        self.is_https() || local()
    }
}

/// Accepts a list, or one text with commas (an environment variable has no lists).
fn addresses<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<IpAddr>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Form {
        List(Vec<IpAddr>),
        Text(String),
    }
    match Form::deserialize(deserializer)? {
        Form::List(list) => Ok(list),
        Form::Text(text) => text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| {
                part.parse()
                    .map_err(|_| serde::de::Error::custom(format!("{part:?} is not an IP address")))
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(addr: &str, public_url: Option<&str>) -> HttpConfig {
        HttpConfig {
            addr: addr.parse().expect("an address"),
            public_url: public_url.map(ToOwned::to_owned),
            ..HttpConfig::default()
        }
    }

    #[test]
    fn cookies_are_secure_over_tls_and_on_the_machine_itself() {
        assert!(config("0.0.0.0:80", Some("https://ap.example.com/")).allows_secure_cookies());
        assert!(config("127.0.0.1:8080", None).allows_secure_cookies());
        assert!(!config("127.0.0.1:8080", Some("http://ap.example.com")).allows_secure_cookies());
        assert!(!config("0.0.0.0:8080", None).allows_secure_cookies());
    }

    #[test]
    fn public_url_must_be_of_the_web() {
        for (url, usable) in [
            ("https://ap.example.com/", true),
            ("http://10.0.0.1:8080", true),
            ("ap.example.com", false),
            ("/vouch", false),
            ("ftp://ap.example.com", false),
            ("https://", false),
        ] {
            assert_eq!(config("0.0.0.0:80", Some(url)).has_usable_public_url(), usable, "{url}");
        }
    }

    #[test]
    fn public_url_is_one_that_a_browser_can_open() {
        assert_eq!(config("0.0.0.0:80", None).public_url(), "http://localhost:80");
        assert_eq!(
            config("127.0.0.1:80", Some("https://ap.example.com/")).public_url(),
            "https://ap.example.com"
        );
    }
}
