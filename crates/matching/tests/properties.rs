//! What must hold whatever the names are.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use contract::{MatchDecision, SupplierId};
use matching::{
    Error, Index, IndexBuilder, LiveIndex, Query, Scratch, Snapshot, SupplierRecord, Thresholds, normalize_name,
};
use proptest::prelude::*;
use uuid::Uuid;

fn id(number: usize) -> SupplierId {
    SupplierId(Uuid::from_u128(number as u128 + 1))
}

fn live<'a>(names: impl IntoIterator<Item = &'a String>) -> LiveIndex {
    let index = LiveIndex::new(None);
    let records: Vec<SupplierRecord<'_>> = names
        .into_iter()
        .enumerate()
        .map(|(number, name)| SupplierRecord {
            id: id(number),
            name,
            ..Default::default()
        })
        .collect();
    index.upsert_all(&records).unwrap();
    index
}

fn found(snapshot: &Snapshot, name: &str) -> Vec<matching::Scored> {
    snapshot.candidates(
        &Query {
            name,
            ..Default::default()
        },
        10,
        &[],
        &mut Scratch::default(),
    )
}

/// Names as files have them, and worse.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::collection::vec(
            prop::sample::select(vec![
                "Smith", "JONES", "Acme", "Global", "Services", "Plumbing", "of", "City", "Ltd", "LLC", "Inc.", "GmbH",
                "&", "and", "DBA", "T/A", "2", "II", "Holdings", "North", "Université", "Straße", "s", "B.", "V.", "(UK)",
                "LB", "- AP", ",", "Co", "Müller", "東京", "ООО",
            ]),
            1..7,
        )
        .prop_map(|words| words.join(" ")),
        1 => "\\PC{0,30}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn normalization_is_idempotent(name in name()) {
        let once = normalize_name(&name);
        prop_assert_eq!(normalize_name(&once), once);
    }

    #[test]
    fn probabilities_share_one_unit(names in prop::collection::vec(name(), 1..20), query in name()) {
        let found = found(&live(&names).snapshot(), &query);
        prop_assert!(found.iter().all(|it| (0.0..=1.0).contains(&it.probability)));
        prop_assert!(found.is_sorted_by(|a, b| a.probability >= b.probability));
        prop_assert!(found.iter().map(|it| it.probability).sum::<f32>() < 1.001);
    }

    #[test]
    fn adding_a_supplier_never_removes_an_exact_match(names in prop::collection::vec(name(), 1..8), added in name()) {
        prop_assume!(!normalize_name(&names[0]).is_empty());
        let index = live(&names);
        index.upsert(&SupplierRecord { id: id(100), name: &added, ..Default::default() }).unwrap();
        prop_assert!(found(&index.snapshot(), &names[0]).iter().any(|it| it.supplier_id == id(0)));
    }

    #[test]
    fn order_of_input_never_changes_an_answer(names in prop::collection::vec(name(), 2..12), query in name(), seed in 0_usize..100) {
        let build = |order: &[usize]| {
            let mut builder = IndexBuilder::new();
            for &at in order {
                builder.add(&SupplierRecord { id: id(at), name: &names[at], ..Default::default() }).unwrap();
            }
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("suppliers.index");
            builder.write(&path).unwrap();
            (std::fs::read(&path).unwrap(), LiveIndex::new(Some(Index::open(&path).unwrap())))
        };
        let straight: Vec<usize> = (0..names.len()).collect();
        let mut turned = straight.clone();
        turned.rotate_left(seed % names.len());
        turned.reverse();
        let (bytes, index) = build(&straight);
        let (turned_bytes, turned_index) = build(&turned);
        prop_assert_eq!(bytes, turned_bytes);
        prop_assert_eq!(found(&index.snapshot(), &query), found(&turned_index.snapshot(), &query));
    }

    #[test]
    fn a_damaged_file_is_an_error(names in prop::collection::vec(name(), 1..6), at in any::<prop::sample::Index>(), cut in any::<bool>()) {
        let mut builder = IndexBuilder::new();
        for (number, name) in names.iter().enumerate() {
            builder.add(&SupplierRecord { id: id(number), name, ..Default::default() }).unwrap();
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("suppliers.index");
        builder.write(&path).unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        let at = at.index(bytes.len());
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] ^= 0x10;
        }
        std::fs::write(&path, &bytes).unwrap();
        let refused = matches!(Index::open(&path), Err(Error::Corrupt(_) | Error::Open { .. }));
        prop_assert!(refused);
    }
}

