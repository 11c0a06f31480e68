//! Uploaded vendor and payment lists.
//!
//! The counters of a file are changed in the same transaction as its rows, so a page that asks for them while the
//! file is being worked reads one row.

use chrono::{DateTime, Utc};
use contract::{ColumnMapping, DocumentId, FileStatus, JobId, OrganizationId, PayeeFileId};
use sqlx::FromRow;

use crate::{Json, Result, Source, Tx, execute, on, statements::statements};

/// A file.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "the columns are named as in the contract")]
pub struct PayeeFileRow {
    pub id: PayeeFileId,
    pub organization_id: OrganizationId,
    pub document_id: DocumentId,
    pub file_name: String,
    pub mapping: Option<Json<ColumnMapping>>,
    pub headers: Json<Vec<String>>,
    pub status: FileStatus,
    pub done_rows: i64,
    pub total_rows: Option<i64>,
    pub run_started_at: Option<DateTime<Utc>>,
    pub run_started_rows: i64,
    #[sqlx(flatten)]
    pub counts: PayeeCounts,
    pub error_count: i64,
    pub failure: Option<String>,
    pub same_as: Option<PayeeFileId>,
    pub job_id: Option<JobId>,
    pub engine_versions: String,
    pub created_by: String,
    pub created_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    pub finished_at: Option<DateTime<Utc>>,
}

/// How many rows came out which way; also the amount by which a change moves these counters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromRow)]
pub struct PayeeCounts {
    /// Type business.
    pub business_count: i64,
    /// Type individual.
    pub individual_count: i64,
    /// Type government.
    pub government_count: i64,
    /// Type unknown.
    pub unknown_count: i64,
    /// With a supplier.
    pub match_count: i64,
    /// With a supplier in doubt.
    pub review_count: i64,
    /// Without a supplier.
    pub none_count: i64,
    /// With a review item that is not settled.
    pub open_review_count: i64,
    /// Whose type or supplier a person settled.
    pub person_count: i64,
}

impl PayeeCounts {
    /// Adds other amounts to these.
    pub fn add(&mut self, other: &Self) {
        self.business_count += other.business_count;
        self.individual_count += other.individual_count;
        self.government_count += other.government_count;
        self.unknown_count += other.unknown_count;
        self.match_count += other.match_count;
        self.review_count += other.review_count;
        self.none_count += other.none_count;
        self.open_review_count += other.open_review_count;
        self.person_count += other.person_count;
    }

    /// The same amounts the other way.
    #[must_use]
    pub fn negated(self) -> Self {
        Self {
            business_count: -self.business_count,
            individual_count: -self.individual_count,
            government_count: -self.government_count,
            unknown_count: -self.unknown_count,
            match_count: -self.match_count,
            review_count: -self.review_count,
            none_count: -self.none_count,
            open_review_count: -self.open_review_count,
            person_count: -self.person_count,
        }
    }
}

/// How a file came out, for figures over time.
#[derive(Clone, Copy, Debug, FromRow)]
pub struct WorkedFile {
    /// When the file was uploaded.
    pub created_at: DateTime<Utc>,
    /// How its rows came out.
    #[sqlx(flatten)]
    pub counts: PayeeCounts,
}

macro_rules! columns {
    () => {
        "id, organization_id, document_id, file_name, mapping, headers, status, done_rows, total_rows, \
         run_started_at, run_started_rows, business_count, individual_count, government_count, unknown_count, \
         match_count, review_count, none_count, open_review_count, person_count, error_count, failure, same_as, \
         job_id, engine_versions, created_by, created_at, started_at, finished_at"
    };
}

