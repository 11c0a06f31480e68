//! How much a word tells: term-frequency weights over all layers of an index.

use crate::Index;

/// Document frequencies of words over the whole index.
#[derive(Clone, Copy)]
pub(crate) struct Statistics<'a> {
    layers: &'a [&'a Index],
    /// 1 / ln(names + 2), so that weights do not depend on the size of the master.
    scale: f32,
}

impl<'a> Statistics<'a> {
    pub(crate) fn new(layers: &'a [&'a Index]) -> Self {
        let names: usize = layers.iter().map(|layer| layer.names()).sum();
        Self {
            layers,
            scale: 1.0 / ((names + 2) as f32).ln(),
        }
    }

    /// The weight of a word that `names` names contain: 1 for none, 0 for all.
    fn weight_of(&self, names: u32) -> f32 {
        (1.0 - ((names + 1) as f32).ln() * self.scale).max(0.02)
    }

    /// The weight of a word by its text.
    pub(crate) fn weight(&self, word: &[u8]) -> f32 {
        self.weight_of(
            self.layers
                .iter()
                .filter_map(|layer| Some(layer.with_word(layer.find_word(word)?).count))
                .sum(),
        )
    }

    /// The weight of a word by its number in one layer; the same as by its text.
    pub(crate) fn weight_in(&self, layer: usize, word: u32) -> f32 {
        match self.layers {
            [only] => self.weight_of(only.with_word(word).count),
            layers => self.weight(layers[layer].word_text(word)),
        }
    }
}
