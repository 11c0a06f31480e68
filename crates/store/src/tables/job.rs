//! Jobs: the durable queue.
//!
//! The queue runs in the order of `ranked_at`: the time a job may run less [`SECONDS_PER_PRIORITY`] for each point of
//! priority. So a job of higher priority goes first, and one that has waited long enough overtakes it: nothing
//! starves.
//!
//! A cancellation ends with the run that it stops: of a unique job that was enqueued anew meanwhile, another run follows.
//!
//! Whoever claims a job gets a lease with a token, which goes up with each claim. Every write of a worker names the
//! token; one that lost its lease writes nothing, whatever it is called and however late it comes.

use chrono::{DateTime, TimeDelta, Utc};
use contract::{JobCounts, JobId, JobStatus, OrganizationId};
use serde_json::Value;
use sqlx::{FromRow, QueryBuilder};
use uuid::Uuid;

use crate::{Json, Result, Source, Tx, dialect::Dialect, execute, on, statements::statements};

/// How much earlier one point of priority makes a job.
pub const SECONDS_PER_PRIORITY: i64 = 60;

/// A job to be enqueued.
#[derive(Clone, Debug, PartialEq)]
pub struct NewJob {
    /// Its id.
    pub id: JobId,
    /// For whom; absent for the upkeep of the whole installation.
    pub organization_id: Option<OrganizationId>,
    /// Which handler runs it.
    pub kind: String,
    /// What it works on.
    pub payload: Value,
    /// Higher first.
    pub priority: i32,
    /// Not before.
    pub run_at: DateTime<Utc>,
    /// Attempts before it is given up.
    pub max_attempts: i32,
    /// While a job with this key waits, it is not enqueued again; while one runs, it will run once more.
    pub unique_key: Option<String>,
    /// Who caused it, by name.
    pub created_by: String,
    /// The same with all that their events say of them.
    pub caused_by: Option<Json<Value>>,
    /// Now.
    pub created_at: DateTime<Utc>,
}

/// A job as stored.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub struct JobRow {
    /// The job.
    pub id: JobId,
    /// For whom.
    pub organization_id: Option<OrganizationId>,
    /// Which handler runs it.
    pub kind: String,
    /// What it works on.
    pub payload: Json<Value>,
    /// Where it stands.
    pub status: JobStatus,
    /// Higher first.
    pub priority: i32,
    /// Not before.
    pub run_at: DateTime<Utc>,
    /// Attempts begun.
    pub attempt: i32,
    /// Attempts before it is given up.
    pub max_attempts: i32,
    /// Of the latest claim.
    pub lease_token: i64,
    /// When the claim lapses.
    pub leased_until: Option<DateTime<Utc>>,
    /// Who has it.
    pub worker: Option<String>,
    /// Share done, 0..=1.
    pub progress: f64,
    /// Where to go on after an interruption.
    pub checkpoint: Option<Json<Value>>,
    /// See [`NewJob::unique_key`].
    pub unique_key: Option<String>,
    /// A person asked it to stop.
    pub cancel_requested: bool,
    /// What the last attempt failed of.
    pub last_error: Option<String>,
    /// Who caused it, by name.
    pub created_by: String,
    /// The same with all that their events say of them.
    pub caused_by: Option<Json<Value>>,
    /// When it was enqueued.
    pub created_at: DateTime<Utc>,
    /// When the current or last attempt began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

macro_rules! columns {
    () => {
        "id, organization_id, kind, payload, status, priority, run_at, attempt, max_attempts, lease_token, \
         leased_until, worker, progress, checkpoint, unique_key, cancel_requested, last_error, created_by, caused_by, created_at, \
         started_at, finished_at"
    };
}

