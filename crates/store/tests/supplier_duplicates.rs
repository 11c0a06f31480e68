//! Proposals to merge suppliers, and what people said of them, on both databases.

use chrono::{DateTime, Utc};
use contract::{OrganizationId, SupplierDuplicateId, SupplierId};
use serde_json::json;
use store::{
    Db, Json, Result,
    tables::{
        organization::{self, OrganizationRow},
        supplier::{self, SupplierRow},
        supplier_distinction,
        supplier_duplicate::{self, FoundPair, SupplierDuplicateRow},
    },
    testing::for_each_db,
};
use uuid::Uuid;

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp_micros(1_772_712_000_123_456).expect("it is a time that chrono can hold")
}

fn id(n: u128) -> SupplierId {
    SupplierId(Uuid::from_u128(n))
}

async fn add_organization(db: &Db, n: u128) -> Result<OrganizationId> {
    let row = OrganizationRow {
        id: OrganizationId(Uuid::from_u128(n)),
        name: format!("Organization {n}"),
        settings: Json(json!({})),
        created_at: noon(),
    };
    let mut tx = db.begin().await?;
    organization::insert(&mut tx, &row).await?;
    tx.commit().await?;
    Ok(row.id)
}

fn proposal(organization_id: OrganizationId, place: u32) -> SupplierDuplicateRow {
    let base = organization_id.0.as_u128() * 100_000 + u128::from(place);
    SupplierDuplicateRow {
        id: SupplierDuplicateId(Uuid::from_u128(base)),
        organization_id,
        place: place.into(),
        probability: 0.75,
        suppliers: Json(vec![id(1), id(2)]),
        pairs: Json(vec![FoundPair {
            first: id(1),
            second: id(2),
            probability: 0.75,
            grade: "ABZZZZZZ".to_owned(),
        }]),
        row_version: 1,
        found_at: noon(),
    }
}

#[tokio::test]
async fn the_proposals_of_one_organization_are_replaced() {
    for_each_db(async |db| {
        let (ours, theirs) = (add_organization(&db, 1).await?, add_organization(&db, 2).await?);
        let mut tx = db.begin().await?;
        // More than one statement inserts.
        let first: Vec<_> = (1..=1_200).map(|place| proposal(ours, place)).collect();
        supplier_duplicate::insert_many(&mut tx, ours, &first).await?;
        supplier_duplicate::insert_many(&mut tx, theirs, &[proposal(theirs, 1)]).await?;
        tx.commit().await?;
        assert_eq!(supplier_duplicate::count(&db, ours).await?, 1_200);
        assert_eq!(supplier_duplicate::list(&db, ours, 1_198, 50).await?, first[1_198..]);
        assert_eq!(supplier_duplicate::get(&db, theirs, first[0].id).await?, None);

        let mut tx = db.begin().await?;
        assert_eq!(supplier_duplicate::remove_all(&mut tx, ours).await?, first.len() as u64);
        tx.commit().await?;
        assert_eq!(supplier_duplicate::count(&db, ours).await?, 0);
        assert_eq!(supplier_duplicate::count(&db, theirs).await?, 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_proposal_is_settled_only_as_it_was_read() {
    for_each_db(async |db| {
        let ours = add_organization(&db, 1).await?;
        let row = proposal(ours, 1);
        let mut tx = db.begin().await?;
        supplier_duplicate::insert_many(&mut tx, ours, std::slice::from_ref(&row)).await?;
        let smaller = SupplierDuplicateRow {
            suppliers: Json(vec![id(2), id(3)]),
            ..row.clone()
        };
        assert!(supplier_duplicate::shrink(&mut tx, &smaller).await?);
        assert!(!supplier_duplicate::shrink(&mut tx, &smaller).await?, "it was changed");
        assert!(!supplier_duplicate::remove(&mut tx, &row).await?, "it was changed");
        tx.commit().await?;
        let now = supplier_duplicate::get(&db, ours, row.id).await?.ok_or("no proposal")?;
        assert_eq!((&now.suppliers, now.row_version), (&smaller.suppliers, 2));
        let mut tx = db.begin().await?;
        assert!(supplier_duplicate::remove(&mut tx, &now).await?);
        assert!(!supplier_duplicate::remove(&mut tx, &now).await?, "it is gone");
        Ok(())
    })
    .await;
}

fn supplier(organization_id: OrganizationId, n: u128) -> SupplierRow {
    SupplierRow {
        external_id: n.to_string(),
        name: format!("Supplier {n}"),
        name_key: format!("supplier {n}"),
        ..SupplierRow::blank(id(n), organization_id, noon())
    }
}

#[tokio::test]
async fn one_step_leads_from_a_merged_supplier_to_the_kept_one() {
    for_each_db(async |db| {
        let (ours, theirs) = (add_organization(&db, 1).await?, add_organization(&db, 2).await?);
        let mut rows: Vec<_> = (1..=3).map(|n| supplier(ours, n)).collect();
        rows[0].merged_into = Some(id(2));
        let mut tx = db.begin().await?;
        supplier::insert_many(&mut tx, &rows).await?;
        let pairs = [(id(1), id(9)), (id(2), id(9)), (id(1), id(9))];
        supplier_distinction::insert_many(&mut tx, ours, &pairs, "Ada", noon()).await?;
        assert_eq!(supplier::redirect(&mut tx, theirs, id(2), id(3)).await?, 0);
        assert_eq!(supplier::redirect(&mut tx, ours, id(2), id(3)).await?, 1);
        tx.commit().await?;
        let first = supplier::get(&db, ours, id(1)).await?.ok_or("no supplier")?;
        assert_eq!(first.merged_into, Some(id(3)));
        let distinct = supplier_distinction::all(&db, ours).await?;
        assert_eq!(distinct, [(id(3), id(9)), (id(2), id(9))], "said of 1, it holds for 3");
        assert_eq!(supplier_distinction::all(&db, theirs).await?, []);
        Ok(())
    })
    .await;
}
