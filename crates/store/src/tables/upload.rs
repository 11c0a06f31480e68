//! Files being uploaded in chunks.

use chrono::{DateTime, Utc};
use contract::{DocumentId, OrganizationId, UploadId, UploadPurpose};
use sqlx::FromRow;

use crate::{Result, Source, Tx, execute, on, statements::statements};

/// A file on its way.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct UploadRow {
    /// The upload.
    pub id: UploadId,
    /// Whose it is.
    pub organization_id: OrganizationId,
    /// Name of the file.
    pub file_name: String,
    /// What it is for.
    pub purpose: UploadPurpose,
    /// Its whole size.
    pub size_bytes: i64,
    /// How much is here, and on disk.
    pub received_bytes: i64,
    /// What became of it, once it was whole.
    pub document_id: Option<DocumentId>,
    /// Who sends it.
    pub created_by: String,
    /// When it was announced.
    pub created_at: DateTime<Utc>,
    /// When the last chunk came.
    pub updated_at: DateTime<Utc>,
}

macro_rules! columns {
    () => {
        "id, organization_id, file_name, purpose, size_bytes, received_bytes, document_id, created_by, created_at, \
         updated_at"
    };
}

statements! {
    INSERT = concat!("INSERT INTO uploads (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
    GET = concat!("SELECT ", columns!(), " FROM uploads WHERE organization_id = $1 AND id = $2");
    ADVANCE = "UPDATE uploads SET received_bytes = $4, updated_at = $5
        WHERE organization_id = $1 AND id = $2 AND received_bytes = $3 AND document_id IS NULL";
    COMPLETE = "UPDATE uploads SET document_id = $3, updated_at = $4
        WHERE organization_id = $1 AND id = $2 AND document_id IS NULL";
    EXISTS = "SELECT COUNT(*) FROM uploads WHERE id = $1";
    DELETE_STALE = "DELETE FROM uploads WHERE updated_at < $1 RETURNING id";
}

/// Adds one.
pub async fn insert(tx: &mut Tx, row: &UploadRow) -> Result<()> {
    execute!(
        tx,
        INSERT,
        row.id,
        row.organization_id,
        &row.file_name,
        row.purpose,
        row.size_bytes,
        row.received_bytes,
        row.document_id,
        &row.created_by,
        row.created_at,
        row.updated_at,
    )?;
    Ok(())
}

/// One by its id.
pub async fn get(on: impl Source, organization_id: OrganizationId, id: UploadId) -> Result<Option<UploadRow>> {
    on!(on, |c| sqlx::query_as(GET)
        .bind(organization_id)
        .bind(id)
        .fetch_optional(c)
        .await)
}

/// Counts the bytes of a chunk that began at `from`; `false` when that is not where the upload stands.
pub async fn advance(
    tx: &mut Tx,
    organization_id: OrganizationId,
    id: UploadId,
    from: i64,
    to: i64,
    now: DateTime<Utc>,
) -> Result<bool> {
    Ok(execute!(tx, ADVANCE, organization_id, id, from, to, now)? == 1)
}

/// Notes the document that it became; `false` when it was noted before.
pub async fn complete(
    tx: &mut Tx,
    organization_id: OrganizationId,
    id: UploadId,
    document_id: DocumentId,
    now: DateTime<Utc>,
) -> Result<bool> {
    Ok(execute!(tx, COMPLETE, organization_id, id, document_id, now)? == 1)
}

/// Whether there is one with this id, of whatever organization.
pub async fn exists(on: impl Source, id: UploadId) -> Result<bool> {
    let count: i64 = on!(on, |c| sqlx::query_scalar(EXISTS).bind(id).fetch_one(c).await)?;
    Ok(count > 0)
}

/// Removes the uploads, of every organization, that nothing was added to since `before`; which they were.
pub async fn delete_stale(tx: &mut Tx, before: DateTime<Utc>) -> Result<Vec<UploadId>> {
    on!(tx, |c| sqlx::query_scalar(DELETE_STALE).bind(before).fetch_all(c).await)
}
