//! Locations and commodities, on both databases.

use contract::{CommodityForm, EventFilter, LocationForm, Role};

use super::*;
use crate::{audit::Audit, testing::for_each_bench};

fn location(code: &str, name: &str) -> LocationForm {
    LocationForm {
        code: code.to_owned(),
        name: name.to_owned(),
    }
}

fn commodity(code: &str, gl_code: &str) -> CommodityForm {
    CommodityForm {
        code: code.to_owned(),
        name: "Office supplies".to_owned(),
        gl_code: gl_code.to_owned(),
    }
}

#[tokio::test]
async fn a_location_is_added_changed_and_recorded_field_by_field() {
    for_each_bench(async |bench| {
        let reference = Reference::new(bench.env.clone());
        let admin = bench.actor(Role::Admin);
        let made = reference
            .save_location(&admin, None, location(" HQ ", "Head office"))
            .await?;
        assert_eq!((made.code.as_str(), made.row_version), ("HQ", 1));
        let seen = Some((made.id, made.row_version));
        let saved = reference
            .save_location(&admin, seen, location("HQ", "Headquarters"))
            .await?;
        assert_eq!((saved.name.as_str(), saved.row_version), ("Headquarters", 2));
        assert_eq!(reference.locations(&bench.actor(Role::Auditor)).await?, [saved]);

        let timeline = EventFilter {
            entity: Some("location".to_owned()),
            entity_id: Some(made.id.to_string()),
            ..EventFilter::default()
        };
        let events = Audit::new(bench.env.clone()).list(&admin, timeline).await?.items;
        assert_eq!(
            events.iter().map(|e| e.kind.as_str()).collect::<Vec<_>>(),
            ["location.updated", "location.created"]
        );
        assert_eq!(events[0].changes.len(), 1);
        assert_eq!(
            (events[0].actor_kind.as_str(), events[0].ip.as_deref()),
            ("user", Some("192.0.2.7"))
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_location_changed_in_the_meantime_is_a_conflict() {
    for_each_bench(async |bench| {
        let reference = Reference::new(bench.env.clone());
        let admin = bench.actor(Role::Admin);
        let made = reference
            .save_location(&admin, None, location("HQ", "Head office"))
            .await?;
        let seen = Some((made.id, made.row_version));
        reference.save_location(&admin, seen, location("HQ", "First")).await?;
        let second = reference.save_location(&admin, seen, location("HQ", "Second")).await;
        assert!(matches!(second, Err(Error::Conflict(_))));
        assert_eq!(reference.locations(&admin).await?[0].name, "First");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_code_is_unique_within_its_organization() {
    for_each_bench(async |bench| {
        let reference = Reference::new(bench.env.clone());
        let admin = bench.actor(Role::Admin);
        reference
            .save_location(&admin, None, location("HQ", "Head office"))
            .await?;
        let twice = reference.save_location(&admin, None, location("HQ", "Other")).await;
        assert!(matches!(twice, Err(Error::Invalid(fields)) if fields[0].field == "code"));
        reference
            .save_location(&bench.stranger(), None, location("HQ", "Their own"))
            .await?;

        let empty = reference.save_location(&admin, None, location("", "")).await;
        assert!(matches!(empty, Err(Error::Invalid(fields)) if fields.len() == 2));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn another_organization_sees_and_changes_nothing() {
    for_each_bench(async |bench| {
        let reference = Reference::new(bench.env.clone());
        let (admin, stranger) = (bench.actor(Role::Admin), bench.stranger());
        let place = reference
            .save_location(&admin, None, location("HQ", "Head office"))
            .await?;
        let spend = reference.save_commodity(&admin, None, commodity("OFF", "6100")).await?;
        assert!(reference.locations(&stranger).await?.is_empty());
        assert!(reference.commodities(&stranger).await?.is_empty());
        let outcome = reference
            .save_location(&stranger, Some((place.id, 1)), location("X", "X"))
            .await;
        assert!(matches!(outcome, Err(Error::NotFound("location"))));
        let outcome = reference
            .save_commodity(&stranger, Some((spend.id, 1)), commodity("X", "X"))
            .await;
        assert!(matches!(outcome, Err(Error::NotFound("commodity"))));
        let events = Audit::new(bench.env.clone())
            .list(&stranger, EventFilter::default())
            .await?;
        assert_eq!(events.items, []);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn only_administrators_change_reference_data() {
    for_each_bench(async |bench| {
        let reference = Reference::new(bench.env.clone());
        for role in [Role::Manager, Role::Reviewer, Role::Auditor, Role::Integrator] {
            let actor = bench.actor(role);
            assert!(
                reference
                    .save_location(&actor, None, location("HQ", "HQ"))
                    .await
                    .is_err(),
                "{role}"
            );
            assert!(
                reference
                    .save_commodity(&actor, None, commodity("OFF", ""))
                    .await
                    .is_err(),
                "{role}"
            );
            assert!(reference.locations(&actor).await.is_ok(), "{role}");
            assert!(reference.commodities(&actor).await.is_ok(), "{role}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_commodity_is_added_changed_and_protected_from_stale_writes() {
    for_each_bench(async |bench| {
        let reference = Reference::new(bench.env.clone());
        let admin = bench.actor(Role::Admin);
        let made = reference.save_commodity(&admin, None, commodity("OFF", "6100")).await?;
        let seen = Some((made.id, made.row_version));
        let saved = reference.save_commodity(&admin, seen, commodity("OFF", "6200")).await?;
        assert_eq!((saved.gl_code.as_str(), saved.row_version), ("6200", 2));
        let stale = reference.save_commodity(&admin, seen, commodity("OFF", "6300")).await;
        assert!(matches!(stale, Err(Error::Conflict(_))));
        let twice = reference.save_commodity(&admin, None, commodity("OFF", "")).await;
        assert!(matches!(twice, Err(Error::Invalid(fields)) if fields[0].field == "code"));
        Ok(())
    })
    .await;
}
