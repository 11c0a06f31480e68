//! How the columns of a file were mapped, for the next file with the same header.

use chrono::{DateTime, Utc};
use contract::{ColumnMapping, OrganizationId, UploadPurpose};

use crate::{Json, Result, Source, Tx, execute, on, statements::statements};

statements! {
    PUT = "INSERT INTO column_mappings (organization_id, purpose, header_key, mapping, updated_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (organization_id, purpose, header_key)
        DO UPDATE SET mapping = excluded.mapping, updated_at = excluded.updated_at";
    GET = "SELECT mapping FROM column_mappings WHERE organization_id = $1 AND purpose = $2 AND header_key = $3";
}

/// Remembers a mapping in place of an earlier one.
pub async fn put(
    tx: &mut Tx,
    organization_id: OrganizationId,
    purpose: UploadPurpose,
    header_key: &str,
    mapping: &ColumnMapping,
    now: DateTime<Utc>,
) -> Result<()> {
    execute!(tx, PUT, organization_id, purpose, header_key, Json(mapping), now)?;
    Ok(())
}

/// The mapping that was chosen for this header.
pub async fn get(
    on: impl Source,
    organization_id: OrganizationId,
    purpose: UploadPurpose,
    header_key: &str,
) -> Result<Option<ColumnMapping>> {
    let mapping: Option<Json<ColumnMapping>> = on!(on, |c| sqlx::query_scalar(GET)
        .bind(organization_id)
        .bind(purpose)
        .bind(header_key)
        .fetch_optional(c)
        .await)?;
    Ok(mapping.map(|Json(mapping)| mapping))
}
