//! What the dashboard shows of payees.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use contract::{Actor, FileStatus, PayeeFile, PayeeFileId, PayeeSplit, Permission, TrendPoint};
use store::tables::{
    payee_file::{self, PayeeCounts, WorkedFile},
    review_item::{self, Queue},
};
use uuid::{Builder, Uuid};

use super::{
    PayeeFiles,
    file::{dto, split},
};
use crate::{Authorize, Result};

/// Files of a status that are listed at most.
const LISTED_FILES: i64 = 20;
/// The latest files that are listed.
const RECENT_FILES: i64 = 8;

/// What the dashboard shows of payees.
#[derive(Clone, Debug, PartialEq)]
pub struct PayeeFigures {
    /// Open review items.
    pub open_reviews: i64,
    /// When the oldest of them came in.
    pub oldest_review_at: Option<DateTime<Utc>>,
    /// Postponed review items.
    pub postponed_reviews: i64,
    /// Files that wait for their columns to be named.
    pub awaiting_mapping: Vec<(PayeeFileId, String)>,
    /// Files that are being worked or wait for it.
    pub working: Vec<PayeeFile>,
    /// The latest files, newest first.
    pub recent_files: Vec<PayeeFile>,
    /// The rows of the last days.
    pub span: Span,
}

/// How the rows of some days came out.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// All of them.
    pub split: PayeeSplit,
    /// Share of them that no person had to touch, 0..=1: those neither settled by one nor waiting for one.
    pub automation_rate: Option<f64>,
    /// The same for each day on which files were uploaded, oldest first.
    pub trend: Vec<TrendPoint>,
}

impl PayeeFiles {
    /// The figures of the last `days` days. Files count for the day on which they were uploaded.
    pub async fn figures(&self, actor: &Actor, days: i64) -> Result<PayeeFigures> {
        actor.require(Permission::ReadPayees)?;
        let (db, organization_id, now) = (&self.env.db, actor.organization_id, self.env.now());
        let open = Queue {
            status: contract::ReviewStatus::Open,
            payee_file_id: None,
            blocker: None,
            with_escalated: true,
        };
        let postponed = Queue {
            status: contract::ReviewStatus::Postponed,
            ..open
        };
        let (open_reviews, postponed_reviews, oldest_review_at, worked) = tokio::try_join!(
            Box::pin(review_item::count(db, organization_id, &open)),
            Box::pin(review_item::count(db, organization_id, &postponed)),
            Box::pin(review_item::oldest_open(db, organization_id)),
            Box::pin(payee_file::worked_since(
                db,
                organization_id,
                first_id(now - TimeDelta::days(days))
            )),
        )?;
        let (awaiting, working, queued, recent) = tokio::try_join!(
            Box::pin(payee_file::unmapped_since(
                db,
                organization_id,
                first_id(now - TimeDelta::days(days)),
                LISTED_FILES
            )),
            Box::pin(payee_file::with_status(
                db,
                organization_id,
                FileStatus::Working,
                LISTED_FILES
            )),
            Box::pin(payee_file::with_status(
                db,
                organization_id,
                FileStatus::Queued,
                LISTED_FILES
            )),
            Box::pin(payee_file::list(
                db,
                organization_id,
                PayeeFileId(Uuid::max()),
                RECENT_FILES
            )),
        )?;
        let file = |row| dto(row, Vec::new(), now);
        Ok(PayeeFigures {
            open_reviews,
            oldest_review_at,
            postponed_reviews,
            awaiting_mapping: awaiting.into_iter().map(|row| (row.id, row.file_name)).collect(),
            working: working.into_iter().chain(queued).map(file).collect(),
            recent_files: recent.into_iter().map(file).collect(),
            span: span(&worked),
        })
    }
}

/// The smallest id that was made at this time.
fn first_id(at: DateTime<Utc>) -> PayeeFileId {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
    PayeeFileId(Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid())
}

fn span(files: &[WorkedFile]) -> Span {
    let mut all = PayeeCounts::default();
    let mut days: Vec<(NaiveDate, PayeeCounts)> = Vec::new();
    for file in files {
        let day = file.created_at.date_naive();
        if days.last().is_none_or(|(last, _)| *last != day) {
            days.push((day, PayeeCounts::default()));
        }
        all.add(&file.counts);
        if let Some((_, counts)) = days.last_mut() {
            counts.add(&file.counts);
        }
    }
    let trend = days.iter().filter_map(|(day, counts)| {
        let automation_rate = automation_rate(counts)?;
        Some(TrendPoint {
            day: day.to_string(),
            rows: rows(counts),
            automation_rate,
        })
    });
    Span {
        split: split(&all),
        automation_rate: automation_rate(&all),
        trend: trend.collect(),
    }
}

fn rows(counts: &PayeeCounts) -> i64 {
    counts.match_count + counts.review_count + counts.none_count
}

#[expect(clippy::cast_precision_loss, reason = "row counts stay far below 2^53")]
fn automation_rate(counts: &PayeeCounts) -> Option<f64> {
    let rows = rows(counts);
    let touched = (counts.person_count + counts.open_review_count).min(rows);
    (rows > 0).then(|| (rows - touched) as f64 / rows as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(at: &str, rows: i64, people: i64, open: i64) -> WorkedFile {
        WorkedFile {
            created_at: at.parse().expect("a time"),
            counts: PayeeCounts {
                business_count: rows,
                match_count: rows,
                person_count: people,
                open_review_count: open,
                ..PayeeCounts::default()
            },
        }
    }

    #[test]
    fn rows_that_a_person_settled_or_must_settle_are_not_automated() {
        let span = span(&[file("2026-03-05T10:00:00Z", 100, 5, 5)]);
        assert_eq!(span.automation_rate, Some(0.9));
        assert_eq!(span.split.business, 100);
    }

    #[test]
    fn files_of_one_day_are_one_point() {
        let files = [
            file("2026-03-05T00:00:00Z", 100, 0, 0),
            file("2026-03-05T23:59:59Z", 100, 50, 0),
            file("2026-03-07T12:00:00Z", 10, 0, 10),
            file("2026-03-08T12:00:00Z", 0, 0, 0),
        ];
        let trend = span(&files).trend;
        let points: Vec<_> = trend
            .iter()
            .map(|point| (point.day.as_str(), point.rows, point.automation_rate))
            .collect();
        assert_eq!(points, [("2026-03-05", 200, 0.75), ("2026-03-07", 10, 0.0)]);
    }

    #[test]
    fn without_rows_there_is_no_rate() {
        assert_eq!(span(&[]).automation_rate, None);
    }

    #[test]
    fn the_first_id_of_a_time_is_before_those_made_then() {
        let at: DateTime<Utc> = "2026-03-05T10:00:00Z".parse().expect("a time");
        let millis = u64::try_from(at.timestamp_millis()).expect("after 1970");
        let made = PayeeFileId(Builder::from_unix_timestamp_millis(millis, &[1; 10]).into_uuid());
        assert!(first_id(at) < made && first_id(at + TimeDelta::milliseconds(1)) > made);
    }
}
