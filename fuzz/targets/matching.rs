//! Whatever the suppliers and the query are: no panic, probabilities of one unit, a normal form that stays, and a
//! supplier of exactly the query's name among the candidates.
#![no_main]

use contract::SupplierId;
use libfuzzer_sys::fuzz_target;
use matching::{LiveIndex, Query, Scratch, SupplierRecord, Thresholds, normalize_name};
use uuid::Uuid;

/// Candidates that are asked for; more than there are suppliers.
const TOP: usize = 16;

fuzz_target!(|text: &str| {
    // The first line is the query, each other one a supplier; a tab separates columns.
    let rows: Vec<Vec<&str>> = text
        .lines()
        .take(TOP - 2)
        .map(|line| line.split('\t').collect())
        .collect();
    let Some((query, suppliers)) = rows.split_first() else {
        return;
    };
    let index = LiveIndex::new(None);
    for (number, row) in suppliers.iter().enumerate() {
        index.upsert(&record(number, row)).expect("a few suppliers fit");
    }
    let name = query[0];
    let normal = normalize_name(name);
    assert_eq!(normalize_name(&normal), normal, "normalization is idempotent");
    let own = SupplierRecord {
        id: id(suppliers.len()),
        name,
        ..Default::default()
    };
    index.upsert(&own).expect("a few suppliers fit");

    let at = |column: usize| query.get(column).copied().unwrap_or_default();
    let query = Query {
        name,
        address: at(1),
        city: at(2),
        postcode: at(3),
        country: at(4),
        tax_id: at(5),
        iban: at(6),
        ..Default::default()
    };
    let snapshot = index.snapshot();
    let found = snapshot.candidates(&query, TOP, &[], &mut Scratch::default());
    assert!(found.iter().all(|it| (0.0..=1.0).contains(&it.probability)));
    assert!(found.iter().map(|it| it.probability).sum::<f32>() < 1.001);
    assert!(
        normal.is_empty() || found.iter().any(|it| it.supplier_id == own.id),
        "the supplier of this very name is a candidate"
    );
    Thresholds::default().decide(&found);
    snapshot.search_names(name, TOP);
});

fn id(number: usize) -> SupplierId {
    SupplierId(Uuid::from_u128(number as u128 + 1))
}

fn record<'a>(number: usize, row: &[&'a str]) -> SupplierRecord<'a> {
    let at = |column: usize| row.get(column).copied().unwrap_or_default();
    SupplierRecord {
        id: id(number),
        name: at(0),
        address: at(1),
        city: at(2),
        postcode: at(3),
        country: at(4),
        tax_id: at(5),
        iban: at(6),
        ..Default::default()
    }
}
