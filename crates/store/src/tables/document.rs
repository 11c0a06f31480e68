//! Uploaded files. The bytes are beside the database, named by their hash; two documents may share them.

use chrono::{DateTime, Utc};
use contract::{DocumentId, OrganizationId};
use sqlx::FromRow;

use crate::{Result, Source, Tx, execute, on, statements::statements};

/// A file that has arrived whole.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct DocumentRow {
    /// The document.
    pub id: DocumentId,
    /// Whose it is.
    pub organization_id: OrganizationId,
    /// SHA-256 of the bytes, hexadecimal.
    pub sha256: String,
    /// Their number.
    pub size_bytes: i64,
    /// Name of the file.
    pub file_name: String,
    /// Who uploaded it.
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

macro_rules! columns {
    () => {
        "id, organization_id, sha256, size_bytes, file_name, created_by, created_at"
    };
}

statements! {
    INSERT = concat!("INSERT INTO documents (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7)");
    GET = concat!("SELECT ", columns!(), " FROM documents WHERE organization_id = $1 AND id = $2");
    FIRST_WITH_HASH = concat!(
        "SELECT ", columns!(), " FROM documents WHERE organization_id = $1 AND sha256 = $2 ORDER BY id LIMIT 1"
    );
}

/// Adds one.
pub async fn insert(tx: &mut Tx, row: &DocumentRow) -> Result<()> {
    execute!(
        tx,
        INSERT,
        row.id,
        row.organization_id,
        &row.sha256,
        row.size_bytes,
        &row.file_name,
        &row.created_by,
        row.created_at,
    )?;
    Ok(())
}

/// One by its id.
pub async fn get(on: impl Source, organization_id: OrganizationId, id: DocumentId) -> Result<Option<DocumentRow>> {
    on!(on, |c| sqlx::query_as(GET)
        .bind(organization_id)
        .bind(id)
        .fetch_optional(c)
        .await)
}

/// The earliest with these bytes.
pub async fn first_with_hash(
    on: impl Source,
    organization_id: OrganizationId,
    sha256: &str,
) -> Result<Option<DocumentRow>> {
    on!(on, |c| sqlx::query_as(FIRST_WITH_HASH)
        .bind(organization_id)
        .bind(sha256)
        .fetch_optional(c)
        .await)
}
