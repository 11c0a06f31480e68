//! The use cases: what a person or a program can do with Vouch. Each takes an [`Actor`](contract::Actor), authorizes
//! it, decides, and writes the new state, its events and the jobs that follow in one transaction.
//!
//! ```no_run
//! # async fn example(env: intake::Env, actor: contract::Actor) -> intake::Result<()> {
//! use intake::jobs::Jobs;
//!
//! let counts = Jobs::new(env).counts(&actor).await?;
//! # Ok(()) }
//! ```
//!
//! The use cases know nothing of HTTP or of pages, and nothing of SQL.

mod authorize;
mod env;
mod error;
mod once;

pub mod api_keys;
pub mod audit;
pub mod blobs;
pub mod dashboard;
pub mod decisions;
pub mod documents;
pub mod duplicates;
pub mod events;
pub mod exports;
pub mod identity;
pub mod imports;
pub mod indexes;
pub mod jobs;
pub mod payee_files;
pub mod payees;
pub mod reference;
pub mod reviews;
mod row_problems;
pub mod sample;
pub mod secret;
pub mod suppliers;
pub mod tabular;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod uploads;
pub mod users;

pub use authorize::Authorize;
pub use env::Env;
pub use error::{Error, Result};
pub use once::caller;
