//! The request id and the one log line of each request.

use std::{net::SocketAddr, time::Instant};

use axum::{
    extract::{ConnectInfo, MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, HeaderName, HeaderValue};
use tracing::Instrument;
use uuid::Uuid;

use super::origin::TrustedProxies;

/// Carries the id, in requests of a proxy and in every answer.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Ties log lines, audit events and answers of one request together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(pub String);

/// Gives the request an id (that of a trusted proxy, when it sent a sane one), runs it within a span that carries it, and logs the outcome.
pub async fn log_requests(State(proxies): State<TrustedProxies>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let by_proxy = peer.is_some_and(|ConnectInfo(peer)| proxies.0.contains(&peer.ip()));
    let sent = by_proxy.then(|| sent_id(request.headers())).flatten();
    let id = sent.unwrap_or_else(|| Uuid::now_v7().to_string());
    let header = HeaderValue::from_str(&id).expect("ids are printable ASCII");
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    // Never the query: it may carry a one-time token.
    let path = request.uri().path().to_owned();
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let span = tracing::info_span!("request", request_id = id);
    async move {
        let started = Instant::now();
        let mut response = next.run(request).await;
        let status = response.status().as_u16();
        let route = matched.as_ref().map_or("", MatchedPath::as_str);
        let elapsed_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
        if status >= 500 {
            tracing::error!(%method, path, route, status, elapsed_us, "answered");
        } else if is_routine(route) && status < 400 {
            tracing::debug!(%method, path, route, status, elapsed_us, "answered");
        } else {
            tracing::info!(%method, path, route, status, elapsed_us, "answered");
        }
        response.headers_mut().insert(REQUEST_ID, header);
        response
    }
    .instrument(span)
    .await
}

/// Whether requests of a route come by themselves and say nothing: probes, and the files of the bundle.
fn is_routine(route: &str) -> bool {
    route.starts_with("/api/health") || route.starts_with("/assets/")
}

fn sent_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let sane = (8..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    sane.then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_sane_id_is_taken_over() {
        let taken = |id: &'static str| sent_id(&HeaderMap::from_iter([(REQUEST_ID, HeaderValue::from_static(id))]));
        assert_eq!(taken("3f2a-77b1_AZ"), Some("3f2a-77b1_AZ".to_owned()));
        for id in ["", "short", "two words here", "<script>alert</script>"] {
            assert_eq!(taken(id), None, "{id}");
        }
    }
}
