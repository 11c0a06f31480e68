//! Proposals to merge suppliers, as the last search found them. One that is settled is gone; the events tell of it.

use chrono::{DateTime, Utc};
use contract::{OrganizationId, SupplierDuplicateId, SupplierId};
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, QueryBuilder};

use crate::{Json, Result, Source, Tx, dialect::rows_per_insert, execute, on, statements::statements};

/// A proposal.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct SupplierDuplicateRow {
    /// The proposal.
    pub id: SupplierDuplicateId,
    /// Whose.
    pub organization_id: OrganizationId,
    /// Its place among the proposals, most probable first.
    pub place: i64,
    /// Of the most probable pair, 0..=1.
    pub probability: f32,
    /// Two or more, by id.
    pub suppliers: Json<Vec<SupplierId>>,
    /// Why, most probable first.
    pub pairs: Json<Vec<FoundPair>>,
    /// Goes up with each change.
    pub row_version: i64,
    /// When it was found.
    pub found_at: DateTime<Utc>,
}

/// Two suppliers as they compared when they were found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoundPair {
    /// The one with the smaller id.
    pub first: SupplierId,
    /// The other.
    pub second: SupplierId,
    /// How probable it is that both are one, 0..=1.
    pub probability: f32,
    /// One letter for each element.
    pub grade: String,
}

macro_rules! columns {
    () => {
        "id, organization_id, place, probability, suppliers, pairs, row_version, found_at"
    };
}

/// Columns of one row in an insert.
const COLUMN_COUNT: usize = 8;

statements! {
    GET = concat!("SELECT ", columns!(), " FROM supplier_duplicates WHERE organization_id = $1 AND id = $2");
    LIST = concat!(
        "SELECT ", columns!(), " FROM supplier_duplicates WHERE organization_id = $1 AND place > $2
         ORDER BY place LIMIT CAST($3 AS BIGINT)"
    );
    COUNT = "SELECT COUNT(*) FROM supplier_duplicates WHERE organization_id = $1";
    CLEAR = "DELETE FROM supplier_duplicates WHERE organization_id = $1";
    REMOVE = "DELETE FROM supplier_duplicates WHERE organization_id = $1 AND id = $2 AND row_version = $3";
    SHRINK = "UPDATE supplier_duplicates SET probability = $4, suppliers = $5, pairs = $6, row_version = $3 + 1
        WHERE organization_id = $1 AND id = $2 AND row_version = $3";
}

/// Takes away the proposals of a search, after those that are being settled; says how many there were.
pub async fn remove_all(tx: &mut Tx, organization_id: OrganizationId) -> Result<u64> {
    execute!(tx, CLEAR, organization_id)
}

/// Stores the proposals of a search.
pub async fn insert_many(tx: &mut Tx, organization_id: OrganizationId, rows: &[SupplierDuplicateRow]) -> Result<()> {
    on!(tx, |c, D| {
        for chunk in rows.chunks(rows_per_insert::<D>(COLUMN_COUNT)) {
            let mut insert = QueryBuilder::<D>::new(concat!("INSERT INTO supplier_duplicates (", columns!(), ") "));
            insert.push_values(chunk, |mut values, row| {
                values
                    .push_bind(row.id)
                    .push_bind(organization_id)
                    .push_bind(row.place)
                    .push_bind(row.probability)
                    .push_bind(&row.suppliers)
                    .push_bind(&row.pairs)
                    .push_bind(row.row_version)
                    .push_bind(row.found_at);
            });
            insert.build().execute(&mut *c).await?;
        }
        Ok(())
    })
}

/// One by its id.
pub async fn get(
    on: impl Source,
    organization_id: OrganizationId,
    id: SupplierDuplicateId,
) -> Result<Option<SupplierDuplicateRow>> {
    on!(on, |c| sqlx::query_as(GET)
        .bind(organization_id)
        .bind(id)
        .fetch_optional(c)
        .await)
}

/// At most `limit` behind the place `after`, most probable first. Places begin at 1.
pub async fn list(
    on: impl Source,
    organization_id: OrganizationId,
    after: i64,
    limit: u32,
) -> Result<Vec<SupplierDuplicateRow>> {
    on!(on, |c| sqlx::query_as(LIST)
        .bind(organization_id)
        .bind(after)
        .bind(i64::from(limit))
        .fetch_all(c)
        .await)
}

/// How many there are.
pub async fn count(on: impl Source, organization_id: OrganizationId) -> Result<i64> {
    on!(on, |c| sqlx::query_scalar(COUNT)
        .bind(organization_id)
        .fetch_one(c)
        .await)
}

/// Takes one away; `false` when it was changed since it was read, or is gone.
pub async fn remove(tx: &mut Tx, row: &SupplierDuplicateRow) -> Result<bool> {
    Ok(execute!(tx, REMOVE, row.organization_id, row.id, row.row_version)? == 1)
}

/// Writes what is left of one, its version as it was read; `false` when it was changed since, or is gone.
pub async fn shrink(tx: &mut Tx, row: &SupplierDuplicateRow) -> Result<bool> {
    let touched = execute!(
        tx,
        SHRINK,
        row.organization_id,
        row.id,
        row.row_version,
        row.probability,
        &row.suppliers,
        &row.pairs,
    )?;
    Ok(touched == 1)
}
