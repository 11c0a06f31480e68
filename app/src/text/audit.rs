//! The audit trail.

#![expect(missing_docs, reason = "each text speaks for itself")]

pub const TITLE: &str = "Audit trail";
pub const NOTE: &str = "Who changed what, when, and from where. Newest first.";
pub const SEARCH_HINT: &str = "Person or thing";
pub const EMPTY_TITLE: &str = "No event matches";
pub const EMPTY_DETAIL: &str = "Every change leaves an event here. Take a filter away to see more.";
pub const NO_CHANGES: &str = "This event changed no field.";
