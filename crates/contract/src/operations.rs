//! Jobs, the audit trail, the dashboard and reference data.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    CommodityId, EventId, JobId, LocationId, PayeeFile, PayeeFileId, PayeeSplit, SupplierImportId,
    named_enum::named_enum, time,
};

named_enum! {
    /// Where a job stands.
    JobStatus {
        /// Waits for a worker or for its time.
        Queued = "queued",
        /// A worker has it.
        Running = "running",
        /// Finished.
        Done = "done",
        /// Out of attempts.
        Dead = "dead",
        /// Stopped by a person.
        Cancelled = "cancelled",
    }
}

/// A unit of background work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Job {
    /// The job.
    pub id: JobId,
    /// Such as `payee_file.work`.
    pub kind: String,
    /// Where it stands.
    pub status: JobStatus,
    /// Higher first.
    pub priority: i32,
    /// Attempts begun.
    pub attempt: i32,
    /// Attempts allowed.
    pub max_attempts: i32,
    /// Share done, 0..=1.
    pub progress: f64,
    /// What the last attempt failed of.
    pub last_error: Option<String>,
    /// A person asked it to stop.
    pub cancel_requested: bool,
    /// When it was enqueued.
    #[serde(deserialize_with = "time::read")]
    pub created_at: DateTime<Utc>,
    /// Not before.
    #[serde(deserialize_with = "time::read")]
    pub run_at: DateTime<Utc>,
    /// When the current or last attempt began.
    #[serde(default, deserialize_with = "time::read_option")]
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    #[serde(default, deserialize_with = "time::read_option")]
    pub finished_at: Option<DateTime<Utc>>,
    /// Who caused it.
    pub created_by: String,
    /// The payee file that it works on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payee_file_id: Option<PayeeFileId>,
    /// The supplier import that it works on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import_id: Option<SupplierImportId>,
    /// The name of the file that it works on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
}

/// Which jobs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(default)]
pub struct JobFilter {
    /// Only this status.
    pub status: Option<JobStatus>,
    /// Only this kind.
    pub kind: Option<String>,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// How many jobs stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobCounts {
    /// Waiting.
    pub queued: i64,
    /// At work.
    pub running: i64,
    /// Finished.
    pub done: i64,
    /// Out of attempts.
    pub dead: i64,
    /// Stopped.
    pub cancelled: i64,
}

named_enum! {
    /// Weight of an event.
    Severity {
        /// In the ordinary course.
        Info = "info",
        /// Worth a look.
        Warning = "warning",
        /// Something failed.
        Error = "error",
        /// Needs a person now.
        Critical = "critical",
    }
}

/// One field of an entity before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldChange {
    /// The field.
    pub field: String,
    /// Before; null when there was nothing.
    pub before: Value,
    /// After; null when there is nothing.
    pub after: Value,
}

/// One entry of the audit trail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// The event.
    pub id: EventId,
    /// `entity.verb`, such as `supplier.updated`.
    pub kind: String,
    /// Weight.
    pub severity: Severity,
    /// What kind of thing changed, such as `supplier`.
    pub entity: String,
    /// Which one.
    pub entity_id: String,
    /// Name of the thing at that time.
    pub entity_name: String,
    /// Who, in words.
    pub actor: String,
    /// `user`, `api_key` or `system`.
    pub actor_kind: String,
    /// From which address.
    pub ip: Option<String>,
    /// With which program.
    pub user_agent: Option<String>,
    /// Ties it to the log.
    pub request_id: Option<String>,
    /// What changed, field by field.
    pub changes: Vec<FieldChange>,
    /// When.
    #[serde(deserialize_with = "time::read")]
    pub occurred_at: DateTime<Utc>,
}

/// Which events.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(default)]
pub struct EventFilter {
    /// Only this kind of thing.
    pub entity: Option<String>,
    /// Only this one; with `entity`, its timeline.
    pub entity_id: Option<String>,
    /// Only events of this kind, such as `supplier.updated`.
    pub kind: Option<String>,
    /// Only events whose actor or entity name has this text.
    pub q: Option<String>,
    /// Only this weight.
    pub severity: Option<Severity>,
    /// Not before.
    pub from: Option<DateTime<Utc>>,
    /// Not after.
    pub to: Option<DateTime<Utc>>,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Rows on the page, 1..=200; 50 when absent.
    pub limit: Option<u32>,
}

/// One day of the automation trend.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrendPoint {
    /// The day, `2026-03-05`.
    pub day: String,
    /// Rows worked that day.
    pub rows: i64,
    /// Share of them that no person had to touch, 0..=1.
    pub automation_rate: f64,
}

/// What needs the reader now, and how it goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dashboard {
    /// Open review items.
    pub open_reviews: i64,
    /// When the oldest of them came in.
    #[serde(default, deserialize_with = "time::read_option")]
    pub oldest_review_at: Option<DateTime<Utc>>,
    /// Postponed review items.
    pub postponed_reviews: i64,
    /// Files that wait for their columns to be named.
    pub awaiting_mapping: Vec<(PayeeFileId, String)>,
    /// Files that are being worked.
    pub working: Vec<PayeeFile>,
    /// Jobs out of attempts.
    pub dead_jobs: i64,
    /// Suppliers in the master.
    pub supplier_count: i64,
    /// All rows of the last 30 days.
    pub split: PayeeSplit,
    /// Share of the rows of the last 30 days that no person had to touch; absent without rows.
    pub automation_rate: Option<f64>,
    /// The same per day, oldest first.
    pub trend: Vec<TrendPoint>,
    /// The latest files, newest first, at most 8.
    pub recent_files: Vec<PayeeFile>,
}

/// A site of the organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Location {
    /// The location.
    pub id: LocationId,
    /// Short code, unique within the organization.
    pub code: String,
    /// Name.
    pub name: String,
    /// Goes up with each change.
    pub row_version: i64,
}

/// A spend category of the organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Commodity {
    /// The commodity.
    pub id: CommodityId,
    /// Short code, unique within the organization.
    pub code: String,
    /// Name.
    pub name: String,
    /// Account of the general ledger.
    pub gl_code: String,
    /// Goes up with each change.
    pub row_version: i64,
}

/// What a form or a program says of a location.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LocationForm {
    /// Short code; required.
    pub code: String,
    /// Name; required.
    pub name: String,
}

/// What a form or a program says of a commodity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommodityForm {
    /// Short code; required.
    pub code: String,
    /// Name; required.
    pub name: String,
    /// Account of the general ledger.
    pub gl_code: String,
}
