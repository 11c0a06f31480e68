//! The cursor of lists that have no other filter.

use serde::Deserialize;
use utoipa::IntoParams;

/// Which page.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct CursorQuery {
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
}
