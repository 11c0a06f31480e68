//! The audit trail: the whole list, and the history of one thing.

mod event;
mod list;
mod timeline;

pub use self::{
    list::AuditPage,
    timeline::{Timeline, timeline_of},
};
