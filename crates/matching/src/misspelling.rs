//! Finding words in spite of a typing error: both sides leave out one letter, and meet.
//!
//! The symmetric-deletion method (W. Garbe, `SymSpell`) with one deletion a side: it finds every word within one insertion,
//! deletion, substitution or swap, and many within two.

use crate::bytes::stable_hash;

const MISSPELLING: u8 = 32;
/// Shorter words have too many neighbours; longer ones hardly occur.
const LETTERS: std::ops::RangeInclusive<usize> = 4..=18;

/// Calls `each` with the keys of a word: the word itself and the word without each of its letters.
pub(crate) fn keys(word: &[u8], mut each: impl FnMut(u64)) {
    if !LETTERS.contains(&word.len()) || word.iter().any(u8::is_ascii_digit) && word.iter().all(u8::is_ascii_digit) {
        return;
    }
    let mut rest = [0_u8; 18];
    let mut key = |text: &[u8]| {
        each(stable_hash(
            MISSPELLING,
            &[std::str::from_utf8(text).unwrap_or_default()],
        ));
    };
    key(word);
    for left_out in 0..word.len() {
        // Leaving out either of two equal neighbours gives the same text.
        if left_out > 0 && word[left_out] == word[left_out - 1] {
            continue;
        }
        rest[..left_out].copy_from_slice(&word[..left_out]);
        rest[left_out..word.len() - 1].copy_from_slice(&word[left_out + 1..]);
        key(&rest[..word.len() - 1]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(a: &str, b: &str) -> bool {
        let keys_of = |word: &str| {
            let mut found = Vec::new();
            keys(word.as_bytes(), |key| found.push(key));
            found
        };
        keys_of(a).iter().any(|key| keys_of(b).contains(key))
    }

    #[test]
    fn one_error_is_found() {
        for (wrong, right) in [
            ("tyalors", "taylors"),
            ("carmrl", "carmel"),
            ("satte", "state"),
            ("bakery", "bakry"),
        ] {
            assert!(meet(wrong, right), "{wrong}");
        }
        assert!(!meet("smith", "brown"));
    }
}
