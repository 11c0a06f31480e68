//! Likely duplicates inside the master, with the evidence, to be proposed for merging.
//!
//! Suppliers that share an exact key (identifier, address, words of the name in any order or spacing) are compared as a
//! payee would be with a supplier; pairs that are probable enough make clusters. Linear in the size of the master.

use contract::SupplierId;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    GradeString, Index, Query, Snapshot,
    candidates::Hit,
    corroborate::Corroboration,
    features::compare,
    identifier::Kind,
    model::Model,
    query::Prepared,
    score::{Compared, log_odds},
    spelling::Buffers,
    weights::{Statistics, WordCache},
};

/// Keys that more suppliers share say nothing ("General Contractors").
const MOST_PER_KEY: usize = 8;

/// Two suppliers that are probably one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DuplicatePair {
    /// The one with the smaller id.
    pub first: SupplierId,
    /// The other.
    pub second: SupplierId,
    /// How probable it is that both are one, 0..=1, not calibrated.
    pub probability: f32,
    /// How each element compares.
    pub grade: GradeString,
}

/// Suppliers connected by likely pairs.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// All of them, by id.
    pub suppliers: Vec<SupplierId>,
    /// Why, most probable first.
    pub pairs: Vec<DuplicatePair>,
}

/// The clusters of suppliers that are duplicates with at least `probability`, the most probable first, at most `limit`.
/// Some 10 µs a supplier; run it off the request path.
pub fn clusters(snapshot: &Snapshot, probability: f32, limit: usize) -> Vec<Cluster> {
    let indexes: Vec<&Index> = snapshot.layers.iter().map(|layer| &*layer.index).collect();
    let statistics = Statistics::new(&indexes);
    let mut pairs: Vec<DuplicatePair> = candidate_pairs(snapshot)
        .into_iter()
        .filter_map(|(a, b)| judge(&indexes, &statistics, a, b))
        .filter(|pair| pair.probability >= probability)
        .collect();
    pairs.sort_by(|a, b| {
        b.probability
            .total_cmp(&a.probability)
            .then((a.first, a.second).cmp(&(b.first, b.second)))
    });
    let mut clusters = connect(pairs);
    clusters.sort_by(|a, b| {
        b.pairs[0]
            .probability
            .total_cmp(&a.pairs[0].probability)
            .then(a.suppliers.cmp(&b.suppliers))
    });
    clusters.truncate(limit);
    clusters
}

/// Pairs of names under the same key, each pair of suppliers once.
fn candidate_pairs(snapshot: &Snapshot) -> Vec<(Hit, Hit)> {
    let mut by_key: Vec<(u32, Hit)> = Vec::new();
    for (number, layer) in (0..).zip(snapshot.layers.iter()) {
        by_key.extend(
            layer
                .index
                .all_keys()
                .filter(|(_, name)| !layer.dead.contains(&layer.index.owner(*name)))
                .map(|(key, name)| (key, Hit { layer: number, name })),
        );
    }
    by_key.sort_unstable_by_key(|(key, hit)| (*key, hit.layer, hit.name));
    let supplier = |hit: &Hit| (hit.layer, snapshot.layers[hit.layer as usize].index.owner(hit.name));
    let mut seen = FxHashSet::default();
    let mut pairs = Vec::new();
    for group in by_key
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|group| (2..=MOST_PER_KEY).contains(&group.len()))
    {
        for (at, (_, a)) in group.iter().enumerate() {
            for (_, b) in &group[at + 1..] {
                if supplier(a) != supplier(b) && seen.insert((supplier(a), supplier(b))) {
                    pairs.push((*a, *b));
                }
            }
        }
    }
    pairs
}

fn judge(indexes: &[&Index], statistics: &Statistics<'_>, a: Hit, b: Hit) -> Option<DuplicatePair> {
    let index = |hit: Hit| indexes[hit.layer as usize];
    let record = |hit: Hit| index(hit).record(index(hit).owner(hit.name));
    let own = record(a);
    let query = Query {
        name: index(a).name_text(a.name),
        address: own.address(),
        city: own.city(),
        state: own.state(),
        postcode: own.postcode(),
        country: own.country(),
        tax_id: own.identifier(Kind::TaxId),
        vat_id: own.identifier(Kind::VatId),
        iban: own.identifier(Kind::Iban),
        external_id: "",
    };
    let prepared = Prepared::new(&query, statistics);
    let pair = compare(
        &prepared,
        index(b),
        b,
        &mut WordCache::new(*statistics),
        &mut Vec::new(),
        &mut Buffers::default(),
    );
    let suppliers: f32 = indexes.iter().map(|index| index.len() as f32).sum();
    let in_city = |hash| indexes.iter().map(|index| index.in_city(hash) as f32).sum::<f32>() / suppliers;
    let corroboration = Corroboration::of(&prepared, &record(b), in_city);
    let (first, second) = (index(a).id(index(a).owner(a.name)), index(b).id(index(b).owner(b.name)));
    let mut compared = [Compared {
        supplier_id: second,
        hit: b,
        pair,
        corroboration,
        probability: 0.0,
    }];
    crate::features::set_in_list(&mut compared);
    let odds = log_odds(&compared, Model::shipped())[0];
    let probability = 1.0 / (1.0 + (-odds).exp());
    (first != second).then(|| DuplicatePair {
        first: first.min(second),
        second: first.max(second),
        probability,
        grade: compared[0].scored().grade,
    })
}

/// Connected components of the pairs.
fn connect(pairs: Vec<DuplicatePair>) -> Vec<Cluster> {
    let mut parent: FxHashMap<SupplierId, SupplierId> = FxHashMap::default();
    for pair in &pairs {
        let (a, b) = (root(&mut parent, pair.first), root(&mut parent, pair.second));
        parent.insert(a.max(b), a.min(b));
    }
    let mut by_root: FxHashMap<SupplierId, Cluster> = FxHashMap::default();
    for pair in pairs {
        let root = root(&mut parent, pair.first);
        let cluster = by_root.entry(root).or_insert_with(|| Cluster {
            suppliers: Vec::new(),
            pairs: Vec::new(),
        });
        cluster.suppliers.extend([pair.first, pair.second]);
        cluster.pairs.push(pair);
    }
    by_root
        .into_values()
        .map(|mut cluster| {
            cluster.suppliers.sort_unstable();
            cluster.suppliers.dedup();
            cluster
        })
        .collect()
}

fn root(parent: &mut FxHashMap<SupplierId, SupplierId>, id: SupplierId) -> SupplierId {
    let mut at = id;
    while let Some(&next) = parent.get(&at).filter(|next| **next != at) {
        at = next;
    }
    parent.insert(id, at);
    at
}