statements! {
    ENQUEUE = "INSERT INTO jobs (id, organization_id, kind, payload, status, priority, ranked_at, run_at, attempt,
            max_attempts, lease_token, progress, unique_key, run_again, cancel_requested, created_by, caused_by, created_at)
        VALUES ($1, $2, $3, $4, 'queued', $5, $6, $7, 0, $8, 0, 0.0, $9, FALSE, FALSE, $10, $11, $12)
        ON CONFLICT (unique_key) WHERE status IN ('queued', 'running')
        DO UPDATE SET run_again = (jobs.status = 'running'),
            cancel_requested = (jobs.cancel_requested AND jobs.status = 'running')
        RETURNING id";
    ANY_DUE = "SELECT EXISTS (SELECT 1 FROM jobs WHERE status = 'queued' AND run_at <= $1)";
    HEARTBEAT = "UPDATE jobs SET leased_until = $3
        WHERE id = $1 AND lease_token = $2 AND status = 'running' RETURNING cancel_requested";
    SAVE = "UPDATE jobs SET progress = $3, checkpoint = COALESCE($4, checkpoint)
        WHERE id = $1 AND lease_token = $2 AND status = 'running' RETURNING cancel_requested";
    HOLD = "UPDATE jobs SET progress = progress
        WHERE id = $1 AND lease_token = $2 AND status = 'running' RETURNING cancel_requested";
    COMPLETE = "UPDATE jobs SET
            status = CASE WHEN run_again THEN 'queued' ELSE 'done' END,
            attempt = CASE WHEN run_again THEN 0 ELSE attempt END,
            checkpoint = CASE WHEN run_again THEN NULL ELSE checkpoint END,
            progress = CASE WHEN run_again THEN 0.0 ELSE 1.0 END,
            cancel_requested = (cancel_requested AND NOT run_again),
            run_again = FALSE, leased_until = NULL, worker = NULL, last_error = NULL, finished_at = $3
        WHERE id = $1 AND lease_token = $2 AND status = 'running'";
    GIVE_UP = "UPDATE jobs SET
            status = CASE WHEN run_again THEN 'queued' ELSE $3 END,
            attempt = CASE WHEN run_again THEN 0 ELSE attempt END,
            checkpoint = CASE WHEN run_again THEN NULL ELSE checkpoint END,
            progress = CASE WHEN run_again THEN 0.0 ELSE progress END,
            cancel_requested = (cancel_requested AND NOT run_again),
            run_again = FALSE, last_error = COALESCE($4, last_error), leased_until = NULL, worker = NULL,
            finished_at = $5
        WHERE id = $1 AND lease_token = $2 AND status = 'running'";
    RETRY_LATER = "UPDATE jobs SET status = 'queued', run_at = $3, last_error = $4, leased_until = NULL, worker = NULL,
            cancel_requested = (cancel_requested AND NOT run_again)
        WHERE id = $1 AND lease_token = $2 AND status = 'running'";
    RELEASE = "UPDATE jobs SET status = 'queued', attempt = attempt - 1, leased_until = NULL, worker = NULL,
            cancel_requested = (cancel_requested AND NOT run_again)
        WHERE id = $1 AND lease_token = $2 AND status = 'running'";
    REAP = "UPDATE jobs SET status = 'queued', last_error = 'the worker was lost', leased_until = NULL, worker = NULL,
            cancel_requested = (cancel_requested AND NOT run_again)
        WHERE status = 'running' AND leased_until < $1";
    REQUEST_CANCEL = "UPDATE jobs SET cancel_requested = TRUE,
            run_at = CASE WHEN status = 'queued' THEN $3 ELSE run_at END
        WHERE organization_id = $1 AND id = $2 AND status IN ('queued', 'running')";
    REQUEUE = "UPDATE jobs SET status = 'queued', attempt = 0, cancel_requested = FALSE, run_at = $3, ranked_at = $4,
            finished_at = NULL
        WHERE organization_id = $1 AND id = $2 AND status IN ('dead', 'cancelled')";
    GET = concat!("SELECT ", columns!(), " FROM jobs WHERE organization_id = $1 AND id = $2");
    COUNTS = "SELECT status, COUNT(*) FROM jobs WHERE organization_id = $1 GROUP BY status";
    DELETE_FINISHED = "DELETE FROM jobs WHERE status IN ('done', 'cancelled') AND finished_at < $1";
}

/// The `ranked_at` of a job.
fn rank(run_at: DateTime<Utc>, priority: i32) -> DateTime<Utc> {
    run_at - TimeDelta::seconds(i64::from(priority) * SECONDS_PER_PRIORITY)
}

