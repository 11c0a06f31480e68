//! Compression of what is made on the spot: pages and JSON. Assets were compressed when the bundle was built.

use http::header;
use tower_http::{
    CompressionLevel,
    compression::{CompressionLayer, Predicate},
};

/// Compresses with gzip at its cheapest level, which takes most of the gain at a fraction of the CPU of the default.
pub fn layer() -> CompressionLayer<Textual> {
    CompressionLayer::new()
        .gzip(true)
        .quality(CompressionLevel::Fastest)
        .compress_when(Textual)
}

/// Below this a packet is a packet.
const WORTHWHILE_BYTES: u64 = 1_024;

/// Pages and JSON of a worthwhile size. Not event streams, which must not wait in a compressor's buffer, and not
/// downloads, whose formats are compressed or large.
#[derive(Clone, Copy, Debug)]
pub struct Textual;

impl Predicate for Textual {
    fn should_compress<B: http_body::Body>(&self, response: &http::Response<B>) -> bool {
        let kind = response
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or_default();
        let textual = kind.starts_with("text/html") || kind.starts_with("application/json");
        let download = response.headers().contains_key(header::CONTENT_DISPOSITION);
        textual
            && !download
            && response
                .body()
                .size_hint()
                .upper()
                .is_none_or(|size| size >= WORTHWHILE_BYTES)
    }
}
