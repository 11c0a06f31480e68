//! Organizations: the tenants.

use chrono::{DateTime, Utc};
use contract::OrganizationId;
use sqlx::FromRow;

use crate::{Json, Result, Source, Tx, execute, on, statements::statements};

/// A tenant.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct OrganizationRow {
    /// The organization.
    pub id: OrganizationId,
    /// Its name, unique.
    pub name: String,
    /// Its settings that are read as a whole.
    pub settings: Json<serde_json::Value>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

statements! {
    INSERT = "INSERT INTO organizations (id, name, settings, created_at) VALUES ($1, $2, $3, $4)";
    GET = "SELECT id, name, settings, created_at FROM organizations WHERE id = $1";
    FIND_BY_NAME = "SELECT id, name, settings, created_at FROM organizations WHERE name = $1";
    LIST = "SELECT id, name, settings, created_at FROM organizations ORDER BY name";
}

/// Adds one; a unique violation when the name is taken.
pub async fn insert(tx: &mut Tx, row: &OrganizationRow) -> Result<()> {
    execute!(tx, INSERT, row.id, &row.name, &row.settings, row.created_at)?;
    Ok(())
}

/// One by its id.
pub async fn get(on: impl Source, id: OrganizationId) -> Result<Option<OrganizationRow>> {
    on!(on, |c| sqlx::query_as(GET).bind(id).fetch_optional(c).await)
}

/// One by its exact name.
pub async fn find_by_name(on: impl Source, name: &str) -> Result<Option<OrganizationRow>> {
    on!(on, |c| sqlx::query_as(FIND_BY_NAME).bind(name).fetch_optional(c).await)
}

/// All of them, by name.
pub async fn list(on: impl Source) -> Result<Vec<OrganizationRow>> {
    on!(on, |c| sqlx::query_as(LIST).fetch_all(c).await)
}