/// Enqueues a job; it exists when the change is committed. With a `unique_key` that a job has already which waits or
/// runs, no job is added; the id of that one is given back. One that waits to be cancelled is no longer cancelled.
pub async fn enqueue(tx: &mut Tx, job: &NewJob) -> Result<JobId> {
    on!(tx, |c| sqlx::query_scalar(ENQUEUE)
        .bind(job.id)
        .bind(job.organization_id)
        .bind(&job.kind)
        .bind(Json(&job.payload))
        .bind(job.priority)
        .bind(rank(job.run_at, job.priority))
        .bind(job.run_at)
        .bind(job.max_attempts)
        .bind(&job.unique_key)
        .bind(&job.created_by)
        .bind(&job.caused_by)
        .bind(job.created_at)
        .fetch_one(c)
        .await)
}

/// Whether any job may run now: spares a worker the write transaction of a claim that finds nothing.
pub async fn any_due(on: impl Source, now: DateTime<Utc>) -> Result<bool> {
    on!(on, |c| sqlx::query_scalar(ANY_DUE).bind(now).fetch_one(c).await)
}

/// Takes the first job of `kinds` that may run, leased to `worker`. Two workers never get the same.
pub async fn claim(
    tx: &mut Tx,
    kinds: &[&str],
    worker: &str,
    now: DateTime<Utc>,
    leased_until: DateTime<Utc>,
) -> Result<Option<JobRow>> {
    on!(tx, |c, D| {
        let mut query = QueryBuilder::<D>::new(
            "UPDATE jobs SET status = 'running', attempt = attempt + 1, lease_token = lease_token + 1, \
             run_again = FALSE, worker = ",
        );
        query.push_bind(worker).push(", started_at = ").push_bind(now);
        query.push(", leased_until = ").push_bind(leased_until);
        query.push(" WHERE id = (SELECT id FROM jobs WHERE status = 'queued' AND run_at <= ");
        query.push_bind(now).push(" AND kind IN (");
        let mut list = query.separated(", ");
        for kind in kinds {
            list.push_bind(*kind);
        }
        query.push(") ORDER BY ranked_at, id LIMIT 1");
        query.push(<D as Dialect>::SKIP_LOCKED);
        query.push(concat!(") RETURNING ", columns!()));
        query.build_query_as().fetch_optional(c).await
    })
}

/// Prolongs a lease; whether a person asked the job to stop. `None` when the lease was lost.
pub async fn heartbeat(tx: &mut Tx, id: JobId, lease_token: i64, leased_until: DateTime<Utc>) -> Result<Option<bool>> {
    on!(tx, |c| sqlx::query_scalar(HEARTBEAT)
        .bind(id)
        .bind(lease_token)
        .bind(leased_until)
        .fetch_optional(c)
        .await)
}

/// Writes progress (0..=1), and the checkpoint when one is given; whether a person asked the job to stop. `None` when
/// the lease was lost: the change it is part of must not be committed.
pub async fn save(
    tx: &mut Tx,
    id: JobId,
    lease_token: i64,
    progress: f64,
    checkpoint: Option<&Value>,
) -> Result<Option<bool>> {
    on!(tx, |c| sqlx::query_scalar(SAVE)
        .bind(id)
        .bind(lease_token)
        .bind(progress)
        .bind(checkpoint.map(Json))
        .fetch_optional(c)
        .await)
}

/// Keeps the lease until `tx` ends; whether a person asked the job to stop. `None` when the lease was lost.
pub async fn hold(tx: &mut Tx, id: JobId, lease_token: i64) -> Result<Option<bool>> {
    on!(tx, |c| sqlx::query_scalar(HOLD)
        .bind(id)
        .bind(lease_token)
        .fetch_optional(c)
        .await)
}

/// Ends a job well; `false` when the lease was lost. A job enqueued anew while it ran goes back to the queue, as new.
pub async fn complete(tx: &mut Tx, id: JobId, lease_token: i64, now: DateTime<Utc>) -> Result<bool> {
    Ok(execute!(tx, COMPLETE, id, lease_token, now)? == 1)
}

/// Ends a job as `dead` or `cancelled`; `false` when the lease was lost. One enqueued anew while it ran goes back to the
/// queue all the same, as new: what came in the meantime was not given up.
pub async fn give_up(
    tx: &mut Tx,
    id: JobId,
    lease_token: i64,
    status: JobStatus,
    error: Option<&str>,
    now: DateTime<Utc>,
) -> Result<bool> {
    Ok(execute!(tx, GIVE_UP, id, lease_token, status, error, now)? == 1)
}