#[test]
fn hostile_names_are_survived() {
    let hostile = [
        "x".repeat(10_000),
        "a ".repeat(5_000),
        "é\u{301}".repeat(3_000),
        "\0\0\0".to_owned(),
        "\u{301}\u{200d}\u{202e}".to_owned(),
        "((((((((,,,,,,,,".to_owned(),
        "🦀".repeat(500),
        "1".repeat(300),
        String::new(),
    ];
    let index = live(&hostile);
    for name in &hostile {
        let query = Query {
            name,
            address: name,
            city: name,
            tax_id: name,
            postcode: name,
            ..Default::default()
        };
        let snapshot = index.snapshot();
        snapshot.candidates(&query, 5, &[], &mut Scratch::default());
        snapshot.explain(&query, 5, &[], &Thresholds::default(), &mut Scratch::default());
        snapshot.search_names(name, 5);
        assert_eq!(normalize_name(&normalize_name(name)), normalize_name(name));
    }
}

#[test]
fn columns_tell_homonyms_apart() {
    let index = LiveIndex::new(None);
    for (number, city) in ["Leeds", "York", ""].into_iter().enumerate() {
        let record = SupplierRecord {
            id: id(number),
            name: "Baker Plumbing Ltd",
            city,
            ..Default::default()
        };
        index.upsert(&record).unwrap();
    }
    let best = |city| {
        let query = Query {
            name: "BAKER PLUMBING LIMITED",
            city,
            ..Default::default()
        };
        index.snapshot().candidates(&query, 3, &[], &mut Scratch::default())
    };
    assert_eq!(best("YORK")[0].supplier_id, id(1));
    assert_eq!(best("Leeds")[0].supplier_id, id(0));
    let undecided = best("");
    assert!((undecided[0].probability - undecided[2].probability).abs() < 1e-3);
    assert_eq!(Thresholds::default().decide(&undecided), MatchDecision::Review);
}

#[test]
fn identifiers_outweigh_names() {
    let index = LiveIndex::new(None);
    let records = [
        SupplierRecord {
            id: id(0),
            name: "Old Name Trading Inc",
            tax_id: "12-3456789",
            ..Default::default()
        },
        SupplierRecord {
            id: id(1),
            name: "New Brand Services LLC",
            tax_id: "98-7654321",
            ..Default::default()
        },
    ];
    index.upsert_all(&records).unwrap();
    let query = Query {
        name: "New Brand Services LLC",
        tax_id: "123456789",
        ..Default::default()
    };
    let found = index.snapshot().candidates(&query, 2, &[], &mut Scratch::default());
    assert_eq!(found[0].supplier_id, id(0));
}

#[test]
fn rejected_pairs_are_left_out() {
    let index = live(&["Acme Foods Ltd".to_owned(), "Acme Food Ltd".to_owned()]);
    let query = Query {
        name: "Acme Foods Ltd",
        ..Default::default()
    };
    let found = index
        .snapshot()
        .candidates(&query, 5, &[id(0)], &mut Scratch::default());
    assert!(found.iter().all(|it| it.supplier_id != id(0)));
    assert_eq!(found[0].supplier_id, id(1));
}

#[test]
fn explanation_agrees_with_the_fast_path() {
    let index = live(&[
        "Acme Foods Ltd".to_owned(),
        "Acme Tools LLC".to_owned(),
        "Zenith".to_owned(),
    ]);
    let snapshot = index.snapshot();
    let query = Query {
        name: "ACME FOODS LIMITED",
        city: "Leeds",
        ..Default::default()
    };
    let fast = snapshot.candidates(&query, 3, &[], &mut Scratch::default());
    let full = snapshot.explain(&query, 3, &[], &Thresholds::default(), &mut Scratch::default());
    for (scored, candidate) in fast.iter().zip(&full.candidates) {
        assert_eq!(
            (scored.supplier_id, scored.probability),
            (candidate.supplier_id, candidate.probability)
        );
        assert_eq!(scored.grade.to_string(), candidate.grade);
        assert_eq!(candidate.elements.len(), candidate.grade.len());
    }
    assert_eq!(full.candidates[0].supplier_name, "Acme Foods Ltd");
    assert!(full.sentence.contains("Acme Foods Ltd"), "{}", full.sentence);
}

