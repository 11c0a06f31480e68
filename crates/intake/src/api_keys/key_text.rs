//! The text of a key: `vk_<prefix>_<secret><checksum>`.
//!
//! The prefix (8 characters) is public and finds the key; the secret (32 characters, 190 random bits) proves it; the
//! checksum (6 characters) tells a mistyped or made-up key from a real one without asking the database. The fixed `vk_`
//! lets scanners of leaked secrets recognize it.

use platform::Random;
use sha2::{Digest, Sha256};

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const START: &str = "vk_";
const PREFIX_CHARS: usize = 8;
const SECRET_CHARS: usize = 32;
const CHECKSUM_CHARS: usize = 6;

/// A key that is whole, which does not mean that it is known.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct KeyText {
    text: String,
}

impl KeyText {
    /// A new key.
    pub fn generate(random: &Random) -> Self {
        let prefix = random.text(ALPHABET, PREFIX_CHARS);
        let secret = random.text(ALPHABET, SECRET_CHARS);
        let body = format!("{START}{prefix}_{secret}");
        Self {
            text: format!("{body}{}", checksum(&body)),
        }
    }

    /// Reads a key; `None` when it is not whole.
    pub fn parse(text: &str) -> Option<Self> {
        let (prefix, rest) = text.strip_prefix(START)?.split_once('_')?;
        let is_whole = prefix.len() == PREFIX_CHARS
            && rest.len() == SECRET_CHARS + CHECKSUM_CHARS
            && prefix.bytes().chain(rest.bytes()).all(|b| b.is_ascii_alphanumeric());
        let (body, sum) = text.split_at_checked(text.len().checked_sub(CHECKSUM_CHARS)?)?;
        (is_whole && sum == checksum(body)).then(|| Self { text: text.to_owned() })
    }

    /// The public part that finds the key.
    pub fn prefix(&self) -> &str {
        &self.text[START.len()..START.len() + PREFIX_CHARS]
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// The first six base-62 digits of a hash.
fn checksum(body: &str) -> String {
    let hash = Sha256::digest(body.as_bytes());
    hash.iter()
        .take(CHECKSUM_CHARS)
        .map(|byte| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_key_is_read_again() {
        let key = KeyText::generate(&Random::seeded(1));
        assert_eq!(key.as_str().len(), 50);
        let read = KeyText::parse(key.as_str()).expect("it is whole");
        assert!(read == key);
        assert_eq!(Some(read.prefix()), key.as_str().split('_').nth(1));
    }

    #[test]
    fn one_wrong_character_is_noticed() {
        let key = KeyText::generate(&Random::seeded(1));
        for at in 0..key.as_str().len() {
            let mut bytes = key.as_str().as_bytes().to_vec();
            bytes[at] = if bytes[at] == b'x' { b'y' } else { b'x' };
            let text = String::from_utf8(bytes).expect("it is ASCII");
            assert!(KeyText::parse(&text).is_none(), "{text}");
        }
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let key = KeyText::generate(&Random::seeded(1));
        let cut = &key.as_str()[..49];
        for bad in [
            "",
            "vk_",
            "vk__",
            "vk_é_é",
            cut,
            "Bearer vk_00000000_0",
            "vk_00000000_ééééééééééééééééééé",
        ] {
            assert!(KeyText::parse(bad).is_none(), "{bad}");
        }
    }
}
