//! Background work: enqueueing within a change, keeping a lease while working, and the page of jobs.
//!
//! What the jobs do belongs to the area that enqueues them; here is only what all of them share.

mod enqueue;
mod lease;
mod pages;
mod queue;

pub use enqueue::{JobSpec, enqueue};
pub use lease::{actor, begin, end, save};
pub use pages::Jobs;
pub(crate) use pages::dto;
pub use queue::{DurableQueue, resume_interrupted};