/// Puts a failed job back until `run_at`; `false` when the lease was lost.
pub async fn retry_later(tx: &mut Tx, id: JobId, lease_token: i64, run_at: DateTime<Utc>, error: &str) -> Result<bool> {
    Ok(execute!(tx, RETRY_LATER, id, lease_token, run_at, error)? == 1)
}

/// Hands a job back that was interrupted by no fault of its own; the attempt does not count. `false` when the lease
/// was lost.
pub async fn release(tx: &mut Tx, id: JobId, lease_token: i64) -> Result<bool> {
    Ok(execute!(tx, RELEASE, id, lease_token)? == 1)
}

/// Puts every job back whose lease has lapsed; how many.
pub async fn reap(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64> {
    execute!(tx, REAP, now)
}

/// Asks a job to stop. A waiting one is made due, so that a worker takes it and tidies up. `false` when it has ended.
pub async fn request_cancel(
    tx: &mut Tx,
    organization_id: OrganizationId,
    id: JobId,
    now: DateTime<Utc>,
) -> Result<bool> {
    Ok(execute!(tx, REQUEST_CANCEL, organization_id, id, now)? == 1)
}

/// Puts a dead or cancelled job back into the queue, with all its attempts; `false` when it is neither.
pub async fn requeue(tx: &mut Tx, job: &JobRow, organization_id: OrganizationId, now: DateTime<Utc>) -> Result<bool> {
    Ok(execute!(tx, REQUEUE, organization_id, job.id, now, rank(now, job.priority))? == 1)
}

/// One by its id.
pub async fn get(on: impl Source, organization_id: OrganizationId, id: JobId) -> Result<Option<JobRow>> {
    on!(on, |c| sqlx::query_as(GET)
        .bind(organization_id)
        .bind(id)
        .fetch_optional(c)
        .await)
}

/// The newest `limit` jobs that match and are older than `before`.
pub async fn list(
    on: impl Source,
    organization_id: OrganizationId,
    status: Option<JobStatus>,
    kind: Option<&str>,
    before: Option<JobId>,
    limit: u32,
) -> Result<Vec<JobRow>> {
    on!(on, |c, D| {
        let mut query = QueryBuilder::<D>::new(concat!("SELECT ", columns!(), " FROM jobs WHERE organization_id = "));
        query.push_bind(organization_id);
        if let Some(status) = status {
            query.push(" AND status = ").push_bind(status);
        }
        if let Some(kind) = kind {
            query.push(" AND kind = ").push_bind(kind);
        }
        if let Some(before) = before {
            query.push(" AND id < ").push_bind(before);
        }
        query
            .push(" ORDER BY id DESC LIMIT CAST(")
            .push_bind(i64::from(limit))
            .push(" AS BIGINT)");
        query.build_query_as().fetch_all(c).await
    })
}

/// The names of the files of payees and of suppliers that jobs work on, each with its id; in no particular order.
pub async fn file_names(on: impl Source, organization_id: OrganizationId, ids: &[Uuid]) -> Result<Vec<(Uuid, String)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    on!(on, |c, D| {
        let mut query = QueryBuilder::<D>::new("");
        for (place, table) in ["payee_files", "supplier_imports"].into_iter().enumerate() {
            query.push(if place == 0 { "" } else { " UNION ALL " });
            query.push("SELECT id, file_name FROM ").push(table);
            query.push(" WHERE organization_id = ").push_bind(organization_id);
            query.push(" AND id IN (");
            let mut list = query.separated(", ");
            for id in ids {
                list.push_bind(*id);
            }
            query.push(")");
        }
        query.build_query_as().fetch_all(c).await
    })
}

/// How many jobs of an organization stand where.
pub async fn counts(on: impl Source, organization_id: OrganizationId) -> Result<JobCounts> {
    let rows: Vec<(JobStatus, i64)> = on!(on, |c| sqlx::query_as(COUNTS).bind(organization_id).fetch_all(c).await)?;
    let mut counts = JobCounts::default();
    for (status, count) in rows {
        match status {
            JobStatus::Queued => counts.queued = count,
            JobStatus::Running => counts.running = count,
            JobStatus::Done => counts.done = count,
            JobStatus::Dead => counts.dead = count,
            JobStatus::Cancelled => counts.cancelled = count,
        }
    }
    Ok(counts)
}

/// Removes jobs that ended well, or were cancelled, before a time; how many.
pub async fn delete_finished(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64> {
    execute!(tx, DELETE_FINISHED, before)
}
