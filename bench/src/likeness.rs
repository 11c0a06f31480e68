//! How a careful user of `rapidfuzz` compares names: without case and punctuation, as written and with the words sorted.

use rapidfuzz::fuzz::RatioBatchComparator;

/// A name ready to be compared.
pub(crate) struct Folded {
    line: Vec<char>,
    sorted: Vec<char>,
}

impl Folded {
    pub(crate) fn new(name: &str) -> Self {
        let lower = name.to_lowercase().replace('\'', "");
        let mut words: Vec<&str> = lower
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let line = words.join(" ").chars().collect();
        words.sort_unstable();
        Self {
            line,
            sorted: words.join(" ").chars().collect(),
        }
    }
}

/// One name against many.
pub(crate) struct Likeness {
    line: RatioBatchComparator<char>,
    sorted: RatioBatchComparator<char>,
}

impl Likeness {
    pub(crate) fn new(name: &str) -> Self {
        let folded = Folded::new(name);
        Self {
            line: RatioBatchComparator::new(folded.line),
            sorted: RatioBatchComparator::new(folded.sorted),
        }
    }

    /// The mean of the ratio and the token-sorted ratio, 0..=1.
    pub(crate) fn with(&self, other: &Folded) -> f32 {
        let line = self.line.similarity(other.line.iter().copied());
        let sorted = self.sorted.similarity(other.sorted.iter().copied());
        (line + sorted) as f32 / 2.0
    }
}
