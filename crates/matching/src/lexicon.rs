//! The words of an index that may stand for the words of a query.

use crate::{Index, edit_distance::Pattern, misspelling, query::Prepared};

/// Words read per misspelling, and completions of a word that was cut off.
const MOST_PER_MISSPELLING: usize = 32;
const MOST_COMPLETIONS: u32 = 32;

/// A word of the index that stands for a word of the query.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    /// The word's number in the index.
    pub(crate) word: u32,
    /// Position of the query's word.
    pub(crate) query_word: u8,
    /// 1 for the same word.
    pub(crate) similarity: f32,
}

/// Entries by word.
#[derive(Debug)]
pub(crate) struct Lexicon(Vec<Entry>);

impl Lexicon {
    pub(crate) fn new(index: &Index, query: &Prepared) -> Self {
        let mut entries = Vec::with_capacity(8 * query.name.words.len());
        let last = query.name.words.len().saturating_sub(1);
        for (position, (word, pattern)) in query.name.words.iter().zip(&query.patterns).enumerate() {
            let text = word.text.as_bytes();
            let mut add = |word, similarity| {
                entries.push(Entry {
                    word,
                    query_word: position as u8,
                    similarity,
                });
            };
            let exact = index.find_word(text);
            if let Some(word) = exact {
                add(word, 1.0);
            }
            misspelled(index, text, pattern, exact, &mut add);
            if position == last && exact.is_none() {
                completed(index, text, MOST_COMPLETIONS, |word| add(word, 0.8));
            }
        }
        // Of several entries of a word the most similar.
        entries.sort_by(|a, b| a.word.cmp(&b.word).then(b.similarity.total_cmp(&a.similarity)));
        entries.dedup_by_key(|entry| entry.word);
        Self(entries)
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.0
    }

    pub(crate) fn find(&self, word: u32) -> Option<Entry> {
        self.0
            .binary_search_by_key(&word, |entry| entry.word)
            .ok()
            .map(|at| self.0[at])
    }
}

/// Words within a typing error of `text`, two in longer ones.
pub(crate) fn misspelled(
    index: &Index,
    text: &[u8],
    pattern: &Pattern,
    exact: Option<u32>,
    mut each: impl FnMut(u32, f32),
) {
    let mut found: Vec<u32> = Vec::new();
    misspelling::keys(text, |key| {
        found.extend(index.with_misspelling(key).take(MOST_PER_MISSPELLING));
    });
    found.sort_unstable();
    found.dedup();
    for word in found.into_iter().filter(|word| Some(*word) != exact) {
        let other = index.word_text(word);
        let distance = pattern.distance(other);
        let allowed = if text.len().min(other.len()) > 5 { 2 } else { 1 };
        if distance <= allowed {
            each(word, 1.0 - distance as f32 / text.len().max(other.len()) as f32);
        }
    }
}

/// Words that go on where `text` was cut off, the first `most` in the order of their texts.
pub(crate) fn completed(index: &Index, text: &[u8], most: u32, each: impl FnMut(u32)) {
    if text.len() >= 2 {
        let first = index.first_word_from(text);
        let last = (index.words() as u32).min(first.saturating_add(most));
        (first..last)
            .take_while(|&word| index.word_text(word).starts_with(text))
            .for_each(each);
    }
}
