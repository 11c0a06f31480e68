//! How masters of a few suppliers do.

use std::{
    collections::{HashMap, HashSet},
    fmt::Write as _,
    path::Path,
};

use anyhow::Result;
use contract::{MatchDecision, SupplierId};

use super::{
    bench::ask,
    data::{self, LabelledQuery},
};
use crate::{Index, IndexBuilder, LiveIndex, Query, Scratch, Thresholds, bytes::stable_hash};

/// Suppliers of the masters.
const SIZES: [usize; 3] = [60, 500, 5_000];

/// A table of what is matched automatically. Half of each master are suppliers that queries ask for, half others. All queries
/// are asked, by name only, so that hardly any has a true match and the wrong ones are seen.
pub(super) fn report(data: &Path, work: &Path, queries: &[LabelledQuery]) -> Result<String> {
    let mut names = HashMap::new();
    data::read_suppliers(data, |record| {
        names.insert(record.id, record.name.to_owned());
        Ok(())
    })?;
    let asked = in_some_order(queries.iter().filter_map(|query| query.expected));
    let others = in_some_order(names.keys().copied());
    let mut text = String::from(
        "| Suppliers | Queries with a true match | of these matched | Matched automatically | of these wrong |\n|---|---|---|---|---|\n",
    );
    for size in SIZES {
        let chosen: HashSet<SupplierId> = asked
            .iter()
            .take(size / 2)
            .chain(others.iter().take(size / 2))
            .copied()
            .collect();
        let path = work.join("small.index");
        let mut builder = IndexBuilder::new();
        data::read_suppliers(data, |record| {
            if chosen.contains(&record.id) {
                builder.add(record)?;
            }
            Ok(())
        })?;
        builder.write(&path)?;
        let snapshot = LiveIndex::new(Some(Index::open(&path)?)).snapshot();
        let (mut scratch, thresholds) = (Scratch::default(), Thresholds::default());
        let (mut with_match, mut right, mut automatic) = (0, 0, 0);
        for query in queries {
            let truth = query.expected.filter(|id| chosen.contains(id));
            with_match += u32::from(truth.is_some());
            let name = Query {
                name: &query.name,
                ..Query::default()
            };
            let scored = ask(&snapshot, &name, &mut scratch);
            if thresholds.decide(&scored) == MatchDecision::Match {
                automatic += 1;
                // A homonym of the true one can not be told from it.
                right += u32::from(truth.is_some_and(|truth| names[&truth] == names[&scored[0].supplier_id]));
            }
        }
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "| {size} | {with_match} | {right} | {automatic} | {} |",
            automatic - right
        );
    }
    text.push('\n');
    Ok(text)
}

/// The same order in each run, which has nothing to do with the ids.
fn in_some_order(ids: impl Iterator<Item = SupplierId>) -> Vec<SupplierId> {
    let mut ids: Vec<SupplierId> = ids.collect::<HashSet<_>>().into_iter().collect();
    ids.sort_by_cached_key(|id| stable_hash(90, &[&id.to_string()]));
    ids
}