#[test]
fn changes_are_seen_at_once_and_survive_a_new_base() {
    let index = live(
        &(0..50)
            .map(|number| format!("Supplier Number{number} Ltd"))
            .collect::<Vec<_>>(),
    );
    let first = |name: &str| found(&index.snapshot(), name).first().map(|it| it.supplier_id);
    assert_eq!(first("Supplier Number7 Ltd"), Some(id(7)));
    index
        .upsert(&SupplierRecord {
            id: id(7),
            name: "Renamed Bakery",
            ..Default::default()
        })
        .unwrap();
    assert_eq!(first("RENAMED BAKERY"), Some(id(7)));
    assert_ne!(first("Supplier Number7 Ltd"), Some(id(7)));
    index.remove(id(8));
    assert_ne!(first("Supplier Number8 Ltd"), Some(id(8)));
    assert_eq!(index.len(), 49);

    let mark = index.mark();
    let mut builder = IndexBuilder::new();
    builder
        .add(&SupplierRecord {
            id: id(7),
            name: "Renamed Bakery",
            ..Default::default()
        })
        .unwrap();
    builder
        .add(&SupplierRecord {
            id: id(9),
            name: "Supplier Number9 Ltd",
            ..Default::default()
        })
        .unwrap();
    // While the new base is being built, one supplier is added and one removed.
    index
        .upsert(&SupplierRecord {
            id: id(200),
            name: "Late Arrival GmbH",
            ..Default::default()
        })
        .unwrap();
    index.remove(id(9));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("suppliers.index");
    builder.write(&path).unwrap();
    index.replace_base(Index::open(&path).unwrap(), mark).unwrap();

    assert_eq!(first("Renamed Bakery"), Some(id(7)));
    assert_eq!(first("Late Arrival"), Some(id(200)));
    assert_eq!(first("Supplier Number9 Ltd"), None);
    assert_eq!((index.len(), index.overlay_len()), (2, 2));
}

#[test]
fn many_small_changes_stay_few_layers() {
    let index = LiveIndex::new(None);
    for number in 0..300 {
        let name = format!("Vendor{number} Trading");
        index
            .upsert(&SupplierRecord {
                id: id(number),
                name: &name,
                ..Default::default()
            })
            .unwrap();
    }
    assert_eq!(index.len(), 300);
    for number in [0, 1, 150, 299] {
        assert_eq!(
            found(&index.snapshot(), &format!("VENDOR{number} TRADING"))[0].supplier_id,
            id(number)
        );
    }
}

#[test]
fn search_completes_and_forgives() {
    let index = live(&[
        "Northwind Traders Inc".to_owned(),
        "Northern Lights Bakery".to_owned(),
        "Contoso Pharmaceuticals".to_owned(),
    ]);
    let first = |text: &str| index.snapshot().search_names(text, 3).first().map(|it| it.0);
    assert_eq!(first("northw"), Some(id(0)));
    assert_eq!(first("bakery north"), Some(id(1)));
    assert_eq!(first("contso pharm"), Some(id(2)));
    assert_eq!(first(""), None);
}

#[test]
fn aliases_are_matched_like_names() {
    let index = LiveIndex::new(None);
    let record = SupplierRecord {
        id: id(0),
        name: "Meta Platforms Inc",
        aliases: &["Facebook Inc"],
        ..Default::default()
    };
    index.upsert(&record).unwrap();
    assert_eq!(found(&index.snapshot(), "FACEBOOK")[0].supplier_id, id(0));
}

#[test]
fn duplicates_in_the_master_are_clustered() {
    let index = LiveIndex::new(None);
    let records = [
        SupplierRecord {
            id: id(0),
            name: "Acme Widgets Ltd",
            city: "Leeds",
            tax_id: "111222333",
            ..Default::default()
        },
        SupplierRecord {
            id: id(1),
            name: "ACME WIDGETS LIMITED",
            city: "Leeds",
            tax_id: "111-222-333",
            ..Default::default()
        },
        SupplierRecord {
            id: id(2),
            name: "Widgets, Acme",
            city: "Leeds",
            ..Default::default()
        },
        SupplierRecord {
            id: id(3),
            name: "Zenith Optics",
            city: "Leeds",
            ..Default::default()
        },
    ];
    index.upsert_all(&records).unwrap();
    let clusters = matching::dedupe::clusters(&index.snapshot(), 0.5, 10);
    assert_eq!(clusters.len(), 1);
    assert!(clusters[0].suppliers.starts_with(&[id(0), id(1)]) && !clusters[0].suppliers.contains(&id(3)));
    assert!(clusters[0].pairs.iter().all(|pair| pair.probability >= 0.5));
}
