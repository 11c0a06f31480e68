//! The audit trail, on both databases.

use chrono::TimeDelta;
use contract::{EventFilter, Permission, Role, Severity};

use super::*;
use crate::{
    events::Changes,
    testing::{Bench, for_each_bench},
};

/// Three events, ten seconds apart.
async fn fill(bench: &Bench) -> Result<()> {
    let admin = bench.actor(Role::Admin);
    for (kind, id, name, severity) in [
        ("supplier.created", "s-1", "Zoë's Bakery", Severity::Info),
        ("supplier.updated", "s-1", "Zoë's Bakery", Severity::Warning),
        ("location.created", "l-1", "100% Wool_Hall", Severity::Info),
    ] {
        let event = NewEvent::new(kind, id, name)
            .severity(severity)
            .changes(Changes::new().value("count", 1, 2));
        let mut tx = bench.env.db.begin().await?;
        events::record(&mut tx, &bench.env, &admin, event).await?;
        tx.commit().await?;
        bench.clock.advance(TimeDelta::seconds(10));
    }
    Ok(())
}

async fn kinds(bench: &Bench, filter: EventFilter) -> Result<Vec<String>> {
    let page = Audit::new(bench.env.clone())
        .list(&bench.actor(Role::Auditor), filter)
        .await?;
    Ok(page.items.into_iter().map(|event| event.kind).collect())
}

#[tokio::test]
async fn each_filter_narrows_the_trail() {
    for_each_bench(async |bench| {
        let start = bench.env.now();
        fill(&bench).await?;
        let all = EventFilter::default;
        let text = |text: &str| Some(text.to_owned());
        let everything = ["location.created", "supplier.updated", "supplier.created"];
        assert_eq!(kinds(&bench, all()).await?, everything);
        let cases = [
            (
                EventFilter {
                    entity: text("supplier"),
                    ..all()
                },
                vec!["supplier.updated", "supplier.created"],
            ),
            (
                EventFilter {
                    entity_id: text("l-1"),
                    ..all()
                },
                vec!["location.created"],
            ),
            (
                EventFilter {
                    kind: text("supplier.created"),
                    ..all()
                },
                vec!["supplier.created"],
            ),
            (
                EventFilter {
                    severity: Some(Severity::Warning),
                    ..all()
                },
                vec!["supplier.updated"],
            ),
            (
                EventFilter {
                    q: text("bakery"),
                    ..all()
                },
                vec!["supplier.updated", "supplier.created"],
            ),
            (
                EventFilter {
                    q: text("100% wool_"),
                    ..all()
                },
                vec!["location.created"],
            ),
            (
                EventFilter {
                    q: text("1%l"),
                    ..all()
                },
                vec![],
            ),
            (
                EventFilter {
                    q: text("test admin"),
                    ..all()
                },
                everything.to_vec(),
            ),
            (
                EventFilter {
                    from: Some(start + TimeDelta::seconds(10)),
                    to: Some(start + TimeDelta::seconds(19)),
                    ..all()
                },
                vec!["supplier.updated"],
            ),
        ];
        for (filter, expected) in cases {
            assert_eq!(kinds(&bench, filter.clone()).await?, expected, "{filter:?}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_trail_goes_on_from_its_cursor() {
    for_each_bench(async |bench| {
        fill(&bench).await?;
        let audit = Audit::new(bench.env.clone());
        let auditor = bench.actor(Role::Auditor);
        let mut filter = EventFilter {
            limit: Some(2),
            ..EventFilter::default()
        };
        let first = audit.list(&auditor, filter.clone()).await?;
        filter.cursor = first.next_cursor;
        let second = audit.list(&auditor, filter).await?;
        assert_eq!(
            (first.items.len(), second.items.len(), second.next_cursor),
            (2, 1, None)
        );
        assert_eq!(second.items[0].kind, "supplier.created");
        assert_eq!(audit.get(&auditor, second.items[0].id).await?, second.items[0]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn nobody_reads_the_trail_of_another_organization_or_without_the_permission() {
    for_each_bench(async |bench| {
        fill(&bench).await?;
        let audit = Audit::new(bench.env.clone());
        assert_eq!(audit.list(&bench.stranger(), EventFilter::default()).await?.items, []);
        let ours = audit
            .list(&bench.actor(Role::Admin), EventFilter::default())
            .await?
            .items;
        assert!(matches!(
            audit.get(&bench.stranger(), ours[0].id).await,
            Err(Error::NotFound("event"))
        ));
        for role in [Role::Manager, Role::Reviewer, Role::Integrator] {
            let outcome = audit.list(&bench.actor(role), EventFilter::default()).await;
            assert!(
                matches!(outcome, Err(Error::Forbidden(Permission::ReadAudit))),
                "{role}"
            );
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_refusal_is_in_the_trail() {
    for_each_bench(async |bench| {
        let reviewer = bench.actor(Role::Reviewer);
        let audit = Audit::new(bench.env.clone());
        audit.record_refusal(&reviewer, Permission::WriteUsers).await?;
        let event = &audit
            .list(&bench.actor(Role::Admin), EventFilter::default())
            .await?
            .items[0];
        assert_eq!(
            (event.kind.as_str(), event.entity_id.as_str()),
            ("permission.refused", "users:write")
        );
        assert_eq!(
            (event.severity, event.actor.as_str()),
            (Severity::Warning, "Test reviewer")
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn many_events_are_written_at_once_and_in_order() {
    for_each_bench(async |bench| {
        let events: Vec<_> = (0..1_203)
            .map(|n| NewEvent::new("supplier.created", n, format!("Supplier {n}")))
            .collect();
        let mut tx = bench.env.db.begin().await?;
        events::record_many(&mut tx, &bench.env, &bench.actor(Role::Admin), events).await?;
        tx.commit().await?;
        let count = event::count(&bench.env.db, bench.ours, "supplier.created").await?;
        assert_eq!(count, 1_203);
        let newest = Audit::new(bench.env.clone())
            .list(&bench.actor(Role::Admin), EventFilter::default())
            .await?;
        assert_eq!(newest.items[0].entity_id, "1202");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn only_a_super_administrator_sees_what_belongs_to_no_organization() {
    for_each_bench(async |bench| {
        let audit = Audit::new(bench.env.clone());
        let mut tx = bench.env.db.begin().await?;
        let event = NewEvent::new("user.sign_in_failed", "", "nobody@example.com");
        events::record_unowned(&mut tx, &bench.env, &bench.stranger(), event).await?;
        tx.commit().await?;
        let seen = audit.list_unowned(&bench.actor(Role::SuperAdmin)).await?;
        assert_eq!(
            seen.iter().map(|e| e.entity_name.as_str()).collect::<Vec<_>>(),
            ["nobody@example.com"]
        );
        assert!(matches!(
            audit.list_unowned(&bench.actor(Role::Admin)).await,
            Err(Error::Forbidden(_))
        ));
        assert_eq!(audit.list(&bench.stranger(), EventFilter::default()).await?.items, []);
        Ok(())
    })
    .await;
}
