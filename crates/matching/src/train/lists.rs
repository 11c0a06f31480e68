//! The candidates of all labelled queries in numbers: what the training learns from and the validation judges.

use contract::SupplierId;

use super::data::LabelledQuery;
use crate::{
    Snapshot,
    candidates::{Scratch, VISITS},
    features::Vector,
    score::{SCORED, compare_all},
};

/// One query with its candidates.
#[derive(Clone, Debug)]
pub(crate) struct List {
    /// Position in [`Lists::sources`].
    pub(crate) source: usize,
    /// Position of the query in the data.
    pub(crate) query: usize,
    pub(crate) rows: std::ops::Range<usize>,
    /// The row of the true supplier, if it is among the candidates.
    pub(crate) truth: Option<usize>,
    /// Whether the master has the true supplier.
    pub(crate) is_match: bool,
    /// Whether the true supplier was hidden to make a query without match.
    pub(crate) hidden: bool,
}

/// Candidates of many queries, flat.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lists {
    pub(crate) lists: Vec<List>,
    pub(crate) rows: Vec<Vector>,
    /// Log-odds of the columns beside the name, per row.
    pub(crate) offsets: Vec<f32>,
    /// Whether anything beside the name agrees, per row.
    pub(crate) corroborated: Vec<bool>,
    pub(crate) sources: Vec<String>,
}

/// One query in this many is asked again with its true supplier hidden.
const HIDDEN_ONE_IN: usize = 6;

impl Lists {
    pub(crate) fn collect(snapshot: &Snapshot, queries: &[LabelledQuery]) -> Self {
        let mut lists = Self::default();
        lists.sources = queries.iter().map(|query| query.source.clone()).collect();
        lists.sources.sort();
        lists.sources.dedup();
        let mut scratch = Scratch::default();
        for (at, query) in queries.iter().enumerate() {
            lists.add(snapshot, at, query, None, &mut scratch);
            if at % HIDDEN_ONE_IN == 0 && query.expected.is_some() {
                lists.add(snapshot, at, query, query.expected, &mut scratch);
            }
        }
        lists
    }

    fn add(
        &mut self,
        snapshot: &Snapshot,
        at: usize,
        query: &LabelledQuery,
        hidden: Option<SupplierId>,
        scratch: &mut Scratch,
    ) {
        let (_, mut compared) = compare_all(&snapshot.layers, &query.query(), hidden.as_slice(), VISITS, scratch);
        compared.truncate(SCORED);
        let start = self.rows.len();
        let truth = compared
            .iter()
            .position(|it| Some(it.supplier_id) == query.expected)
            .map(|at| start + at);
        for it in &compared {
            self.rows.push(it.pair.values);
            self.offsets.push(it.corroboration.log_odds());
            self.corroborated.push(it.corroboration.agrees());
        }
        self.lists.push(List {
            source: self
                .sources
                .binary_search(&query.source)
                .expect("collected from the same queries"),
            query: at,
            rows: start..self.rows.len(),
            truth,
            is_match: query.expected.is_some() && hidden.is_none(),
            hidden: hidden.is_some(),
        });
    }
}
