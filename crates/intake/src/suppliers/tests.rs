#![expect(clippy::unwrap_used, reason = "a failed step of a test ends it")]

use contract::{EventFilter, Role, SupplierStatus};
use store::tables::event;

use super::*;
use crate::testing::{Bench, for_each_bench};

fn suppliers(bench: &Bench, data: &tempfile::TempDir) -> Suppliers {
    Suppliers::new(
        bench.env.clone(),
        Arc::new(Indexes::new(bench.env.clone(), data.path())),
    )
}

fn form(external_id: &str, name: &str) -> SupplierForm {
    SupplierForm {
        external_id: external_id.to_owned(),
        name: name.to_owned(),
        ..SupplierForm::default()
    }
}

fn searched(text: &str) -> SupplierFilter {
    SupplierFilter {
        q: Some(text.to_owned()),
        ..SupplierFilter::default()
    }
}

fn names(page: &Page<Supplier>) -> Vec<&str> {
    page.items.iter().map(|supplier| supplier.name.as_str()).collect()
}

#[tokio::test]
async fn a_created_supplier_is_found_at_once_and_has_its_event() {
    for_each_bench(async |bench| {
        let data = tempfile::tempdir()?;
        let suppliers = suppliers(&bench, &data);
        let actor = bench.actor(Role::Reviewer);
        let made = suppliers
            .create(
                &actor,
                SupplierForm {
                    country: "Deutschland".to_owned(),
                    tax_id: "12-3456789".to_owned(),
                    aliases: "Aurora\n\nOld Aurora".to_owned(),
                    ..form(" A-1 ", "  Aurora Instruments GmbH ")
                },
            )
            .await?;
        assert_eq!(
            (made.name.as_str(), made.external_id.as_str()),
            ("Aurora Instruments GmbH", "A-1")
        );
        assert_eq!((made.country.as_str(), made.row_version), ("DE", 1));
        assert_eq!(made.aliases, ["Aurora", "Old Aurora"]);
        for text in ["aurora instrments", "12-3456789", "123456789", "a-1"] {
            assert_eq!(
                names(&suppliers.list(&actor, searched(text)).await?),
                [made.name.as_str()],
                "{text}"
            );
        }
        assert_eq!(suppliers.get(&actor, made.id).await?, made);
        let events = event::list(&bench.env.db, bench.ours, &EventFilter::default(), None, 10).await?;
        let fields: Vec<_> = events[0].changes.0.iter().map(|change| change.field.as_str()).collect();
        assert_eq!(events[0].kind, "supplier.created");
        assert_eq!(fields, ["external_id", "name", "country", "tax_id", "aliases"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_update_needs_the_version_that_was_seen() {
    for_each_bench(async |bench| {
        let data = tempfile::tempdir()?;
        let suppliers = suppliers(&bench, &data);
        let actor = bench.actor(Role::Reviewer);
        let made = suppliers.create(&actor, form("1", "Blue Harbor Freight")).await?;
        let changed = suppliers
            .update(&actor, made.id, 1, form("1", "Green Harbor Freight"))
            .await?;
        assert_eq!(
            (changed.name.as_str(), changed.row_version),
            ("Green Harbor Freight", 2)
        );
        let stale = suppliers.update(&actor, made.id, 1, form("1", "Red Harbor")).await;
        assert!(matches!(stale, Err(Error::Conflict(_))));
        let same = suppliers
            .update(&actor, made.id, 2, form("1", "Green Harbor Freight"))
            .await?;
        assert_eq!(same.row_version, 2, "nothing changed");
        assert_eq!(
            names(&suppliers.list(&actor, searched("green harbor")).await?),
            ["Green Harbor Freight"]
        );
        assert_eq!(
            names(&suppliers.list(&actor, searched("blue harbor freight")).await?),
            ["Green Harbor Freight"]
        );

        let inactive = SupplierForm {
            inactive: true,
            ..form("1", "Green Harbor Freight")
        };
        suppliers.update(&actor, made.id, 2, inactive).await?;
        let found = suppliers.list(&actor, searched("green harbor")).await?;
        assert_eq!(found.items[0].status, SupplierStatus::Inactive);
        let index = suppliers.indexes.live(bench.ours).await?;
        assert!(index.is_empty(), "it is not matched any more");
        assert_eq!(event::count(&bench.env.db, bench.ours, "supplier.updated").await?, 2);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn bad_forms_and_taken_ids_are_refused() {
    for_each_bench(async |bench| {
        let data = tempfile::tempdir()?;
        let suppliers = suppliers(&bench, &data);
        let actor = bench.actor(Role::Reviewer);
        suppliers.create(&actor, form("1", "One")).await?;
        let other = suppliers.create(&actor, form("2", "Two")).await?;
        for (outcome, field) in [
            (suppliers.create(&actor, form("3", " ")).await, "name"),
            (suppliers.create(&actor, form("1", "Uno")).await, "external_id"),
            (
                suppliers.update(&actor, other.id, 1, form("1", "Two")).await,
                "external_id",
            ),
        ] {
            assert!(outcome.unwrap_err().problem().field(field).is_some(), "{field}");
        }
        let refused = suppliers.create(&bench.actor(Role::Auditor), form("3", "Three")).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        assert_eq!(suppliers.list(&actor, SupplierFilter::default()).await?.total, Some(2));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn every_order_goes_page_by_page_through_all() {
    for_each_bench(async |bench| {
        let data = tempfile::tempdir()?;
        let suppliers = suppliers(&bench, &data);
        let actor = bench.actor(Role::Reviewer);
        for (external_id, name) in [
            ("3", "Cedar"),
            ("", "Alder"),
            ("1", "Birch"),
            ("", "Elm"),
            ("2", "Dogwood"),
        ] {
            suppliers.create(&actor, form(external_id, name)).await?;
            bench.clock.advance(chrono::TimeDelta::seconds(1));
        }
        for (sort, expected) in [
            (SupplierSort::Name, ["Alder", "Birch", "Cedar", "Dogwood", "Elm"]),
            (SupplierSort::Updated, ["Dogwood", "Elm", "Birch", "Alder", "Cedar"]),
            (SupplierSort::ExternalId, ["Birch", "Dogwood", "Cedar", "Alder", "Elm"]),
        ] {
            for limit in 1..=6 {
                let mut filter = SupplierFilter {
                    sort: Some(sort),
                    limit: Some(limit),
                    ..SupplierFilter::default()
                };
                let mut seen = Vec::new();
                loop {
                    let page = suppliers.list(&actor, filter.clone()).await?;
                    assert!(page.items.len() <= limit as usize);
                    seen.extend(page.items.into_iter().map(|supplier| supplier.name));
                    filter.cursor = page.next_cursor;
                    if filter.cursor.is_none() {
                        break;
                    }
                }
                assert_eq!(seen, expected, "{sort} by {limit}");
            }
        }
        let of_another_order = SupplierFilter {
            sort: Some(SupplierSort::Updated),
            cursor: suppliers
                .list(
                    &actor,
                    SupplierFilter {
                        limit: Some(1),
                        ..SupplierFilter::default()
                    },
                )
                .await?
                .next_cursor,
            ..SupplierFilter::default()
        };
        assert!(matches!(
            suppliers.list(&actor, of_another_order).await,
            Err(Error::BadRequest(_))
        ));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_country_of_a_filter_may_be_named_as_in_a_form() {
    for_each_bench(async |bench| {
        let data = tempfile::tempdir()?;
        let suppliers = suppliers(&bench, &data);
        let actor = bench.actor(Role::Reviewer);
        for (name, country) in [
            ("Alder Works", "DE"),
            ("Alder Wharf", "GB"),
            ("Alder Wells", "Atlantis"),
        ] {
            let supplier = SupplierForm {
                country: country.to_owned(),
                ..form("", name)
            };
            suppliers.create(&actor, supplier).await?;
        }
        for (country, expected) in [
            ("DE", "Alder Works"),
            ("de", "Alder Works"),
            (" germany ", "Alder Works"),
            ("uk", "Alder Wharf"),
            ("Atlantis", "Alder Wells"),
        ] {
            for q in [None, Some("alder".to_owned())] {
                let filter = SupplierFilter {
                    q,
                    country: Some(country.to_owned()),
                    ..SupplierFilter::default()
                };
                assert_eq!(names(&suppliers.list(&actor, filter).await?), [expected], "{country}");
            }
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn another_organization_sees_nothing() {
    for_each_bench(async |bench| {
        let data = tempfile::tempdir()?;
        let suppliers = suppliers(&bench, &data);
        let made = suppliers
            .create(&bench.actor(Role::Reviewer), form("1", "Blue Harbor Freight"))
            .await?;
        let stranger = bench.stranger();
        assert!(matches!(
            suppliers.get(&stranger, made.id).await,
            Err(Error::NotFound(_))
        ));
        let update = suppliers.update(&stranger, made.id, 1, form("1", "Mine")).await;
        assert!(matches!(update, Err(Error::NotFound(_))));
        for text in ["blue harbor", "1"] {
            assert_eq!(suppliers.list(&stranger, searched(text)).await?.items, []);
        }
        assert_eq!(suppliers.list(&stranger, SupplierFilter::default()).await?.items, []);
        suppliers.create(&stranger, form("1", "The same id elsewhere")).await?;
        Ok(())
    })
    .await;
}
