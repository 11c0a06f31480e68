//! The numbers of changes of suppliers, on both databases.

use chrono::DateTime;
use contract::{OrganizationId, SupplierId};
use store::{
    Db, Result,
    tables::supplier::{self, SupplierRow},
    testing::for_each_db,
};
use uuid::Uuid;

fn row(organization: u128, id: u128) -> SupplierRow {
    let noon = DateTime::from_timestamp(1_772_712_000, 0).expect("it is a time that chrono can hold");
    SupplierRow {
        name: format!("Supplier {id}"),
        name_key: format!("supplier {id}"),
        ..SupplierRow::blank(
            SupplierId(Uuid::from_u128(id)),
            OrganizationId(Uuid::from_u128(organization)),
            noon,
        )
    }
}

async fn insert(db: &Db, rows: &[SupplierRow]) -> Result<()> {
    let mut tx = db.begin().await?;
    supplier::insert_many(&mut tx, rows).await?;
    tx.commit().await
}

async fn changed(db: &Db, organization: u128, after: i64, until: i64) -> Result<Vec<(u128, i64)>> {
    let organization_id = OrganizationId(Uuid::from_u128(organization));
    let mut found = Vec::new();
    let mut after = (after, SupplierId(Uuid::max()));
    // A page of one, so that rows of one change are read over several pages.
    while let Some(row) = supplier::changed(db, organization_id, after, until, 1).await?.pop() {
        after = (row.change_number, row.supplier.id);
        found.push((row.supplier.id.0.as_u128(), row.change_number));
    }
    Ok(found)
}

#[tokio::test]
async fn changes_are_numbered_in_their_order_and_by_organization() {
    for_each_db(async |db| {
        let ours = OrganizationId(Uuid::from_u128(1));
        assert_eq!(supplier::last_change(&db, ours).await?, 0);
        assert_eq!(supplier::count(&db, ours).await?, 0);
        insert(&db, &[row(1, 10), row(1, 11)]).await?;
        insert(&db, &[row(2, 20)]).await?;
        insert(&db, &[row(1, 12)]).await?;
        assert_eq!(supplier::last_change(&db, ours).await?, 2);
        assert_eq!(supplier::count(&db, ours).await?, 3);
        assert_eq!(changed(&db, 1, 0, 2).await?, [(10, 1), (11, 1), (12, 2)]);
        assert_eq!(changed(&db, 1, 0, 1).await?, [(10, 1), (11, 1)]);
        assert_eq!(changed(&db, 2, 0, 1).await?, [(20, 1)]);

        let mut tx = db.begin().await?;
        let again = SupplierRow {
            row_version: 2,
            ..row(1, 10)
        };
        supplier::update_many(&mut tx, &[again]).await?;
        tx.commit().await?;
        assert_eq!(changed(&db, 1, 1, 3).await?, [(12, 2), (10, 3)]);
        assert_eq!(supplier::count(&db, ours).await?, 3, "a changed one is not a new one");
        assert_eq!(supplier::count_changed(&db, ours, 1, 9).await?, 2);
        assert_eq!(
            supplier::count_changed(&db, ours, 0, 2).await?,
            2,
            "it counts to the limit"
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_change_that_is_not_committed_leaves_no_number_behind() {
    for_each_db(async |db| {
        let mut tx = db.begin().await?;
        supplier::insert_many(&mut tx, &[row(1, 10)]).await?;
        drop(tx);
        insert(&db, &[row(1, 11)]).await?;
        let ours = OrganizationId(Uuid::from_u128(1));
        assert_eq!(supplier::last_change(&db, ours).await?, 1);
        assert_eq!(supplier::count(&db, ours).await?, 1);
        assert_eq!(changed(&db, 1, 0, 9).await?, [(11, 1)]);
        Ok(())
    })
    .await;
}
