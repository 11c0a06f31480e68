//! The web server: the doors and the middleware around them.

use std::time::Duration;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
    routing::any,
};
use http::StatusCode;
use tower::ServiceBuilder;
use tower_http::{catch_panic::CatchPanicLayer, limit::RequestBodyLimitLayer, timeout::RequestBodyTimeoutLayer};

use crate::{
    assets, console, health,
    middleware::{
        authenticate, completion, compress,
        csrf::{self, OwnOrigin},
        limits::{self, InFlight},
        origin::{self, TrustedProxies},
        panics, problems, refusals, request_log,
        security_headers::{self, Policy},
    },
    problem::ApiError,
    rest, sessions, table_csv,
    wiring::AppState,
};

/// What a multipart body may weigh beside its file.
const FORM_OVERHEAD_BYTES: usize = 64 << 10;

/// All that the server answers.
pub fn router(services: AppState) -> Router {
    let http = &services.config.http;
    let time = from_fn_with_state(Duration::from_secs(http.request_timeout_s), limits::bound_time);
    let body = DefaultBodyLimit::max(http.max_body_bytes);
    let proxies = TrustedProxies(http.trusted_proxies.clone().into());
    let max_file = usize::try_from(services.config.uploads.max_bytes).unwrap_or(usize::MAX);
    let file = RequestBodyLimitLayer::new(max_file.saturating_add(FORM_OVERHEAD_BYTES));

    let (ordinary, _) = rest::ordinary().split_for_parts();
    let (streaming, _) = rest::streaming().split_for_parts();
    let rest = Router::new()
        .merge(ordinary.layer(body).layer(time.clone()))
        .merge(streaming.layer(DefaultBodyLimit::disable()).layer(file))
        .fallback(async || StatusCode::NOT_FOUND)
        // What is kept of an answer is not compressed.
        .layer(from_fn_with_state(services.clone(), rest::replay_by_key))
        .layer(compress::layer());
    let nothing = any(async || ApiError::no_such_address());
    let rest = Router::new()
        .nest(rest::PREFIX, rest)
        .layer(from_fn(problems::complete));
    let console = console::pages(&services)
        .layer(body)
        .layer(compress::layer())
        .layer(time);
    let forms = console::upload_form().layer(DefaultBodyLimit::disable()).layer(file);

    Router::new()
        .merge(rest)
        .route("/api/{*rest}", nothing)
        .merge(console)
        .merge(forms)
        .merge(table_csv::routes())
        .layer(
            ServiceBuilder::new()
                .layer(from_fn_with_state(
                    InFlight::new(http.max_in_flight),
                    limits::bound_in_flight,
                ))
                .layer(from_fn_with_state(proxies.clone(), origin::find_origin))
                .layer(from_fn_with_state(
                    OwnOrigin(http.public_url()),
                    csrf::refuse_cross_site,
                ))
                .layer(sessions::layer(&services))
                .layer(from_fn_with_state(services.clone(), authenticate::authenticate))
                .layer(from_fn_with_state(services.clone(), refusals::record)),
        )
        .merge(health::routes())
        .merge(assets::routes())
        .layer(
            ServiceBuilder::new()
                .layer(from_fn_with_state(proxies.clone(), request_log::log_requests))
                .layer(from_fn_with_state(
                    Policy { https: http.is_https() },
                    security_headers::add_headers,
                ))
                .layer(CatchPanicLayer::custom(panics::answer))
                .layer(from_fn(completion::finish))
                .layer(RequestBodyTimeoutLayer::new(Duration::from_secs(
                    http.body_idle_timeout_s,
                ))),
        )
        .with_state(services)
}
