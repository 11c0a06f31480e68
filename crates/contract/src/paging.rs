//! Keyset paging and selections that do not send ids.

use serde::{Deserialize, Serialize};

/// Rows on a page of the console.
pub const PAGE_SIZE: u32 = 50;

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The rows, in the order that was asked for.
    pub items: Vec<T>,
    /// Pass as `cursor` to get the rows after these; absent on the last page.
    pub next_cursor: Option<String>,
    /// How many rows match in all, where that is cheap to know.
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// A page with nothing on it.
    pub fn empty() -> Self {
        Self {
            items: Vec::new(),
            next_cursor: None,
            total: Some(0),
        }
    }
}

/// What a bulk action works on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "scope", rename_all = "snake_case")]
pub enum Selection<Id, Filter> {
    /// Just these.
    These {
        /// Their ids.
        ids: Vec<Id>,
    },
    /// Everything that matches, however many.
    All {
        /// What must match.
        filter: Filter,
    },
}
