//! Commodities: the spend categories of an organization.

use chrono::{DateTime, Utc};
use contract::{CommodityId, OrganizationId};
use sqlx::FromRow;

use crate::{Result, Source, Tx, execute, on, statements::statements};

/// A spend category.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct CommodityRow {
    /// The commodity.
    pub id: CommodityId,
    /// Whose it is.
    pub organization_id: OrganizationId,
    /// Short code, unique within the organization.
    pub code: String,
    /// Name.
    pub name: String,
    /// Account of the general ledger; empty when none.
    pub gl_code: String,
    /// Goes up with each change.
    pub row_version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

macro_rules! columns {
    () => {
        "id, organization_id, code, name, gl_code, row_version, created_at, updated_at"
    };
}

statements! {
    INSERT = concat!("INSERT INTO commodities (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
    UPDATE = "UPDATE commodities SET code = $3, name = $4, gl_code = $5, row_version = row_version + 1, updated_at = $6
        WHERE organization_id = $1 AND id = $2 AND row_version = $7";
    GET = concat!("SELECT ", columns!(), " FROM commodities WHERE organization_id = $1 AND id = $2");
    LIST = concat!("SELECT ", columns!(), " FROM commodities WHERE organization_id = $1 ORDER BY code");
}

/// Adds one; a unique violation when the code is taken.
pub async fn insert(tx: &mut Tx, row: &CommodityRow) -> Result<()> {
    execute!(
        tx,
        INSERT,
        row.id,
        row.organization_id,
        &row.code,
        &row.name,
        &row.gl_code,
        row.row_version,
        row.created_at,
        row.updated_at
    )?;
    Ok(())
}

/// Writes code, name, account and time of change of a row as it was read, and counts its version up. `false` when the
/// version is no longer that of the row.
pub async fn update(tx: &mut Tx, row: &CommodityRow) -> Result<bool> {
    let changed = execute!(
        tx,
        UPDATE,
        row.organization_id,
        row.id,
        &row.code,
        &row.name,
        &row.gl_code,
        row.updated_at,
        row.row_version
    )?;
    Ok(changed == 1)
}

/// One by its id.
pub async fn get(on: impl Source, organization_id: OrganizationId, id: CommodityId) -> Result<Option<CommodityRow>> {
    on!(on, |c| sqlx::query_as(GET)
        .bind(organization_id)
        .bind(id)
        .fetch_optional(c)
        .await)
}

/// All of an organization, by code.
pub async fn list(on: impl Source, organization_id: OrganizationId) -> Result<Vec<CommodityRow>> {
    on!(on, |c| sqlx::query_as(LIST).bind(organization_id).fetch_all(c).await)
}
