//! A stored file as clients see it.

use chrono::{DateTime, TimeDelta, Utc};
use contract::{FileProgress, FileStatus, PayeeFile, PayeeSplit, RowProblem};
use store::tables::payee_file::{PayeeCounts, PayeeFileRow};

/// The file as it is `now`.
pub(crate) fn dto(row: PayeeFileRow, row_errors: Vec<RowProblem>, now: DateTime<Utc>) -> PayeeFile {
    PayeeFile {
        progress: progress(&row, now),
        id: row.id,
        file_name: row.file_name,
        document_id: row.document_id,
        status: row.status,
        split: split(&row.counts),
        error_count: row.error_count,
        row_errors,
        failure: row.failure,
        same_as: row.same_as,
        created_by: row.created_by,
        created_at: row.created_at,
        finished_at: row.finished_at,
    }
}

/// How rows came out.
pub(crate) fn split(counts: &PayeeCounts) -> PayeeSplit {
    PayeeSplit {
        business: counts.business_count,
        individual: counts.individual_count,
        government: counts.government_count,
        unknown: counts.unknown_count,
        matched: counts.match_count,
        review: counts.review_count,
        none: counts.none_count,
        open_reviews: counts.open_review_count,
    }
}

/// How far the work has come, with the speed of its current or last run.
fn progress(row: &PayeeFileRow, now: DateTime<Utc>) -> FileProgress {
    let run = row.run_started_at.and_then(|began| {
        let seconds = seconds(row.finished_at.unwrap_or(now) - began);
        let rows = row.done_rows - row.run_started_rows;
        (seconds > 0.0 && rows > 0).then(|| as_f64(rows) / seconds)
    });
    let left = match (row.status, row.total_rows, run) {
        (FileStatus::Working, Some(total), Some(speed)) => Some(as_f64((total - row.done_rows).max(0)) / speed),
        _ => None,
    };
    FileProgress {
        done_rows: row.done_rows,
        total_rows: row.total_rows,
        rows_per_second: run,
        seconds_left: left,
    }
}

fn seconds(span: TimeDelta) -> f64 {
    as_f64(span.num_milliseconds()) / 1_000.0
}

#[expect(clippy::cast_precision_loss, reason = "rows and milliseconds stay far below 2^53")]
fn as_f64(value: i64) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests {
    use contract::{DocumentId, OrganizationId, PayeeFileId};
    use store::Json;
    use uuid::Uuid;

    use super::*;

    fn row(began: DateTime<Utc>) -> PayeeFileRow {
        PayeeFileRow {
            id: PayeeFileId(Uuid::from_u128(1)),
            organization_id: OrganizationId(Uuid::from_u128(2)),
            document_id: DocumentId(Uuid::from_u128(3)),
            file_name: "vendors.csv".to_owned(),
            mapping: None,
            headers: Json(Vec::new()),
            status: FileStatus::Working,
            done_rows: 3_000,
            total_rows: Some(10_000),
            run_started_at: Some(began),
            run_started_rows: 1_000,
            counts: PayeeCounts::default(),
            error_count: 0,
            failure: None,
            same_as: None,
            job_id: None,
            engine_versions: String::new(),
            created_by: String::new(),
            created_at: began,
            started_at: Some(began),
            finished_at: None,
        }
    }

    #[test]
    fn speed_counts_from_where_this_run_began() {
        let began = DateTime::UNIX_EPOCH;
        let progress = progress(&row(began), began + TimeDelta::seconds(4));
        assert_eq!(progress.rows_per_second, Some(500.0));
        assert_eq!(progress.seconds_left, Some(14.0));
    }

    #[test]
    fn a_finished_file_keeps_its_speed_and_has_no_time_left() {
        let began = DateTime::UNIX_EPOCH;
        let row = PayeeFileRow {
            status: FileStatus::Done,
            finished_at: Some(began + TimeDelta::seconds(2)),
            ..row(began)
        };
        let progress = progress(&row, began + TimeDelta::days(3));
        assert_eq!(progress.rows_per_second, Some(1_000.0));
        assert_eq!(progress.seconds_left, None);
    }

    #[test]
    fn nothing_is_claimed_before_the_first_rows() {
        let began = DateTime::UNIX_EPOCH;
        let row = PayeeFileRow {
            done_rows: 1_000,
            ..row(began)
        };
        assert_eq!(progress(&row, began + TimeDelta::seconds(9)).rows_per_second, None);
    }
}
