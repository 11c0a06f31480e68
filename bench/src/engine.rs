//! Our own engine.

use std::{collections::HashMap, path::Path};

use anyhow::Result;
use contract::SupplierId;
use matching::{Index, LiveIndex, Query, Scratch, Snapshot};

use crate::Finder;

pub(crate) struct Engine {
    snapshot: Snapshot,
    scratch: Scratch,
    numbers: HashMap<SupplierId, u32>,
}

impl Engine {
    pub(crate) fn open(index: &Path, ids: &[SupplierId]) -> Result<Self> {
        Ok(Self {
            snapshot: LiveIndex::new(Some(Index::open(index)?)).snapshot(),
            scratch: Scratch::default(),
            numbers: ids.iter().copied().zip(0..).collect(),
        })
    }
}

impl Finder for Engine {
    fn name(&self) -> &'static str {
        "Vouch (weights trained on these queries)"
    }

    fn best(&mut self, name: &str) -> Result<Option<(u32, f32)>> {
        let query = Query {
            name,
            ..Query::default()
        };
        let found = self.snapshot.candidates(&query, 1, &[], &mut self.scratch);
        Ok(found.first().map(|it| (self.numbers[&it.supplier_id], it.probability)))
    }
}
