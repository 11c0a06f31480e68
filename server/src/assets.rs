//! The browser bundle: embedded in a release build, read from `target/site` in a development build.
//!
//! Every name carries a hash of its content, so browsers keep the files for ever; what is compressed was compressed when
//! the bundle was built.

use std::collections::BTreeMap;

use axum::{
    Router,
    extract::Path,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use rust_embed::RustEmbed;

/// Where the bundle is served.
pub const PREFIX: &str = "/assets";

#[derive(RustEmbed)]
#[folder = "../target/site"]
struct Site;

/// From the plain names of the bundle, such as `boot.js`, to the URLs.
#[derive(Clone, Debug, Default)]
pub struct Manifest(BTreeMap<String, String>);

impl Manifest {
    /// Reads the bundle's manifest; empty when no bundle was built, and the console then works without scripts.
    pub fn read() -> Self {
        let names = Site::get("manifest.json").and_then(|file| serde_json::from_slice(&file.data).ok());
        if names.is_none() {
            tracing::warn!("there is no browser bundle; the console works without scripts and styles");
        }
        Self(names.unwrap_or_default())
    }

    /// The URL of a file of the bundle.
    pub fn url(&self, name: &str) -> Option<String> {
        self.0.get(name).map(|hashed| format!("{PREFIX}/{hashed}"))
    }

    /// For each part of the wasm that only some pages need, the URLs of its files.
    pub fn parts(&self) -> BTreeMap<String, Vec<String>> {
        let parts: BTreeMap<String, Vec<String>> = self
            .0
            .get("parts.json")
            .and_then(|hashed| Site::get(hashed))
            .and_then(|file| serde_json::from_slice(&file.data).ok())
            .unwrap_or_default();
        let urls = |files: Vec<String>| files.iter().filter_map(|name| self.url(name)).collect();
        parts.into_iter().map(|(part, files)| (part, urls(files))).collect()
    }
}

/// The routes of the bundle.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route(&format!("{PREFIX}/{{*name}}"), get(serve))
}

async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let copies = [("br", "br"), ("gzip", "gz")];
    let copy = copies
        .into_iter()
        .filter(|(encoding, _)| accepts(accepted, encoding))
        .find_map(|(encoding, extension)| Some((Some(encoding), Site::get(&format!("{name}.{extension}"))?)));
    let Some((encoding, file)) = copy.or_else(|| Some((None, Site::get(&name)?))) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = file.data.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(&name)));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// Whether an `Accept-Encoding` header names an encoding and does not rule it out (`q=0`).
fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|part| {
        let mut pieces = part.split(';').map(str::trim);
        let named = pieces.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        named && !pieces.any(|piece| piece.strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0)))
    })
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("wasm") => "application/wasm",
        Some("webmanifest") => "application/manifest+json",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("ico") => "image/x-icon",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoding_is_taken_by_name_unless_ruled_out() {
        assert!(accepts("gzip, deflate, br, zstd", "br"));
        assert!(accepts("GZIP;q=0.5", "gzip"));
        assert!(!accepts("br;q=0, gzip", "br"));
        assert!(!accepts("", "gzip"));
        assert!(!accepts("brotli", "br"));
    }
}
