//! Which names of an index are worth comparing with a query.
//!
//! Everything under an exact key, then the names that share the rarest words and trigrams with the query. Posting lists
//! are read shortest first until a budget of visits is spent: what a long list could add is little, and it costs the most.

use std::{cmp::Reverse, collections::BinaryHeap};

use rustc_hash::FxHashSet;

use crate::{Index, edit_distance::Pattern, grams, misspelling, normalize::Name, postings::Postings, query::Prepared};

/// Names visited per query and layer; recall against CPU was measured with `matching-bench --budgets`.
pub(crate) const VISITS: usize = 60_000;
/// Names that the postings may bring; as many again may come from the keys.
pub(crate) const FROM_POSTINGS: usize = 40;
/// Of the names that contain the query, whatever else they say, and of those that it contains.
const CONTAINING: usize = 20;
/// Units of a posting score per nat of rarity.
const UNITS: f32 = 16.0;
/// A shared word counts this many times its trigram-sized weight.
const WORD_FACTOR: f32 = 2.0;

/// Words read per misspelling, and completions of a word that was cut off.
const MOST_PER_MISSPELLING: usize = 32;
const MOST_COMPLETIONS: u32 = 32;

/// Memory that queries reuse; one per thread.
#[derive(Debug, Default)]
pub struct Scratch {
    scores: Vec<u16>,
    touched: Vec<u32>,
    pub(crate) words: Vec<(u32, u8)>,
}

/// A name to compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) layer: u32,
    pub(crate) name: u32,
}

/// Appends the names of one layer to `hits`: those under the query's keys, and the best of the postings.
pub(crate) fn collect(
    index: &Index,
    layer: u32,
    dead: &FxHashSet<u32>,
    query: &Prepared,
    visits: usize,
    scratch: &mut Scratch,
    hits: &mut Vec<Hit>,
) {
    let alive = |name: &u32| dead.is_empty() || !dead.contains(&index.owner(*name));
    let start = hits.len();
    for &key in &query.keys {
        hits.extend(index.with_key(key).filter(alive).map(|name| Hit { layer, name }));
    }

    accumulate(index, query, visits, scratch);
    let lengths = index.name_lengths();
    let own = query.grams.len() as f32 + 4.0;
    let mut resembling = Best::new(FROM_POSTINGS);
    let mut containing = Best::new(CONTAINING);
    let mut contained = Best::new(CONTAINING);
    // What a score must exceed to have any chance in one of the three, whatever the length of the name.
    let mut least = 0.0;
    for &name in &scratch.touched {
        let shared = f32::from(std::mem::take(&mut scratch.scores[name as usize]));
        if shared <= least {
            continue;
        }
        let length = f32::from(lengths[name as usize]);
        let changed = resembling.offer(shared / (own + length), name, alive)
            | containing.offer(shared / (own + 0.15 * length), name, alive)
            | contained.offer(shared / (0.3 * own + length), name, alive);
        if changed {
            least = (resembling.worst() * own)
                .min(containing.worst() * own)
                .min(contained.worst() * 0.3 * own);
        }
    }
    scratch.touched.clear();
    hits.extend(
        resembling
            .names()
            .chain(containing.names())
            .chain(contained.names())
            .map(|name| Hit { layer, name }),
    );
    hits[start..].sort_unstable_by_key(|hit| hit.name);
    hits.dedup();
}

/// The names with the highest scores so far; of equal ones those with the lowest numbers.
struct Best {
    heap: BinaryHeap<Reverse<(u32, Reverse<u32>)>>,
    most: usize,
}

impl Best {
    fn new(most: usize) -> Self {
        Self {
            heap: BinaryHeap::with_capacity(most + 1),
            most,
        }
    }

    /// Takes a name in if it is among the best; whether it was.
    #[inline]
    fn offer(&mut self, score: f32, name: u32, alive: impl Fn(&u32) -> bool) -> bool {
        // Positive floats order like their bits.
        let entry = (score.to_bits(), Reverse(name));
        let full = self.heap.len() == self.most;
        if full && self.heap.peek().is_some_and(|worst| entry <= worst.0) || !alive(&name) {
            return false;
        }
        if full {
            self.heap.pop();
        }
        self.heap.push(Reverse(entry));
        true
    }

    /// The score that a name must reach, 0 while there is room.
    fn worst(&self) -> f32 {
        if self.heap.len() < self.most {
            0.0
        } else {
            self.heap.peek().map_or(0.0, |Reverse((bits, _))| f32::from_bits(*bits))
        }
    }

    fn names(self) -> impl Iterator<Item = u32> {
        self.heap.into_iter().map(|Reverse((_, Reverse(name)))| name)
    }
}

