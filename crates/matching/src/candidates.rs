//! Which names of an index are worth comparing with a query.
//!
//! Everything under an exact key; and of the names that share words (also misspelled or cut off) or trigrams with the
//! query the best, chosen in two steps: some hundred by the sum of what the posting lists said, of these the best by the
//! words of both names. Posting lists are read shortest first, words before trigrams, until a budget of visits is spent:
//! what a long list could add is little, and it costs the most.

use crate::{
    Index,
    accumulate::{Best, Scratch, Weighted},
    grams,
    lexicon::Lexicon,
    live::Layer,
    query::Prepared,
    weights::WordCache,
};

/// Names visited per query and layer, by the root of the layer's size. With ten times the suppliers a query costs 2.6 times
/// as much and 0.04 of the recall is lost (`matching-bench --others 9 --every 20`, 2026-11-21).
const VISITS_PER_ROOT: f32 = 60.0;
const LEAST_VISITS: usize = 5_000;
/// Names of the first choice by similarity, and of those that contain the query whatever else they say.
const RESEMBLING: usize = 300;
const CONTAINING: usize = 300;
/// Names of the second choice, at most and at least; those under exact keys come on top.
pub(crate) const CHOSEN: usize = 160;
const LEAST_CHOSEN: usize = 40;
/// A shared word counts this many times a trigram of the same rarity.
const WORD_FACTOR: f32 = 2.0;

/// A name to compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) layer: u32,
    pub(crate) name: u32,
}

/// Appends the names of one layer to `hits`: those under the query's keys, and the best of the postings.
pub(crate) fn collect(
    number: u32,
    layer: &Layer,
    query: &Prepared,
    cache: &mut WordCache<'_>,
    scratch: &mut Scratch,
    hits: &mut Vec<Hit>,
) {
    let index = &*layer.index;
    let alive = |name: u32| layer.dead.is_empty() || !layer.dead.contains(&index.owner(name));
    let start = hits.len();
    for &key in &query.keys {
        hits.extend(
            index
                .with_key(key)
                .filter(|&name| alive(name))
                .map(|name| Hit { layer: number, name }),
        );
    }
    let lexicon = Lexicon::new(index, query);
    let first = first_choice(index, query, &lexicon, alive, scratch);
    let second = second_choice(index, number, query, &lexicon, cache, first, scratch);
    hits.extend(second.map(|name| Hit { layer: number, name }));
    hits[start..].sort_unstable_by_key(|hit| hit.name);
    hits.dedup();
}

/// The names that share the most, and how similar that makes them (0 to about 1).
fn first_choice(
    index: &Index,
    query: &Prepared,
    lexicon: &Lexicon,
    alive: impl Fn(u32) -> bool + Copy,
    scratch: &mut Scratch,
) -> Vec<(u32, f32)> {
    let visits = ((index.names() as f32).sqrt() * VISITS_PER_ROOT) as usize;
    let visits = visits.max(LEAST_VISITS);
    let mut words: Vec<Weighted<'_>> = lexicon
        .entries()
        .iter()
        .map(|entry| {
            let list = index.with_word(entry.word);
            (
                list,
                grams::weight(list.count, index.names()) * WORD_FACTOR * entry.similarity,
            )
        })
        .collect();
    let (left, of_words) = scratch.add_up(index, &mut words, visits / 2);
    let mut trigrams: Vec<Weighted<'_>> = query
        .grams
        .iter()
        .filter_map(|&gram| index.with_gram(gram))
        .map(|list| (list, grams::weight(list.count, index.names())))
        .collect();
    let (_, of_grams) = scratch.add_up(index, &mut trigrams, left + visits / 2);
    let norms = index.name_norms();
    let own_norm = (of_words + of_grams).sqrt();
    let mut resembling = Best::new(RESEMBLING);
    let mut containing = Best::new(CONTAINING);
    scratch.drain(|name, shared| {
        let norm = &grams::INVERSE_NORMS[usize::from(norms[name as usize])];
        let (resembles, contains) = (shared * norm.whole, shared * norm.fourth_root);
        if resembles >= resembling.worst {
            resembling.offer(resembles, name, alive);
        }
        if contains >= containing.worst {
            containing.offer(contains, name, alive);
        }
    });
    let mut names: Vec<(u32, f32)> = resembling
        .into_names()
        .map(|(name, score)| (name, score / own_norm))
        .collect();
    names.extend(containing.into_names().map(|(name, score)| {
        let norm = &grams::INVERSE_NORMS[usize::from(norms[name as usize])];
        (name, score / norm.fourth_root * norm.whole / own_norm)
    }));
    names.sort_unstable_by_key(|(name, _)| *name);
    names.dedup_by_key(|(name, _)| *name);
    names
}

/// How many names of a layer to compare: few look alike where there are few.
fn chosen(index: &Index) -> usize {
    CHOSEN.min(LEAST_CHOSEN + index.names().isqrt() / 4)
}

/// Of the first choice the names whose words agree best with the query's.
fn second_choice(
    index: &Index,
    layer: u32,
    query: &Prepared,
    lexicon: &Lexicon,
    cache: &mut WordCache<'_>,
    first: Vec<(u32, f32)>,
    scratch: &mut Scratch,
) -> impl Iterator<Item = u32> {
    let own_total = query.weights.iter().sum::<f32>().max(0.01);
    let mut best = Best::new(chosen(index));
    let mut own_covered = vec![0.0_f32; query.weights.len()];
    for (name, similarity) in first {
        scratch.words.clear();
        index.name_words(name, &mut scratch.words);
        own_covered.fill(0.0);
        let (mut covered, mut total) = (0.0, 0.01);
        for &(word, _) in &scratch.words {
            if let Some(entry) = lexicon.find(word) {
                let at = usize::from(entry.query_word);
                let weight = query.weights[at];
                own_covered[at] = own_covered[at].max(weight * entry.similarity);
                covered += weight * entry.similarity;
                total += weight;
            } else {
                total += cache.get(layer, word).weight;
            }
        }
        let own = own_covered.iter().sum::<f32>() / own_total;
        let other = covered / total;
        best.offer(own + other + own.max(other) + 1.5 * similarity, name, |_| true);
    }
    best.into_names().map(|(name, _)| name)
}
