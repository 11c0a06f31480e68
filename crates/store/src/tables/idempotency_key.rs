//! Idempotency keys: what became of a request that may be sent twice.

use chrono::{DateTime, Utc};
use contract::OrganizationId;
use serde_json::Value;
use sqlx::FromRow;

use crate::{Json, Result, Source, Tx, execute, on, statements::statements};

/// A request under a key.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct KeyRow {
    /// Method and path; the same key for another request is a mistake of the client.
    pub method_path: String,
    /// That it has begun, or what was answered.
    pub response: Json<Value>,
    /// When it began.
    pub created_at: DateTime<Utc>,
}

statements! {
    FIND = "SELECT method_path, response, created_at FROM idempotency_keys WHERE organization_id = $1 AND key = $2";
    CLAIM = "INSERT INTO idempotency_keys (organization_id, key, method_path, response, created_at)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    TAKE_OVER = "UPDATE idempotency_keys SET response = $4, created_at = $5
        WHERE organization_id = $1 AND key = $2 AND created_at = $3";
    ANSWER = "UPDATE idempotency_keys SET response = $4
        WHERE organization_id = $1 AND key = $2 AND created_at = $3";
    RELEASE = "DELETE FROM idempotency_keys WHERE organization_id = $1 AND key = $2 AND created_at = $3";
    DELETE_BEFORE = "DELETE FROM idempotency_keys WHERE created_at < $1";
}

/// What is known of a key.
pub async fn find(on: impl Source, organization_id: OrganizationId, key: &str) -> Result<Option<KeyRow>> {
    on!(on, |c| sqlx::query_as(FIND)
        .bind(organization_id)
        .bind(key)
        .fetch_optional(c)
        .await)
}

/// Takes a key that nobody has; whether it was free.
pub async fn claim(tx: &mut Tx, organization_id: OrganizationId, key: &str, row: &KeyRow) -> Result<bool> {
    let claimed = execute!(
        tx,
        CLAIM,
        organization_id,
        key,
        &row.method_path,
        &row.response,
        row.created_at
    )?;
    Ok(claimed == 1)
}

/// Takes a key over from a request that began at `before`; whether nobody else was faster.
pub async fn take_over(
    tx: &mut Tx,
    organization_id: OrganizationId,
    key: &str,
    before: DateTime<Utc>,
    row: &KeyRow,
) -> Result<bool> {
    let taken = execute!(
        tx,
        TAKE_OVER,
        organization_id,
        key,
        before,
        &row.response,
        row.created_at
    )?;
    Ok(taken == 1)
}

/// Keeps the answer of the request that began at `began`.
pub async fn answer(
    tx: &mut Tx,
    organization_id: OrganizationId,
    key: &str,
    began: DateTime<Utc>,
    response: &Json<Value>,
) -> Result<()> {
    execute!(tx, ANSWER, organization_id, key, began, response)?;
    Ok(())
}

/// Frees the key of the request that began at `began`.
pub async fn release(tx: &mut Tx, organization_id: OrganizationId, key: &str, began: DateTime<Utc>) -> Result<()> {
    execute!(tx, RELEASE, organization_id, key, began)?;
    Ok(())
}

/// Forgets what is older; how many.
pub async fn delete_before(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64> {
    execute!(tx, DELETE_BEFORE, before)
}
