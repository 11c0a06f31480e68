//! Keyset paging and selections that do not send ids.

use serde::{Deserialize, Serialize};

use crate::tagged::{TagError, required, unknown};

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
#[serde(tag = "scope", rename_all = "snake_case", try_from = "SelectionWire<Id, Filter>")]
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

/// See [`crate::tagged`].
#[derive(Deserialize)]
struct SelectionWire<Id, Filter> {
    scope: String,
    ids: Option<Vec<Id>>,
    filter: Option<Filter>,
}

impl<Id, Filter> TryFrom<SelectionWire<Id, Filter>> for Selection<Id, Filter> {
    type Error = TagError;

    fn try_from(wire: SelectionWire<Id, Filter>) -> Result<Self, TagError> {
        match wire.scope.as_str() {
            "these" => Ok(Self::These {
                ids: required("ids", wire.ids)?,
            }),
            "all" => Ok(Self::All {
                filter: required("filter", wire.filter)?,
            }),
            _ => unknown("scope", wire.scope),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagged::testing::{refusal, round_trip};

    type Numbers = Selection<u8, String>;

    #[test]
    fn selection_keeps_its_form() {
        round_trip(&Numbers::These { ids: vec![1, 2] }, r#"{"scope":"these","ids":[1,2]}"#);
        let filter = "odd".to_owned();
        round_trip(&Numbers::All { filter }, r#"{"scope":"all","filter":"odd"}"#);
    }

    #[test]
    fn selection_that_says_too_little_is_refused() {
        let refused = refusal::<Numbers>(r#"{"scope":"these","filter":"odd"}"#);
        assert!(refused.starts_with("missing field `ids`"), "{refused}");
        let refused = refusal::<Numbers>(r#"{"scope":"all","ids":[1]}"#);
        assert!(refused.starts_with("missing field `filter`"), "{refused}");
        let refused = refusal::<Numbers>(r#"{"scope":"some","ids":[1]}"#);
        assert!(refused.starts_with(r#""some" is not a known scope"#), "{refused}");
    }
}
