//! Reading enumerations whose variant is named by one field among the others.
//!
//! Serde's derived code reads all of such an object into a tree first, for it can not know the variant before it has met the
//! tag. That machinery is long, and the browser would download it with every page. Hence `#[serde(try_from = "…Wire")]`: a
//! flat struct of the tag and the fields of all variants, from which the variant takes what it needs.

use std::fmt;

/// Why an object is no variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagError {
    /// The tag names none.
    Unknown {
        /// The field with the tag.
        tag: &'static str,
        /// What it says.
        found: String,
    },
    /// A field of the variant is absent.
    Missing(&'static str),
}

impl fmt::Display for TagError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { tag, found } => write!(f, "{found:?} is not a known {tag}"),
            Self::Missing(field) => write!(f, "missing field `{field}`"),
        }
    }
}

impl std::error::Error for TagError {}

/// Refuses a tag that names no variant.
pub(crate) fn unknown<T>(tag: &'static str, found: String) -> Result<T, TagError> {
    Err(TagError::Unknown { tag, found })
}

/// Takes a field that the variant must have.
pub(crate) fn required<T>(field: &'static str, value: Option<T>) -> Result<T, TagError> {
    value.ok_or(TagError::Missing(field))
}

#[cfg(test)]
pub(crate) mod testing {
    //! What each tagged enumeration is tested for.

    use std::fmt::Debug;

    use serde::{Serialize, de::DeserializeOwned};

    /// Asserts that a value is written as this text, and that it is read back from it with the tag first and with the tag last.
    pub(crate) fn round_trip<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T, json: &str) {
        assert_eq!(serde_json::to_string(value).expect("it can be written"), json);
        assert_eq!(&serde_json::from_str::<T>(json).expect("it can be read"), value);
        let (tag, rest) = match json.split_once(',') {
            Some((tag, rest)) => (&tag[1..], &rest[..rest.len() - 1]),
            None => return,
        };
        let tag_last = format!("{{{rest},{tag}}}");
        assert_eq!(&serde_json::from_str::<T>(&tag_last).expect("it can be read"), value);
    }

    /// Gives the words with which a text is refused.
    pub(crate) fn refusal<T: DeserializeOwned + Debug>(json: &str) -> String {
        serde_json::from_str::<T>(json).expect_err("it is refused").to_string()
    }
}
