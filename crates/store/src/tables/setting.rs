//! Settings of an organization, by key.

use chrono::{DateTime, Utc};
use contract::OrganizationId;
use serde_json::Value;

use crate::{Json, Result, Source, Tx, execute, on, statements::statements};

statements! {
    GET = "SELECT value FROM settings WHERE organization_id = $1 AND key = $2";
    PUT = "INSERT INTO settings (organization_id, key, value, updated_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (organization_id, key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at";
}

/// The value of one, when it was ever set.
pub async fn get(on: impl Source, organization_id: OrganizationId, key: &str) -> Result<Option<Value>> {
    let value: Option<Json<Value>> = on!(on, |c| sqlx::query_scalar(GET)
        .bind(organization_id)
        .bind(key)
        .fetch_optional(c)
        .await)?;
    Ok(value.map(|json| json.0))
}

/// Sets one.
pub async fn put(
    tx: &mut Tx,
    organization_id: OrganizationId,
    key: &str,
    value: &Value,
    now: DateTime<Utc>,
) -> Result<()> {
    execute!(tx, PUT, organization_id, key, Json(value), now)?;
    Ok(())
}