statements! {
    INSERT = concat!(
        "INSERT INTO payee_files (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, NULL, 0, \
         0, 0, 0, 0, 0, 0, 0, 0, 0, 0, $14, $9, $10, $11, $12, $13, NULL, $15)"
    );
    GET = concat!("SELECT ", columns!(), " FROM payee_files WHERE organization_id = $1 AND id = $2");
    LIST = concat!(
        "SELECT ", columns!(), " FROM payee_files WHERE organization_id = $1 AND id < $2
         ORDER BY id DESC LIMIT CAST($3 AS BIGINT)"
    );
    WITH_STATUS = concat!(
        "SELECT ", columns!(), " FROM payee_files WHERE organization_id = $1 AND status = $2
         ORDER BY id DESC LIMIT CAST($3 AS BIGINT)"
    );
    /// The earliest file with the same bytes.
    SAME_BYTES = "SELECT f.id FROM payee_files f JOIN documents d ON d.id = f.document_id \
        WHERE f.organization_id = $1 AND d.organization_id = $1 AND d.sha256 = $2 ORDER BY f.id LIMIT 1";
    UNMAPPED_OF = concat!(
        "SELECT ", columns!(), " FROM payee_files WHERE organization_id = $1 AND document_id = $2 \
         AND status = 'failed' AND mapping IS NULL ORDER BY id DESC LIMIT 1"
    );
    UNMAPPED = concat!(
        "SELECT ", columns!(), " FROM payee_files WHERE organization_id = $1 AND id >= $2 \
         AND status = 'failed' AND mapping IS NULL ORDER BY id DESC LIMIT CAST($3 AS BIGINT)"
    );
    /// Takes the row's lock, so that changes of one file's rows follow one another.
    LOCK = concat!(
        "UPDATE payee_files SET done_rows = done_rows WHERE organization_id = $1 AND id = $2 RETURNING ", columns!()
    );
    QUEUE = "UPDATE payee_files SET status = 'queued', mapping = $3, headers = $4, engine_versions = $5, job_id = $6, \
        failure = NULL, finished_at = NULL \
        WHERE organization_id = $1 AND id = $2 AND status = 'failed' AND mapping IS NULL";
    BEGIN_RUN = "UPDATE payee_files SET status = 'working', started_at = COALESCE(started_at, $3), \
        run_started_at = $3, run_started_rows = done_rows, failure = NULL, finished_at = NULL \
        WHERE organization_id = $1 AND id = $2 AND status IN ('queued', 'working', 'failed', 'cancelled')";
    SET_TOTAL = "UPDATE payee_files SET total_rows = $3 \
        WHERE organization_id = $1 AND id = $2 AND status = 'working'";
    /// Moves the checkpoint from `$3` to `$4`, unless another run has moved it.
    ADVANCE = "UPDATE payee_files SET done_rows = $4, error_count = error_count + $5 \
        WHERE organization_id = $1 AND id = $2 AND status = 'working' AND done_rows = $3";
    /// The last row of the file that was taken or refused.
    LAST_ROW = "SELECT COALESCE(MAX(row_number), 0) FROM ( \
            SELECT MAX(row_number) AS row_number FROM payees WHERE organization_id = $1 AND payee_file_id = $2 \
            UNION ALL SELECT MAX(row_number) FROM row_problems WHERE organization_id = $1 AND owner_id = $3) ends";
    ADD_COUNTS = "UPDATE payee_files SET business_count = business_count + $3, \
        individual_count = individual_count + $4, government_count = government_count + $5, \
        unknown_count = unknown_count + $6, match_count = match_count + $7, review_count = review_count + $8, \
        none_count = none_count + $9, open_review_count = open_review_count + $10, person_count = person_count + $11 \
        WHERE organization_id = $1 AND id = $2";
    FINISH = "UPDATE payee_files SET status = $3, failure = $4, finished_at = $5, \
        total_rows = CASE WHEN $3 = 'done' THEN done_rows ELSE total_rows END \
        WHERE organization_id = $1 AND id = $2 AND status IN ('queued', 'working')";
    WORKED_SINCE = "SELECT created_at, business_count, individual_count, government_count, unknown_count, match_count, \
        review_count, none_count, open_review_count, person_count \
        FROM payee_files WHERE organization_id = $1 AND id >= $2 ORDER BY id";
}

/// Adds a file. Its counters start at 0.
pub async fn insert(tx: &mut Tx, file: &PayeeFileRow) -> Result<()> {
    execute!(
        tx,
        INSERT,
        file.id,
        file.organization_id,
        file.document_id,
        &file.file_name,
        &file.mapping,
        &file.headers,
        file.status,
        file.total_rows,
        file.same_as,
        file.job_id,
        &file.engine_versions,
        &file.created_by,
        file.created_at,
        &file.failure,
        file.finished_at,
    )?;
    Ok(())
}

/// One file.
pub async fn get(
    source: impl Source,
    organization_id: OrganizationId,
    id: PayeeFileId,
) -> Result<Option<PayeeFileRow>> {
    on!(source, |c| sqlx::query_as(GET)
        .bind(organization_id)
        .bind(id)
        .fetch_optional(c)
        .await)
}

/// At most `limit` files older than `before`, newest first.
pub async fn list(
    source: impl Source,
    organization_id: OrganizationId,
    before: PayeeFileId,
    limit: i64,
) -> Result<Vec<PayeeFileRow>> {
    on!(source, |c| sqlx::query_as(LIST)
        .bind(organization_id)
        .bind(before)
        .bind(limit)
        .fetch_all(c)
        .await)
}

/// At most `limit` files that stand at `status`, newest first.
pub async fn with_status(
    source: impl Source,
    organization_id: OrganizationId,
    status: FileStatus,
    limit: i64,
) -> Result<Vec<PayeeFileRow>> {
    on!(source, |c| sqlx::query_as(WITH_STATUS)
        .bind(organization_id)
        .bind(status)
        .bind(limit)
        .fetch_all(c)
        .await)
}

