//! The audit trail.

mod list_events;

pub use list_events::{ListEvents, list_events};
