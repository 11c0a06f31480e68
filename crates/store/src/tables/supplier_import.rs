//! Imports of suppliers from files.
//!
//! The counters are changed in the same transaction as the suppliers, and `done_rows` is the checkpoint.

use chrono::{DateTime, Utc};
use contract::{ColumnMapping, DocumentId, FileStatus, JobId, OrganizationId, SupplierImportId};
use sqlx::FromRow;

use crate::{Json, Result, Source, Tx, execute, on, statements::statements};

/// An import.
#[derive(Clone, Debug, PartialEq, FromRow)]
#[expect(missing_docs, reason = "the columns are named as in the contract")]
pub struct SupplierImportRow {
    pub id: SupplierImportId,
    pub organization_id: OrganizationId,
    pub document_id: DocumentId,
    pub file_name: String,
    pub mapping: Option<Json<ColumnMapping>>,
    pub status: FileStatus,
    pub done_rows: i64,
    pub total_rows: Option<i64>,
    pub run_started_at: Option<DateTime<Utc>>,
    pub run_started_rows: i64,
    #[sqlx(flatten)]
    pub counts: ImportCounts,
    pub failure: Option<String>,
    pub job_id: Option<JobId>,
    pub created_by: String,
    pub created_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
}

/// How many rows came out which way; also by how many a chunk moves these counters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromRow)]
pub struct ImportCounts {
    /// Suppliers that were new.
    pub created_count: i64,
    /// Suppliers that were changed.
    pub updated_count: i64,
    /// Rows that said what the master has already.
    pub unchanged_count: i64,
    /// Rows that could not be taken.
    pub error_count: i64,
}

macro_rules! columns {
    () => {
        "id, organization_id, document_id, file_name, mapping, status, done_rows, total_rows, run_started_at, \
         run_started_rows, created_count, updated_count, unchanged_count, error_count, failure, job_id, created_by, \
         created_at, started_at, finished_at"
    };
}

statements! {
    INSERT = concat!(
        "INSERT INTO supplier_imports (", columns!(),
        ") VALUES ($1, $2, $3, $4, $5, $6, 0, NULL, NULL, 0, 0, 0, 0, 0, $7, $8, $9, $10, NULL, $11)"
    );
    GET = concat!("SELECT ", columns!(), " FROM supplier_imports WHERE organization_id = $1 AND id = $2");
    LIST = concat!(
        "SELECT ", columns!(), " FROM supplier_imports WHERE organization_id = $1 AND id < $2
         ORDER BY id DESC LIMIT CAST($3 AS BIGINT)"
    );
    BEGIN_RUN = concat!(
        "UPDATE supplier_imports SET status = 'working', started_at = COALESCE(started_at, $3), run_started_at = $3,
            run_started_rows = done_rows, total_rows = $4, failure = NULL, finished_at = NULL
         WHERE organization_id = $1 AND id = $2 AND status <> 'done' RETURNING ", columns!()
    );
    ADVANCE = "UPDATE supplier_imports SET done_rows = $4, created_count = created_count + $5,
            updated_count = updated_count + $6, unchanged_count = unchanged_count + $7, error_count = error_count + $8
        WHERE organization_id = $1 AND id = $2 AND status = 'working' AND done_rows = $3";
    FINISH = "UPDATE supplier_imports SET status = $3, failure = $4, finished_at = $5
        WHERE organization_id = $1 AND id = $2 AND status IN ('queued', 'working')";
    IS_AT_WORK = "SELECT COUNT(*) FROM supplier_imports WHERE organization_id = $1 AND status = 'working'";
}

/// Adds one; its counters start at 0.
pub async fn insert(tx: &mut Tx, row: &SupplierImportRow) -> Result<()> {
    execute!(
        tx,
        INSERT,
        row.id,
        row.organization_id,
        row.document_id,
        &row.file_name,
        &row.mapping,
        row.status,
        &row.failure,
        row.job_id,
        &row.created_by,
        row.created_at,
        row.finished_at,
    )?;
    Ok(())
}

/// One by its id.
pub async fn get(
    on: impl Source,
    organization_id: OrganizationId,
    id: SupplierImportId,
) -> Result<Option<SupplierImportRow>> {
    on!(on, |c| sqlx::query_as(GET)
        .bind(organization_id)
        .bind(id)
        .fetch_optional(c)
        .await)
}

/// At most `limit` imports older than `before`, newest first.
pub async fn list(
    on: impl Source,
    organization_id: OrganizationId,
    before: SupplierImportId,
    limit: u32,
) -> Result<Vec<SupplierImportRow>> {
    on!(on, |c| sqlx::query_as(LIST)
        .bind(organization_id)
        .bind(before)
        .bind(i64::from(limit))
        .fetch_all(c)
        .await)
}

/// Whether an import of the organization is at work.
pub async fn is_at_work(on: impl Source, organization_id: OrganizationId) -> Result<bool> {
    let at_work: i64 = on!(on, |c| sqlx::query_scalar(IS_AT_WORK)
        .bind(organization_id)
        .fetch_one(c)
        .await)?;
    Ok(at_work > 0)
}

/// Marks the beginning of a run over so many rows, and gives the import as it is then. Nothing when it is done
/// already. A failed or cancelled one goes on where it stood.
pub async fn begin_run(
    tx: &mut Tx,
    organization_id: OrganizationId,
    id: SupplierImportId,
    now: DateTime<Utc>,
    total_rows: i64,
) -> Result<Option<SupplierImportRow>> {
    on!(tx, |c| sqlx::query_as(BEGIN_RUN)
        .bind(organization_id)
        .bind(id)
        .bind(now)
        .bind(total_rows)
        .fetch_optional(c)
        .await)
}

/// Moves the checkpoint from `from_rows` to `to_rows`, and the counters. `false`, and nothing is changed, when the
/// import is not at work any more or another run has moved it: then the chunk must not be written.
pub async fn advance(
    tx: &mut Tx,
    organization_id: OrganizationId,
    id: SupplierImportId,
    from_rows: i64,
    to_rows: i64,
    by: ImportCounts,
) -> Result<bool> {
    let touched = execute!(
        tx,
        ADVANCE,
        organization_id,
        id,
        from_rows,
        to_rows,
        by.created_count,
        by.updated_count,
        by.unchanged_count,
        by.error_count,
    )?;
    Ok(touched == 1)
}

/// Ends the import; `false` when it had ended before.
pub async fn finish(
    tx: &mut Tx,
    organization_id: OrganizationId,
    id: SupplierImportId,
    status: FileStatus,
    failure: Option<&str>,
    now: DateTime<Utc>,
) -> Result<bool> {
    Ok(execute!(tx, FINISH, organization_id, id, status, failure, now)? == 1)
}
