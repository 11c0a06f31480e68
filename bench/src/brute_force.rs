//! `rapidfuzz`: the mean of ratio and token-sorted ratio to every supplier.

use anyhow::Result;

use crate::{
    Finder, Supplier,
    likeness::{Folded, Likeness},
};

pub(crate) struct BruteForce {
    names: Vec<(u32, Folded)>,
}

impl BruteForce {
    pub(crate) fn new(suppliers: &[Supplier]) -> Self {
        Self {
            names: suppliers
                .iter()
                .map(|(number, name)| (*number, Folded::new(name)))
                .collect(),
        }
    }
}

impl Finder for BruteForce {
    fn name(&self) -> &'static str {
        "rapidfuzz, every supplier"
    }

    fn best(&mut self, query: &str) -> Result<Option<(u32, f32)>> {
        let likeness = Likeness::new(query);
        let scores = self.names.iter().map(|(number, name)| (*number, likeness.with(name)));
        Ok(scores.max_by(|a, b| a.1.total_cmp(&b.1)))
    }
}
