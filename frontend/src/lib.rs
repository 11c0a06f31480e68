//! The browser bundle: hydrates the console that the server has rendered.
#![cfg(target_family = "wasm")]

use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the server-rendered page, and comes back when the page is interactive: that of a lazy page waits for its part of
/// the bundle. Called once by the page's module script.
///
/// # Panics
/// In a document without a body.
#[wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_from_async(leptos::prelude::document().body().expect("a page has a body"), app::App)
        .await
        .forget();
}
