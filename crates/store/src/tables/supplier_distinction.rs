//! Suppliers that a person said are not one: they are not proposed for merging again.

use chrono::{DateTime, Utc};
use contract::{OrganizationId, SupplierId};
use sqlx::QueryBuilder;

use crate::{Result, Source, Tx, dialect::rows_per_insert, on, statements::statements};

/// Columns of one row in an insert.
const COLUMN_COUNT: usize = 5;

statements! {
    /// What was said of a supplier that was merged since holds for the one that it is part of.
    ALL = "SELECT COALESCE(a.merged_into, d.first_id), COALESCE(b.merged_into, d.second_id)
        FROM supplier_distinctions d
        LEFT JOIN suppliers a ON a.id = d.first_id
        LEFT JOIN suppliers b ON b.id = d.second_id
        WHERE d.organization_id = $1
        ORDER BY d.first_id, d.second_id";
}

/// Remembers pairs, the smaller id first; those that are known already stay as they are.
pub async fn insert_many(
    tx: &mut Tx,
    organization_id: OrganizationId,
    pairs: &[(SupplierId, SupplierId)],
    created_by: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    on!(tx, |c, D| {
        for chunk in pairs.chunks(rows_per_insert::<D>(COLUMN_COUNT)) {
            let mut insert = QueryBuilder::<D>::new(
                "INSERT INTO supplier_distinctions (organization_id, first_id, second_id, created_by, created_at) ",
            );
            insert.push_values(chunk, |mut values, (first, second)| {
                values
                    .push_bind(organization_id)
                    .push_bind(*first)
                    .push_bind(*second)
                    .push_bind(created_by)
                    .push_bind(now);
            });
            insert.push(" ON CONFLICT DO NOTHING");
            insert.build().execute(&mut *c).await?;
        }
        Ok(())
    })
}

/// All of an organization, in no order within a pair: people said each, so they are few.
pub async fn all(on: impl Source, organization_id: OrganizationId) -> Result<Vec<(SupplierId, SupplierId)>> {
    on!(on, |c| sqlx::query_as(ALL).bind(organization_id).fetch_all(c).await)
}
