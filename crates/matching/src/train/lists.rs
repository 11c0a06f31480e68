//! The candidates of all labelled queries in numbers: what the training learns from and the validation judges.

use contract::SupplierId;

use super::data::{LabelledQuery, Place};
use crate::{Snapshot, accumulate::Scratch, bytes::stable_hash, features::Vector, score::compare_all};

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
    /// How the query was changed to teach what the data do not show.
    pub(crate) variant: Variant,
}

/// The query as it is, or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Variant {
    /// As the data have it.
    Original,
    /// The true supplier was hidden: its siblings must not be taken for it.
    Hidden,
    /// Given the address of its supplier, or of another: what the columns beside the name are worth.
    Placed,
}

/// Candidates of many queries, flat.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lists {
    pub(crate) all: Vec<List>,
    pub(crate) rows: Vec<Vector>,
    /// Log-odds of the columns beside the name, per row.
    pub(crate) offsets: Vec<f32>,
    /// Whether anything beside the name agrees, per row.
    pub(crate) corroborated: Vec<bool>,
    pub(crate) suppliers: Vec<SupplierId>,
    pub(crate) sources: Vec<String>,
}

/// One query in this many is asked again with its true supplier hidden.
const HIDDEN_ONE_IN: u64 = 6;
/// One query in this many without columns is asked again with columns.
const PLACED_ONE_IN: u64 = 3;
/// One in this many of those gets the columns of another supplier: payees move, and have offices.
const ELSEWHERE_ONE_IN: u64 = 8;

impl Lists {
    pub(crate) fn collect(snapshot: &Snapshot, queries: &[LabelledQuery]) -> Self {
        let mut sources: Vec<String> = queries.iter().map(|query| query.source.clone()).collect();
        sources.sort();
        sources.dedup();
        let mut lists = Self {
            sources,
            ..Self::default()
        };
        let mut scratch = Scratch::default();
        for (at, query) in queries.iter().enumerate() {
            let chance = stable_hash(0, &[&at.to_string()]);
            lists.add(snapshot, at, query, Variant::Original, &mut scratch);
            if chance.is_multiple_of(HIDDEN_ONE_IN) && query.expected.is_some() {
                lists.add(snapshot, at, query, Variant::Hidden, &mut scratch);
            }
            if (chance / 7).is_multiple_of(PLACED_ONE_IN) && !query.has_place() {
                let placed = query.at(place(snapshot, query, chance));
                lists.add(snapshot, at, &placed, Variant::Placed, &mut scratch);
            }
        }
        lists
    }

    fn add(&mut self, snapshot: &Snapshot, at: usize, query: &LabelledQuery, variant: Variant, scratch: &mut Scratch) {
        let hidden = query.expected.filter(|_| variant == Variant::Hidden);
        let (_, compared) = compare_all(&snapshot.layers, &query.query(), hidden.as_slice(), scratch);
        let start = self.rows.len();
        let truth = compared
            .iter()
            .position(|it| Some(it.supplier_id) == query.expected)
            .map(|at| start + at);
        for it in &compared {
            self.rows.push(it.pair.values);
            self.offsets.push(it.corroboration.log_odds());
            self.corroborated.push(it.corroboration.agrees());
            self.suppliers.push(it.supplier_id);
        }
        self.all.push(List {
            source: self
                .sources
                .binary_search(&query.source)
                .expect("collected from the same queries"),
            query: at,
            rows: start..self.rows.len(),
            truth,
            is_match: query.expected.is_some() && hidden.is_none(),
            variant,
        });
    }
}

/// The columns of the query's supplier, or of one that `chance` picks; the street only every second time.
fn place(snapshot: &Snapshot, query: &LabelledQuery, chance: u64) -> Place {
    let index = &snapshot.layers[0].index;
    let own = query
        .expected
        .and_then(|id| index.find(id))
        .filter(|_| !(chance / 31).is_multiple_of(ELSEWHERE_ONE_IN));
    let record = index.record(own.unwrap_or((chance >> 8) as u32 % index.len() as u32));
    Place {
        address: if (chance / 127).is_multiple_of(2) {
            record.address().to_owned()
        } else {
            String::new()
        },
        city: record.city().to_owned(),
        state: record.state().to_owned(),
        country: record.country().to_owned(),
    }
}
