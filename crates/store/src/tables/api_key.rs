//! API keys: credentials of programs. Only a hash of the secret is kept.

use chrono::{DateTime, Utc};
use contract::{ApiKeyId, KeyPreset, OrganizationId};
use sqlx::FromRow;

use crate::{Result, Source, Tx, execute, on, statements::statements};

/// A key without its secret.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct ApiKeyRow {
    /// The key.
    pub id: ApiKeyId,
    /// Whose it is.
    pub organization_id: OrganizationId,
    /// What it is for.
    pub name: String,
    /// Its first characters, unique.
    pub prefix: String,
    /// Hash of the secret.
    pub secret_hash: Vec<u8>,
    /// What it may do.
    pub preset: KeyPreset,
    /// Who made it.
    pub created_by: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for ApiKeyRow {
    /// Leaves the hash out.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ApiKeyRow")
            .field("id", &self.id)
            .field("prefix", &self.prefix)
            .field("preset", &self.preset)
            .finish_non_exhaustive()
    }
}

macro_rules! columns {
    () => {
        "id, organization_id, name, prefix, secret_hash, preset, created_by, created_at, last_used_at, revoked_at"
    };
}

statements! {
    INSERT = concat!("INSERT INTO api_keys (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
    FIND_BY_PREFIX = concat!("SELECT ", columns!(), " FROM api_keys WHERE prefix = $1");
    GET = concat!("SELECT ", columns!(), " FROM api_keys WHERE organization_id = $1 AND id = $2");
    LIST = concat!("SELECT ", columns!(), " FROM api_keys WHERE organization_id = $1 ORDER BY id DESC");
    REVOKE = "UPDATE api_keys SET revoked_at = $3 WHERE organization_id = $1 AND id = $2 AND revoked_at IS NULL";
    TOUCH = "UPDATE api_keys SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $3)";
}

/// Adds one; a unique violation when the prefix is taken.
pub async fn insert(tx: &mut Tx, row: &ApiKeyRow) -> Result<()> {
    execute!(
        tx,
        INSERT,
        row.id,
        row.organization_id,
        &row.name,
        &row.prefix,
        &row.secret_hash,
        row.preset,
        &row.created_by,
        row.created_at,
        row.last_used_at,
        row.revoked_at
    )?;
    Ok(())
}

/// The key with this prefix, of whatever organization, revoked or not: the caller compares the hash and checks that.
pub async fn find_by_prefix(on: impl Source, prefix: &str) -> Result<Option<ApiKeyRow>> {
    on!(on, |c| sqlx::query_as(FIND_BY_PREFIX)
        .bind(prefix)
        .fetch_optional(c)
        .await)
}

/// One by its id.
pub async fn get(on: impl Source, organization_id: OrganizationId, id: ApiKeyId) -> Result<Option<ApiKeyRow>> {
    on!(on, |c| sqlx::query_as(GET)
        .bind(organization_id)
        .bind(id)
        .fetch_optional(c)
        .await)
}

/// An organization's keys, newest first.
pub async fn list(on: impl Source, organization_id: OrganizationId) -> Result<Vec<ApiKeyRow>> {
    on!(on, |c| sqlx::query_as(LIST).bind(organization_id).fetch_all(c).await)
}

/// Revokes a key for good; `false` when it was revoked before, or is not there.
pub async fn revoke(tx: &mut Tx, organization_id: OrganizationId, id: ApiKeyId, now: DateTime<Utc>) -> Result<bool> {
    Ok(execute!(tx, REVOKE, organization_id, id, now)? == 1)
}

/// Notes a use, unless one after `unless_after` is noted.
pub async fn touch(tx: &mut Tx, id: ApiKeyId, now: DateTime<Utc>, unless_after: DateTime<Utc>) -> Result<()> {
    execute!(tx, TOUCH, id, now, unless_after)?;
    Ok(())
}
