//! Paging cursors: the key of the last row on a page, opaque to clients.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};

use crate::{Error, Result};

/// The cursor for the rows after the one with this key (a tuple of what the list is sorted by).
///
/// # Panics
/// When the key has no JSON form, as a map with keys other than text; a tuple of plain values always has.
pub fn encode<K: Serialize>(key: &K) -> String {
    let json = serde_json::to_vec(key).expect("a key of plain values is JSON");
    URL_SAFE_NO_PAD.encode(json)
}

/// The key within a cursor.
///
/// # Errors
/// [`Error::Cursor`] when it is not a cursor of this list.
pub fn decode<K: DeserializeOwned>(cursor: &str) -> Result<K> {
    let json = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| Error::Cursor)?;
    serde_json::from_slice(&json).map_err(|_| Error::Cursor)
}

/// Cuts a page out of rows that were asked for with one more than `limit`, and makes the cursor for the rest.
pub fn page<R, K: Serialize>(mut rows: Vec<R>, limit: u32, key: impl FnOnce(&R) -> K) -> (Vec<R>, Option<String>) {
    let limit = limit as usize;
    if rows.len() <= limit {
        return (rows, None);
    }
    rows.truncate(limit);
    let next = rows.last().map(|row| encode(&key(row)));
    (rows, next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_gives_its_key_back() {
        let key = ("Zoë & Söhne".to_owned(), 42_i64);
        assert_eq!(decode::<(String, i64)>(&encode(&key)).ok(), Some(key));
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        for bad in ["", "%%%", "bm9wZQ", &encode(&1)] {
            assert!(matches!(decode::<(String, i64)>(bad), Err(Error::Cursor)), "{bad}");
        }
    }

    #[test]
    fn only_a_full_page_with_more_behind_it_has_a_cursor() {
        assert_eq!(page(vec![1, 2, 3], 3, |r| *r), (vec![1, 2, 3], None));
        assert_eq!(page(vec![1, 2, 3], 2, |r| *r), (vec![1, 2], Some(encode(&2))));
    }
}
