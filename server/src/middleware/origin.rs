//! Where a request comes from: the client's address, its program, the request's id.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::{
    extract::{ConnectInfo, Request, State},
    middleware::Next,
    response::Response,
};
use contract::Origin;
use http::{HeaderMap, header};

use super::request_log::RequestId;

/// Longest `User-Agent` that is kept, in characters.
const USER_AGENT_MAX_CHARS: usize = 300;

/// Proxies whose `X-Forwarded-For` is believed.
#[derive(Clone, Debug)]
pub struct TrustedProxies(pub Arc<[IpAddr]>);

/// Puts an [`Origin`] into the request's extensions.
pub async fn find_origin(State(proxies): State<TrustedProxies>, mut request: Request, next: Next) -> Response {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip());
    let ip = peer.map(|peer| client_ip(peer, request.headers(), &proxies.0));
    let user_agent = request
        .headers()
        .get(header::USER_AGENT)
        .map(|value| String::from_utf8_lossy(value.as_bytes()));
    let origin = Origin {
        ip: ip.map(|ip| ip.to_string()),
        user_agent: user_agent.map(|text| text.chars().take(USER_AGENT_MAX_CHARS).collect()),
        request_id: request.extensions().get::<RequestId>().map(|id| id.0.clone()),
    };
    request.extensions_mut().insert(origin);
    next.run(request).await
}

/// The nearest address that is not a trusted proxy. Each proxy appends the address that it saw, so the list is read from
/// its end; what an untrusted client wrote at its beginning is never reached.
fn client_ip(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let forwarded = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = forwarded.flat_map(|value| value.split(',')).map(str::trim).collect();
    let mut client = peer;
    for hop in hops.into_iter().rev() {
        if !trusted.contains(&client) {
            break;
        }
        match hop.parse() {
            Ok(ip) => client = ip,
            Err(_) => break,
        }
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn found(peer: &str, forwarded: &str, trusted: &[&str]) -> IpAddr {
        let headers = HeaderMap::from_iter([(
            "x-forwarded-for".parse().expect("a name"),
            forwarded.parse().expect("a value"),
        )]);
        let trusted: Vec<_> = trusted.iter().map(|text| ip(text)).collect();
        client_ip(ip(peer), &headers, &trusted)
    }

    #[test]
    fn header_of_an_untrusted_peer_is_ignored() {
        assert_eq!(found("203.0.113.9", "10.1.1.1", &[]), ip("203.0.113.9"));
    }

    #[test]
    fn nearest_untrusted_hop_is_the_client() {
        let proxies = ["10.0.0.1", "10.0.0.2"];
        assert_eq!(found("10.0.0.1", "198.51.100.7", &proxies), ip("198.51.100.7"));
        assert_eq!(
            found("10.0.0.1", "6.6.6.6, 198.51.100.7, 10.0.0.2", &proxies),
            ip("198.51.100.7")
        );
        assert_eq!(found("10.0.0.1", "nonsense", &proxies), ip("10.0.0.1"));
    }
}
