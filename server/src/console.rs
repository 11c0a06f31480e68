//! The console: pages rendered by Leptos, its server functions, and the upload form for browsers without scripts.

use std::sync::Arc;

use app::{
    App,
    shell::{Assets, shell},
};
use axum::{
    Router,
    extract::{Multipart, State},
    response::Redirect,
    routing::post,
};
use contract::Actor;
use http::request::Parts;
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes, generate_route_list};

use crate::{
    assets::Manifest,
    ports,
    problem::ApiError,
    rest::{CurrentActor, Received, receive_form},
    wiring::AppState,
};

/// Pages and server functions.
pub fn pages(services: &AppState) -> Router<AppState> {
    let ports = ports::ports(services);
    // Runs for each request, before a page is rendered and before a server function is called.
    let context = move || {
        provide_context(ports.clone());
        if let Some(actor) = use_context::<Parts>().and_then(|request| request.extensions.get::<Actor>().cloned()) {
            provide_context(actor);
        }
    };
    let assets = assets(&Manifest::read());
    let routes = generate_route_list(App);
    Router::new().leptos_routes_with_context(services, routes, context, move || shell(assets.clone()))
}

/// Where a form without scripts sends its files.
pub fn upload_form() -> Router<AppState> {
    Router::new().route("/uploads", post(upload))
}

async fn upload(actor: CurrentActor, State(services): State<AppState>, form: Multipart) -> Result<Redirect, ApiError> {
    let Received { purpose, document, .. } = receive_form(&services, &actor, None, form).await?;
    Ok(Redirect::to(&app::paths::mapping_path(purpose, document.id)))
}

fn assets(manifest: &Manifest) -> Assets {
    let url = |name: &str| Arc::from(manifest.url(name).unwrap_or_default());
    Assets {
        style: url("frontend.css"),
        script: url("boot.js"),
        modules: vec![url("frontend.js")],
        wasm: url("frontend_bg.wasm"),
        fonts: vec![url("fonts/source-sans-3-latin.woff2")],
    }
}
