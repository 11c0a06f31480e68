//! What the use cases stand on besides the database: time, randomness, ids, the job runner and live events.
//!
//! ```
//! use std::sync::Arc;
//! use contract::SupplierId;
//! use platform::{Ids, Random, SystemClock};
//!
//! let ids = Ids::new(Arc::new(SystemClock), Arc::new(Random::from_os()));
//! let first: SupplierId = ids.next();
//! let second: SupplierId = ids.next();
//! assert!(first < second, "ids sort by the order in which they were made");
//! ```

mod clock;
mod ids;
mod live;
mod random;
pub mod runner;
mod words;

pub use clock::{Clock, SystemClock, TestClock};
pub use ids::Ids;
pub use live::{Live, LivePosition, LiveReceiver, Outgoing};
pub use random::Random;
pub use words::in_words;
