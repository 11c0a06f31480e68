//! The training program: reads labelled names, trains, validates on sources left out, calibrates, writes the weights.
//!
//! Deterministic: one thread, seeded generators, no clock and no hash-map order. The same data give the same bytes.

#![expect(clippy::cast_precision_loss, reason = "counts of names are far below 2^24")]

mod augment;
mod calibrate;
mod card;
mod data;
mod fit;
mod random;
mod report;
mod sightings;
mod synthetic;
mod validate;
mod words;

pub use data::{DataError, Dataset, Slice};
pub use report::{Report, Tally};
pub use validate::{Options, Outcome, run};

/// The version that goes with a weights file: the engine's, and a checksum (FNV-1a) of the weights.
pub fn version_of(weights: &[u8]) -> String {
    let checksum = weights.iter().fold(0xCBF2_9CE4_8422_2325_u64, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    });
    format!("{}-{:08x}", crate::ENGINE_VERSION, checksum >> 32)
}
