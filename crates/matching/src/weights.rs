//! How much a word tells: term-frequency weights over all layers of an index.

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::{Index, align::Item, prior, word_kind::WordKind};

/// Document frequencies of words over the whole index.
#[derive(Clone, Copy)]
pub(crate) struct Statistics<'a> {
    layers: &'a [&'a Index],
    /// Names that are taken for granted beside those of a small master; see [`prior`].
    prior_names: f32,
    /// 1 / ln(names + 2), so that weights do not depend on the size of the master.
    scale: f32,
}

impl<'a> Statistics<'a> {
    pub(crate) fn new(layers: &'a [&'a Index]) -> Self {
        let names: usize = layers.iter().map(|layer| layer.names()).sum();
        Self {
            layers,
            prior_names: prior::NAMES.saturating_sub(names) as f32,
            scale: 1.0 / ((names.max(prior::NAMES) + 2) as f32).ln(),
        }
    }

    /// The weight of a word that `names` names contain: 1 for none, 0 for all.
    fn weight_of(&self, word: &[u8], names: u32) -> f32 {
        let prior = if self.prior_names > 0.0 {
            self.prior_names * prior::share(word)
        } else {
            0.0
        };
        (1.0 - (names as f32 + prior + 1.0).ln() * self.scale).max(0.02)
    }

    /// The weight of a word by its text.
    pub(crate) fn weight(&self, word: &[u8]) -> f32 {
        self.weight_of(word, self.layers.iter().map(|layer| names_with(layer, word)).sum())
    }

    /// A word of one layer; its weight is the same as by its text.
    fn item(&self, layer: usize, word: u32) -> Item<'a> {
        let own = self.layers[layer];
        let text = own.word_text(word);
        let in_others = (0..)
            .zip(self.layers)
            .filter(|(number, _)| *number != layer)
            .map(|(_, other)| names_with(other, text));
        Item {
            text,
            weight: self.weight_of(text, own.with_word(word).count + in_others.sum::<u32>()),
            kind: WordKind::of(text),
        }
    }
}

fn names_with(layer: &Index, word: &[u8]) -> u32 {
    layer.find_word(word).map_or(0, |word| layer.with_word(word).count)
}

/// The words met while answering one query: candidates share most of theirs, and looking one up costs cache misses.
pub(crate) struct WordCache<'a> {
    statistics: Statistics<'a>,
    known: FxHashMap<(u32, u32), Item<'a>>,
}

impl<'a> WordCache<'a> {
    pub(crate) fn new(statistics: Statistics<'a>) -> Self {
        Self {
            statistics,
            known: FxHashMap::with_capacity_and_hasher(400, FxBuildHasher),
        }
    }

    pub(crate) fn get(&mut self, layer: u32, word: u32) -> Item<'a> {
        *self
            .known
            .entry((layer, word))
            .or_insert_with(|| self.statistics.item(layer as usize, word))
    }
}