/// Adds up the rarity of what each name shares with the query.
fn accumulate(index: &Index, query: &Prepared, visits: usize, scratch: &mut Scratch) {
    if scratch.scores.len() < index.names() {
        scratch.scores.resize(index.names(), 0);
    }
    let names = index.names() as f32;
    let rarity = |list: &Postings<'_>| ((names + 1.0) / (list.count as f32 + 0.5)).ln().max(0.1);
    let mut lists: Vec<(Postings<'_>, f32)> = Vec::with_capacity(query.grams.len() + 4 * query.name.words.len());
    for (position, (word, pattern)) in query.name.words.iter().zip(&query.patterns).enumerate() {
        let text = word.text.as_bytes();
        let exact = index.find_word(text);
        if let Some(word) = exact {
            let list = index.with_word(word);
            lists.push((list, rarity(&list) * WORD_FACTOR));
        }
        let is_last = position + 1 == query.name.words.len();
        similar_words(index, text, pattern, exact, is_last, |word, similarity| {
            let list = index.with_word(word);
            lists.push((list, rarity(&list) * WORD_FACTOR * similarity));
        });
    }
    for &gram in &query.grams {
        if let Some(list) = index.with_gram(gram) {
            lists.push((list, rarity(&list)));
        }
    }
    add_up(lists, visits, scratch);
}

/// Adds up the weights of lists, the shortest first, until the visits are spent.
fn add_up(mut lists: Vec<(Postings<'_>, f32)>, visits: usize, scratch: &mut Scratch) {
    lists.sort_by_key(|(list, _)| list.count);
    let mut left = visits;
    for (position, (list, weight)) in lists.into_iter().enumerate() {
        // The shortest list is always read in full, else a query of common words would find nothing.
        if list.count as usize > left && position > 0 {
            break;
        }
        left = left.saturating_sub(list.count as usize);
        let units = (weight * UNITS) as u16;
        list.for_each(|name| {
            let score = &mut scratch.scores[name as usize];
            if *score == 0 {
                scratch.touched.push(name);
            }
            *score = score.saturating_add(units);
        });
    }
}

/// The names that best contain the words typed so far, the last of which may be unfinished.
pub(crate) fn completions(
    index: &Index,
    dead: &FxHashSet<u32>,
    typed: &Name,
    most: usize,
    scratch: &mut Scratch,
) -> Vec<u32> {
    if scratch.scores.len() < index.names() {
        scratch.scores.resize(index.names(), 0);
    }
    let mut lists = Vec::new();
    let mut grams = Vec::new();
    for (position, word) in typed.words.iter().enumerate() {
        let text = word.text.as_bytes();
        let is_last = position + 1 == typed.words.len();
        let exact = index.find_word(text);
        lists.extend(exact.map(|word| (index.with_word(word), 8.0)));
        similar_words(index, text, &Pattern::new(text), exact, false, |word, similarity| {
            lists.push((index.with_word(word), 6.0 * similarity));
        });
        if is_last {
            let first = index.first_word_from(text);
            let last = (index.words() as u32).min(first + 20 * MOST_COMPLETIONS);
            let unfinished = (first..last).take_while(|&word| index.word_text(word).starts_with(text));
            lists.extend(
                unfinished
                    .filter(|word| Some(*word) != exact)
                    .map(|word| (index.with_word(word), 6.0)),
            );
        }
        grams::of_word(text, is_last, &mut grams);
    }
    lists.extend(
        grams
            .iter()
            .filter_map(|&gram| index.with_gram(gram))
            .map(|list| (list, 1.0)),
    );
    add_up(lists, 4 * VISITS, scratch);
    let lengths = index.name_lengths();
    let mut best = Best::new(most);
    for &name in &scratch.touched {
        let shared = f32::from(std::mem::take(&mut scratch.scores[name as usize]));
        let alive = |name: &u32| !dead.contains(&index.owner(*name));
        best.offer(shared / (40.0 + f32::from(lengths[name as usize])), name, alive);
    }
    scratch.touched.clear();
    best.names().collect()
}

/// Words within a typing error of a query's word, and words that go on where the last one was cut off.
fn similar_words(
    index: &Index,
    text: &[u8],
    pattern: &Pattern,
    exact: Option<u32>,
    is_last: bool,
    mut each: impl FnMut(u32, f32),
) {
    let mut found: Vec<u32> = Vec::new();
    misspelling::keys(text, |key| {
        found.extend(index.with_misspelling(key).take(MOST_PER_MISSPELLING));
    });
    found.sort_unstable();
    found.dedup();
    for word in found {
        let other = index.word_text(word);
        let allowed = if text.len().min(other.len()) > 5 { 2 } else { 1 };
        if Some(word) != exact && pattern.distance(other) <= allowed {
            each(
                word,
                1.0 - pattern.distance(other) as f32 / text.len().max(other.len()) as f32,
            );
        }
    }
    if is_last && text.len() >= 3 && exact.is_none() {
        let first = index.first_word_from(text);
        let last = (index.words() as u32).min(first + MOST_COMPLETIONS);
        (first..last)
            .take_while(|&word| index.word_text(word).starts_with(text))
            .for_each(|word| each(word, 0.8));
    }
}