/// The earliest file whose document has these bytes.
pub async fn with_same_bytes(
    source: impl Source,
    organization_id: OrganizationId,
    sha256: &str,
) -> Result<Option<PayeeFileId>> {
    on!(source, |c| sqlx::query_scalar(SAME_BYTES)
        .bind(organization_id)
        .bind(sha256)
        .fetch_optional(c)
        .await)
}

/// The latest file of this document that failed because no column held the name.
pub async fn unmapped_of(
    source: impl Source,
    organization_id: OrganizationId,
    document_id: DocumentId,
) -> Result<Option<PayeeFileRow>> {
    on!(source, |c| sqlx::query_as(UNMAPPED_OF)
        .bind(organization_id)
        .bind(document_id)
        .fetch_optional(c)
        .await)
}

/// At most `limit` files, `first` and later ones, that failed because no column held the name; newest first.
pub async fn unmapped_since(
    source: impl Source,
    organization_id: OrganizationId,
    first: PayeeFileId,
    limit: i64,
) -> Result<Vec<PayeeFileRow>> {
    on!(source, |c| sqlx::query_as(UNMAPPED)
        .bind(organization_id)
        .bind(first)
        .bind(limit)
        .fetch_all(c)
        .await)
}

/// One file, locked until the change ends: whoever changes its rows waits for the others.
pub async fn lock(tx: &mut Tx, organization_id: OrganizationId, id: PayeeFileId) -> Result<Option<PayeeFileRow>> {
    on!(tx, |c| sqlx::query_as(LOCK)
        .bind(organization_id)
        .bind(id)
        .fetch_optional(c)
        .await)
}

/// Puts a file whose columns are now named into the queue. False if it does not await that.
pub async fn queue(tx: &mut Tx, file: &PayeeFileRow) -> Result<bool> {
    let touched = execute!(
        tx,
        QUEUE,
        file.organization_id,
        file.id,
        &file.mapping,
        &file.headers,
        &file.engine_versions,
        file.job_id,
    )?;
    Ok(touched == 1)
}

/// Marks the beginning of a run of the work; a job that is run again takes a failed or cancelled file up where it
/// stopped. False if there is nothing to be worked.
pub async fn begin_run(
    tx: &mut Tx,
    organization_id: OrganizationId,
    id: PayeeFileId,
    now: DateTime<Utc>,
) -> Result<bool> {
    Ok(execute!(tx, BEGIN_RUN, organization_id, id, now)? == 1)
}

/// Sets how many rows there are.
pub async fn set_total(tx: &mut Tx, organization_id: OrganizationId, id: PayeeFileId, total_rows: i64) -> Result<()> {
    execute!(tx, SET_TOTAL, organization_id, id, total_rows)?;
    Ok(())
}

/// Moves the checkpoint from `from_rows` to `to_rows`. False, and nothing is changed, if the file is not being worked
/// any more or another run has moved it: then the chunk must not be written.
pub async fn advance(
    tx: &mut Tx,
    organization_id: OrganizationId,
    id: PayeeFileId,
    from_rows: i64,
    to_rows: i64,
    errors: i64,
) -> Result<bool> {
    Ok(execute!(tx, ADVANCE, organization_id, id, from_rows, to_rows, errors)? == 1)
}

/// The number of the last row that was worked, 0 before the first; the work goes on behind it.
pub async fn last_row(source: impl Source, organization_id: OrganizationId, id: PayeeFileId) -> Result<i64> {
    on!(source, |c| sqlx::query_scalar(LAST_ROW)
        .bind(organization_id)
        .bind(id)
        .bind(id.0)
        .fetch_one(c)
        .await)
}

/// Moves the counters.
pub async fn add_counts(tx: &mut Tx, organization_id: OrganizationId, id: PayeeFileId, by: PayeeCounts) -> Result<()> {
    execute!(
        tx,
        ADD_COUNTS,
        organization_id,
        id,
        by.business_count,
        by.individual_count,
        by.government_count,
        by.unknown_count,
        by.match_count,
        by.review_count,
        by.none_count,
        by.open_review_count,
        by.person_count,
    )?;
    Ok(())
}

/// Ends the work. False if it had ended before.
pub async fn finish(
    tx: &mut Tx,
    organization_id: OrganizationId,
    id: PayeeFileId,
    status: FileStatus,
    failure: Option<&str>,
    now: DateTime<Utc>,
) -> Result<bool> {
    Ok(execute!(tx, FINISH, organization_id, id, status, failure, now)? == 1)
}

/// The files uploaded since the one that `from` would have been, oldest first. Ids sort by time.
pub async fn worked_since(
    source: impl Source,
    organization_id: OrganizationId,
    from: PayeeFileId,
) -> Result<Vec<WorkedFile>> {
    on!(source, |c| sqlx::query_as(WORKED_SINCE)
        .bind(organization_id)
        .bind(from)
        .fetch_all(c)
        .await)
}
