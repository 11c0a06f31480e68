//! The HTML document around the console.

use std::{collections::BTreeMap, sync::Arc};

use http::{HeaderName, HeaderValue};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_axum::ResponseOptions;
use leptos_meta::{Link, MetaTags};

use crate::{
    App,
    context::PageWritten,
    preferences::{Preferences, cookies},
};

/// For each part of the bundle, the addresses of its files.
pub type Parts = Arc<BTreeMap<String, Vec<String>>>;

/// Addresses of the bundle's files. The server knows them from the bundle's manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assets {
    /// The style sheet.
    pub style: Arc<str>,
    /// The module script that loads and starts the wasm.
    pub script: Arc<str>,
    /// Fetched early, since they are needed anyway: JavaScript modules.
    pub modules: Vec<Arc<str>>,
    /// Fetched early: the wasm.
    pub wasm: Arc<str>,
    /// Fetched early: the fonts of the first screen.
    pub fonts: Vec<Arc<str>>,
    /// Fetched early on the pages that need them: the parts of the wasm, by the names that `pages` gives them.
    pub parts: Parts,
}

/// Renders the document, and sets the content security policy that fits it: scripts only from this site, inline ones only with
/// the nonce of this response.
pub fn shell(assets: Assets) -> impl IntoView {
    let Ok(preferences) = cookies().parse::<Preferences>();
    set_content_security_policy();
    let Assets {
        style,
        script,
        modules,
        wasm,
        fonts,
        parts,
    } = assets;
    provide_context(parts);
    let live_position = use_context::<PageWritten>().map(|page| page.live_position);
    view! {
        <!DOCTYPE html>
        <html
            lang="en"
            data-theme=preferences.theme
            data-density=preferences.density
            data-navigation=preferences.navigation
            data-live=live_position
        >
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%232b57c9'/%3E%3Cpath d='m4.5 8.3 2.4 2.4 4.6-5' fill='none' stroke='%23fff' stroke-width='1.8' stroke-linecap='round' stroke-linejoin='round'/%3E%3C/svg%3E" />
                {fonts
                    .into_iter()
                    .map(|href| view! { <link rel="preload" href=href r#as="font" r#type="font/woff2" crossorigin="" /> })
                    .collect::<Vec<_>>()}
                <link rel="stylesheet" href=style />
                {modules.into_iter().map(|href| view! { <link rel="modulepreload" href=href /> }).collect::<Vec<_>>()}
                <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="" />
                <script type="module" src=script></script>
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// Makes the browser fetch a part of the bundle along with the page that needs it.
pub(crate) fn announce_part(name: &str) {
    let Some(parts) = use_context::<Parts>() else {
        return;
    };
    for href in parts.get(name).into_iter().flatten() {
        // Rendering registers the link for the page's head; it gives no HTML itself.
        let _nothing = view! { <Link rel="preload" href=href.clone() as_="fetch" crossorigin="" /> }.to_html();
    }
}

fn set_content_security_policy() {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else {
        return;
    };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    );
    let policy = HeaderValue::from_str(&policy).expect("a nonce is base64");
    response.insert_header(HeaderName::from_static("content-security-policy"), policy);
}
