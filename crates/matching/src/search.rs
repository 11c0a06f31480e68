//! Searching by hand: a few letters typed into a box.

use contract::SupplierId;

use crate::{
    Index, Snapshot,
    accumulate::{Best, Scratch, Weighted},
    edit_distance::Pattern,
    grams,
    lexicon::{completed, misspelled},
    live::Layer,
    normalize::Name,
};

/// Names compared per layer.
const COMPARED: usize = 200;
/// Names visited per layer.
const VISITS: usize = 200_000;
/// Words that may complete the last one.
const COMPLETIONS: u32 = 600;

impl Snapshot {
    /// The suppliers whose names best fit what was typed, best first, each with a fit of 0..=1. Words may be misspelled,
    /// in any order, and the last one unfinished. Empty when nothing was typed.
    pub fn search_names(&self, text: &str, k: usize) -> Vec<(SupplierId, f32)> {
        let name = Name::parse(text);
        let typed: Vec<(&[u8], Pattern)> = name
            .words
            .iter()
            .map(|word| (word.text.as_bytes(), Pattern::new(word.text.as_bytes())))
            .collect();
        let mut scratch = Scratch::default();
        let mut found: Vec<(SupplierId, f32)> = Vec::new();
        let mut words = Vec::new();
        for layer in self.layers.iter() {
            for number in names_with(layer, &typed, &mut scratch) {
                words.clear();
                layer.index.name_words(number, &mut words);
                let texts: Vec<&[u8]> = words.iter().map(|(word, _)| layer.index.word_text(*word)).collect();
                found.push((layer.index.id(layer.index.owner(number)), fit(&typed, &texts)));
            }
        }
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut seen = rustc_hash::FxHashSet::default();
        found.retain(|(id, fit)| *fit > 0.3 && seen.insert(*id));
        found.truncate(k);
        found
    }
}

/// The names of a layer that share most with what was typed; the last word may be unfinished.
fn names_with(layer: &Layer, typed: &[(&[u8], Pattern)], scratch: &mut Scratch) -> Vec<u32> {
    let index: &Index = &layer.index;
    let mut lists: Vec<Weighted<'_>> = Vec::new();
    let mut codes = Vec::new();
    for (position, (text, pattern)) in typed.iter().enumerate() {
        let is_last = position + 1 == typed.len();
        let exact = index.find_word(text);
        lists.extend(exact.map(|word| (index.with_word(word), 8.0)));
        misspelled(index, text, pattern, exact, |word, similarity| {
            lists.push((index.with_word(word), 6.0 * similarity));
        });
        if is_last {
            completed(index, text, COMPLETIONS, |word| {
                if Some(word) != exact {
                    lists.push((index.with_word(word), 6.0));
                }
            });
        }
        grams::of_word(text, is_last, &mut codes);
    }
    lists.extend(
        codes
            .iter()
            .filter_map(|&code| index.with_gram(code))
            .map(|list| (list, 1.0)),
    );
    scratch.add_up(index, &mut lists, VISITS);
    let norms = index.name_norms();
    let mut best = Best::new(COMPARED);
    scratch.drain(|name, shared| {
        let score = shared / (25.0 + grams::norm(norms[name as usize]));
        best.offer(score, name, |name| !layer.dead.contains(&index.owner(name)));
    });
    best.into_names().map(|(name, _)| name).collect()
}

/// How well the words typed are found in a name; words of the name that were not typed cost little.
fn fit(typed: &[(&[u8], Pattern)], words: &[&[u8]]) -> f32 {
    if typed.is_empty() || words.is_empty() {
        return 0.0;
    }
    let letters: usize = typed.iter().map(|(text, _)| text.len()).sum();
    let mut used = 0;
    let mut sum = 0.0;
    for (position, (text, pattern)) in typed.iter().enumerate() {
        let is_last = position + 1 == typed.len();
        let best = words
            .iter()
            .map(|word| {
                let value = if word == text {
                    1.0
                } else if word.starts_with(text) {
                    if is_last { 0.97 } else { 0.85 }
                } else if text.len() >= 3 {
                    let start = &word[..word.len().min(text.len())];
                    let allowed = if text.len() > 5 { 2 } else { 1 };
                    let distance =
                        pattern
                            .distance(word)
                            .min(if is_last { pattern.distance(start) } else { usize::MAX });
                    if distance <= allowed {
                        0.85 - 0.15 * distance as f32
                    } else {
                        0.0
                    }
                } else {
                    0.0
                };
                (value, word.len())
            })
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .expect("there are words");
        sum += best.0 * text.len() as f32;
        used += if best.0 > 0.0 { best.1 } else { 0 };
    }
    let total: usize = words.iter().map(|word| word.len()).sum();
    let untyped = total.saturating_sub(used) as f32 / (total + 20) as f32;
    (sum / letters as f32 * (1.0 - 0.25 * untyped)).clamp(0.0, 1.0)
}
