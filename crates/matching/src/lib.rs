//! The supplier index: which supplier of the master a payee is, how sure that is, and why.
//!
//! A master of suppliers becomes an index file ([`IndexBuilder`]), which is memory-mapped ([`Index`]) and served together
//! with later changes ([`LiveIndex`]). A [`Snapshot`] of it answers queries: [`Snapshot::candidates`] for files,
//! [`Snapshot::explain`] for people, [`Snapshot::search_names`] for a search box. [`Thresholds`] turn probabilities into
//! decisions.
//!
//! How a query runs: the name is taken apart ([`normalize_name`] gives its canonical form); exact keys (identifiers,
//! words joined or sorted, acronyms, address) and the postings of its rarest words, misspellings and trigrams bring
//! candidates; each is aligned word by word and put into numbers; a small learned forest gives log-odds for the names,
//! Fellegi–Sunter weights are added for the other columns, and all candidates compete with "none of them".
//!
//! Everything is pure and deterministic: no clock, no randomness, no I/O but the index file, and the order in which
//! suppliers were added never changes an answer.
//!
//! ```
//! use contract::SupplierId;
//! use matching::{LiveIndex, Query, Scratch, SupplierRecord, Thresholds};
//! use uuid::Uuid;
//!
//! let index = LiveIndex::new(None);
//! let acme = SupplierId(Uuid::from_u128(1));
//! index.upsert(&SupplierRecord { id: acme, name: "Acme Manufacturing Co., Inc.", city: "Dayton", ..Default::default() })?;
//! index.upsert(&SupplierRecord { id: SupplierId(Uuid::from_u128(2)), name: "Apex Foods Ltd", ..Default::default() })?;
//!
//! let query = Query { name: "ACME MFG", city: "DAYTON", ..Default::default() };
//! let found = index.snapshot().candidates(&query, 3, &[], &mut Scratch::default());
//! assert_eq!(found[0].supplier_id, acme);
//! assert_eq!(found[0].grade.to_string(), "AZZAZZZZ");
//! let decision = Thresholds::default().decide(&found);
//! # Ok::<(), matching::Error>(())
//! ```

mod accumulate;
mod address;
mod align;
mod builder;
mod bytes;
mod candidates;
mod corroborate;
mod decide;
pub mod dedupe;
mod edit_distance;
mod error;
mod explain;
mod features;
mod format;
mod grade;
mod grams;
mod identifier;
mod keys;
mod legal_form;
mod lexicon;
mod live;
mod misspelling;
mod model;
mod normalize;
mod postings;
mod prior;
mod query;
mod record;
mod score;
mod search;
mod segment;
mod snapshot;
mod spelling;
mod stored_record;
#[cfg(feature = "train")]
pub mod train;
mod weights;
mod word_kind;
mod word_table;

pub use accumulate::Scratch;
pub use builder::{IndexBuilder, IndexStats};
pub use decide::Thresholds;
pub use error::Error;
pub use grade::GradeString;
pub use live::{LiveIndex, Mark};
pub use normalize::normalize_name;
pub use record::{Query, SupplierRecord};
pub use score::Scored;
pub use segment::Index;
pub use snapshot::Snapshot;

/// The version of engine, dictionaries and weights; stored with each decision. Answers may differ between versions.
pub const VERSION: &str = concat!("matching/", env!("CARGO_PKG_VERSION"), "+6");
