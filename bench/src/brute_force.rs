//! `rapidfuzz`: the edit ratio of the lower-case name to every supplier.

use anyhow::Result;
use rapidfuzz::fuzz::RatioBatchComparator;

use crate::{Finder, Supplier};

pub(crate) struct BruteForce {
    names: Vec<(u32, String)>,
}

impl BruteForce {
    pub(crate) fn new(suppliers: &[Supplier]) -> Self {
        Self {
            names: suppliers
                .iter()
                .map(|(number, name)| (*number, name.to_lowercase()))
                .collect(),
        }
    }
}

impl Finder for BruteForce {
    fn name(&self) -> &'static str {
        "rapidfuzz, every supplier"
    }

    fn best(&mut self, query: &str) -> Result<Option<(u32, f32)>> {
        let comparator = RatioBatchComparator::new(query.to_lowercase().chars());
        let scores = self
            .names
            .iter()
            .map(|(number, name)| (*number, comparator.similarity(name.chars()) as f32));
        Ok(scores.max_by(|a, b| a.1.total_cmp(&b.1)))
    }
}
