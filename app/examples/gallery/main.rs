//! Renders pages with made-up data to `target/gallery`, in the light and the dark theme, for looking at them without a server:
//!
//! ```sh
//! cargo xtask bundle                                  # for the style sheet
//! cargo run -p app --features ssr --example gallery
//! ```
//!
//! With `--time ROUNDS` it prints the CPU-bound time that rendering the list of 50 suppliers takes instead, in microseconds.

mod sample;

use std::{path::Path, sync::Arc, time::Instant};

use app::{App, Assets, shell};
use contract::{Actor, OrganizationId, Role};
use futures::StreamExt;
use http::Request;
use leptos::prelude::*;

/// File name and address of each page.
const PAGES: [(&str, &str); 22] = [
    ("sign-in", "/sign-in"),
    ("setup", "/setup?token=x"),
    ("dashboard", "/"),
    ("suppliers", "/suppliers"),
    ("suppliers-none", "/suppliers?q=nothing"),
    ("suppliers-error", "/suppliers?q=error"),
    ("supplier", "/suppliers/00000000-0000-0000-0000-000000000001"),
    ("supplier-edit", "/suppliers/00000000-0000-0000-0000-000000000001/edit"),
    ("supplier-new", "/suppliers/new"),
    ("imports", "/suppliers/imports"),
    ("import", "/suppliers/imports/00000000-0000-0000-0000-000000000001"),
    ("import-new", "/suppliers/imports/new"),
    (
        "import-mapping",
        "/suppliers/imports/new/00000000-0000-0000-0000-000000000001",
    ),
    ("payee-files", "/payee-files"),
    ("payee-file", "/payee-files/00000000-0000-0000-0000-000000000001"),
    ("reviews", "/reviews"),
    ("jobs", "/jobs"),
    ("audit", "/audit?event=00000000-0000-0000-0000-000000000002"),
    ("users", "/users"),
    ("locations", "/settings/locations"),
    ("commodities", "/settings/commodities"),
    ("account", "/account"),
];

#[tokio::main]
async fn main() {
    // Also tells Leptos which executor to use.
    leptos_axum::generate_route_list(App);
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--time") {
        let rounds = arguments
            .get(at + 1)
            .and_then(|rounds| rounds.parse().ok())
            .expect("a number of rounds");
        time(rounds).await;
        return;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/gallery");
    tokio::fs::create_dir_all(&folder).await.expect("a folder in target/");
    for theme in ["light", "dark"] {
        for (name, address) in PAGES {
            let html = render(address, theme).await;
            let path = folder.join(format!("{name}.{theme}.html"));
            tokio::fs::write(&path, html).await.expect("a file in target/gallery");
        }
    }
    println!("{} pages in {}", PAGES.len() * 2, folder.display());
}

async fn time(rounds: u32) {
    for _ in 0..rounds / 10 {
        render("/suppliers", "light").await;
    }
    let started = Instant::now();
    let mut bytes = 0;
    for _ in 0..rounds {
        bytes = render("/suppliers", "light").await.len();
    }
    println!(
        "{} µs for {bytes} bytes",
        started.elapsed().as_micros() / u128::from(rounds)
    );
}

/// Renders a page as the server does.
async fn render(address: &str, theme: &str) -> String {
    let handler = leptos_axum::render_app_async_with_context(
        || {
            provide_context(sample::ports());
            provide_context(Actor {
                role: Role::Admin,
                ..Actor::system(OrganizationId(uuid::Uuid::nil()), "gallery")
            });
        },
        || shell(assets()),
    );
    let request = Request::builder()
        .uri(address)
        .header("cookie", format!("theme={theme}"));
    let response = handler(request.body(<_>::default()).expect("a request")).await;
    let mut body = response.into_body().into_data_stream();
    let mut html = Vec::new();
    while let Some(chunk) = body.next().await {
        html.extend_from_slice(&chunk.expect("a rendered page"));
    }
    String::from_utf8(html).expect("a page is UTF-8")
}

/// The style sheet of the bundle; no scripts.
fn assets() -> Assets {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/site");
    let manifest = std::fs::read_to_string(site.join("manifest.json")).unwrap_or_default();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap_or_default();
    let style = manifest["frontend.css"].as_str().unwrap_or_default();
    let none: Arc<str> = Arc::from("data:,");
    Assets {
        style: format!("../site/{style}").into(),
        script: Arc::clone(&none),
        modules: Vec::new(),
        wasm: none,
        fonts: Vec::new(),
        parts: Arc::default(),
    }
}
