//! How common words are in names at large: what a master of a few suppliers can not tell.
//!
//! In a master of 60 names "vocational" may stand once, as "Yibin" does, and would say as much. So a master of fewer than
//! [`NAMES`] names is taken for the part that is known of one of so many, in which all other names are as names are.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Names that tell by themselves how rare a word is; with more of them taken for granted, masters of 5,000 suppliers get more
/// wrong matches, with fewer those of 60 and 500 do (`./x bench matching`, 2026-11-21).
pub(crate) const NAMES: usize = 3_000;

/// The names of a million that contain a word; words of which there are fewer than [`FEWEST`] are left out.
static PER_MILLION: LazyLock<FxHashMap<&'static [u8], f32>> = LazyLock::new(|| {
    include_str!("model/words.txt")
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(word, names)| (word.as_bytes(), names.parse().expect("a test reads the shipped words")))
        .collect()
});

/// The fewest names of a million for a word to be kept.
#[cfg(feature = "train")]
pub(crate) const FEWEST: u64 = 40;

/// The share of all names that contain a word, 0 for a rare one.
pub(crate) fn share(word: &[u8]) -> f32 {
    PER_MILLION.get(word).map_or(0.0, |names| names / 1e6)
}

/// The words of an index as the shipped file has them: a word and its names of a million, one a line, in the order of the words.
#[cfg(feature = "train")]
pub(crate) fn words_of(index: &crate::Index) -> String {
    use std::fmt::Write as _;

    let names = index.names() as u64;
    let mut text = String::new();
    for word in 0..index.words() as u32 {
        let per_million = u64::from(index.with_word(word).count) * 1_000_000 / names.max(1);
        let word = String::from_utf8_lossy(index.word_text(word));
        if per_million >= FEWEST
            && !word
                .bytes()
                .any(|byte| byte.is_ascii_digit() || byte.is_ascii_whitespace())
        {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{word} {per_million}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_words_are_read() {
        assert!(share(b"company") > 0.001);
        assert!(share(b"university") > share(b"vocational"));
        assert!(share(b"zzyzx") <= 0.0);
    }
}
