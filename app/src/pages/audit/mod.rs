//! The audit trail: the whole list, and the history of one thing.

mod event;
mod list;
mod timeline;

use self::list::AuditPage;
pub use self::list::filter_of;
pub use self::timeline::{Timeline, timeline_of};
use super::lazy::lazy_pages;

lazy_pages! {
    /// The audit trail.
    pub enum AuditPages in audit { List: AuditPage }
}
