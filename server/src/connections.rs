//! Connections: taken as they come, bounded in number and in the time that a client takes for the head of a request.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;
use tower::Service;

use crate::config::HttpConfig;

/// How long to wait when the system has no room for another connection.
const OUT_OF_FILES_PAUSE: Duration = Duration::from_millis(200);

/// Serves until `stop` is cancelled, then lets the requests at work finish, for as long as the settings say.
pub async fn serve(listener: TcpListener, router: Router, stop: CancellationToken, config: &HttpConfig) {
    let places = Arc::new(Semaphore::new(config.max_connections));
    let ending = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    // Also the time that a connection may rest between two requests.
    http.timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(config.head_timeout_s));
    while let Some((connection, peer, place)) = next(&listener, &places, &stop).await {
        let router = router.clone();
        let answer = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().call(request.map(Body::new))
        });
        let serving = ending.watch(http.serve_connection(TokioIo::new(connection), answer));
        tokio::spawn(async move {
            if let Err(error) = serving.await {
                tracing::debug!(%peer, %error, "a connection broke off");
            }
            drop(place);
        });
    }
    drop(listener);
    let drain = Duration::from_secs(config.drain_timeout_s);
    if timeout(drain, ending.shutdown()).await.is_err() {
        tracing::warn!(drain_s = drain.as_secs(), "some requests did not end in time");
    }
}

/// The next connection, once there is a place for it; none when it is time to stop.
async fn next(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
    stop: &CancellationToken,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let taken = async {
        let place = Arc::clone(places).acquire_owned().await.expect("nobody closes it");
        let (connection, peer) = accept(listener).await;
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps waiting to fill its packets");
        }
        (connection, peer, place)
    };
    stop.run_until_cancelled(taken).await
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be taken; it is tried again in a moment");
                sleep(OUT_OF_FILES_PAUSE).await;
            }
        }
    }
}

/// Whether only the connection that was about to be taken is at fault.
fn is_of_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset
    )
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use futures::FutureExt;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    #[tokio::test]
    async fn a_head_that_does_not_come_ends_the_connection_and_frees_its_place() {
        let config = HttpConfig {
            head_timeout_s: 1,
            max_connections: 1,
            ..HttpConfig::default()
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let addr = listener.local_addr().expect("it is bound");
        let stop = CancellationToken::new();
        let told = stop.clone();
        let peer = |ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.ip().to_string() };
        let router = Router::new().route("/", get(peer));
        let serving = tokio::spawn(async move { serve(listener, router, told, &config).await });

        let mut slow = TcpStream::connect(addr).await.expect("it listens");
        let head = b"GET / HTTP/1.1\r\nHost: a\r\n";
        slow.write_all(head).await.expect("it is sent");
        let mut prompt = TcpStream::connect(addr).await.expect("it listens");
        let request = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        prompt.write_all(request).await.expect("it is sent");
        // Answered only when the first one has lost its place.
        let mut answer = String::new();
        prompt.read_to_string(&mut answer).await.expect("an answer");
        assert!(
            answer.starts_with("HTTP/1.1 200") && answer.ends_with("127.0.0.1"),
            "{answer}"
        );
        let mut first = [0; 64];
        let ended = slow.read(&mut first).now_or_never();
        assert!(ended.is_some(), "the first one still had its place");
        let mut refused = String::from_utf8_lossy(&first).into_owned();
        slow.read_to_string(&mut refused).await.expect("the end");
        assert!(!refused.contains("200 OK"), "{refused}");
        stop.cancel();
        serving.await.expect("it ends");
    }
}
