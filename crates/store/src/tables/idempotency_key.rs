//! Idempotency keys: what was answered to a request that may be sent twice.

use chrono::{DateTime, Utc};
use contract::OrganizationId;
use serde_json::Value;
use sqlx::FromRow;

use crate::{Json, Result, Source, Tx, execute, on, statements::statements};

/// A request that was answered.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct AnswerRow {
    /// Method and path; the same key for another request is a mistake of the client.
    pub method_path: String,
    /// What was answered.
    pub response: Json<Value>,
}

statements! {
    FIND = "SELECT method_path, response FROM idempotency_keys WHERE organization_id = $1 AND key = $2";
    INSERT = "INSERT INTO idempotency_keys (organization_id, key, method_path, response, created_at)
        VALUES ($1, $2, $3, $4, $5)";
    DELETE_BEFORE = "DELETE FROM idempotency_keys WHERE created_at < $1";
}

/// What was answered under a key.
pub async fn find(on: impl Source, organization_id: OrganizationId, key: &str) -> Result<Option<AnswerRow>> {
    on!(on, |c| sqlx::query_as(FIND)
        .bind(organization_id)
        .bind(key)
        .fetch_optional(c)
        .await)
}

/// Keeps an answer, in the change that it answers for; a unique violation when another request with the key was
/// faster.
pub async fn insert(
    tx: &mut Tx,
    organization_id: OrganizationId,
    key: &str,
    answer: &AnswerRow,
    now: DateTime<Utc>,
) -> Result<()> {
    execute!(
        tx,
        INSERT,
        organization_id,
        key,
        &answer.method_path,
        &answer.response,
        now
    )?;
    Ok(())
}

/// Forgets what is older; how many.
pub async fn delete_before(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64> {
    execute!(tx, DELETE_BEFORE, before)
}
