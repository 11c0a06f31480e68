//! Tells what a payee is — a business, a person or a public body — from its name, and from other columns if any.
//!
//! A name is split into lower-case ASCII words ([`normalize`]), the words are looked up in lexicons, and hashed
//! features of words, characters and patterns are summed by a linear model. Its log-odds are calibrated on sources the
//! model was not trained on; below thresholds that keep the error of decided names at one percent the type is unknown.
//! Rules name reasons and sub-types, they never decide. `MODEL_CARD.md` says what was trained on and what was measured.
//!
//! Pure: no clock, no randomness, no I/O. A name costs a few microseconds and some small allocations, at most
//! 1,024 bytes of it are read.
//!
//! ```
//! use contract::PayeeType;
//! use payee::{Classifier, PayeeInput};
//!
//! let classifier = Classifier::embedded();
//! let classify = |name| classifier.classify(&PayeeInput::from_name(name)).payee_type;
//! assert_eq!(classify("Microsoft Corporation"), PayeeType::Business);
//! assert_eq!(classify("John Smith"), PayeeType::Individual);
//! assert_eq!(classify("City of New York"), PayeeType::Government);
//! ```

mod classifier;
mod columns;
mod explain;
mod features;
mod input;
mod lexicon;
mod model;
mod parsed;
mod reason;
mod roles;
mod subtype;
mod tokens;
#[cfg(feature = "train")]
pub mod train;
mod verdict;

pub use classifier::Classifier;
pub use input::PayeeInput;
pub use tokens::normalize;
pub use verdict::{Reason, Verdict};

/// Version of engine and weights, to be stored with every decision: equal versions give equal answers.
pub const VERSION: &str = include_str!("../weights/version.txt");

/// Counts changes of features, lexicons and rules.
#[cfg(feature = "train")]
pub(crate) const ENGINE_VERSION: u32 = 1;

#[cfg(all(test, feature = "train"))]
mod tests {
    #[test]
    fn version_names_the_embedded_weights() {
        assert_eq!(
            super::VERSION,
            super::train::version_of(include_bytes!("../weights/payee.bin"))
        );
    }
}
