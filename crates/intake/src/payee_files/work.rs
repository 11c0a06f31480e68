//! The job that works a file.
//!
//! Three stages overlap: one thread reads rows, the engines judge two chunks at a time on all cores, one chunk is
//! written. The chunks are written in their order, so that the last row stored is where a later run goes on.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use contract::{FileStatus, LiveEvent, OrganizationId, PayeeFileId, Severity};
use futures::{StreamExt, TryStreamExt};
use platform::runner::{ClaimedJob, GivenUp, Handler, JobError, JobRun};
use serde::Deserialize;
use store::tables::payee_file::{self, PayeeFileRow};
use tokio::{sync::mpsc, task::spawn_blocking};
use tokio_util::task::AbortOnDropHandle;

use super::{chunk, judge::Judge, tell};
use crate::{
    Env, Error, Result,
    documents::Documents,
    events::{self, Changes, NewEvent},
    indexes::Indexes,
    jobs,
    tabular::{self, Row, RowReader, Table},
};

/// The kind of the job.
pub const WORK_KIND: &str = "payee_file.work";

/// Rows of a chunk. Large enough that a commit costs little beside them, small enough that a page that watches moves
/// every second.
const CHUNK_ROWS: usize = 1_000;
/// Text of a chunk, so that long rows do not fill the memory.
const CHUNK_BYTES: usize = 8 << 20;
/// Chunks that are judged at a time: one is judged while the memory is asked for the next.
const CHUNKS_AT_ONCE: usize = 2;
/// How often open pages are told, at most.
const TELL_EVERY: TimeDelta = TimeDelta::milliseconds(500);

/// Works payee files.
pub struct PayeeFileWork {
    env: Env,
    documents: Documents,
    indexes: Arc<Indexes>,
}

#[derive(Deserialize)]
struct Payload {
    payee_file_id: PayeeFileId,
}

/// A file that is being worked.
struct Run<'a> {
    job: &'a JobRun,
    organization_id: OrganizationId,
    file: PayeeFileRow,
}

impl PayeeFileWork {
    /// Over an environment, the stored documents and the indexes of the supplier masters.
    pub fn new(env: Env, documents: Documents, indexes: Arc<Indexes>) -> Self {
        Self {
            env,
            documents,
            indexes,
        }
    }

    async fn work(&self, job: &JobRun) -> Result<()> {
        let (organization_id, id) = subject(&job.job)?;
        let Some(file) = self.begin(&job.job, organization_id, id).await? else {
            return Ok(());
        };
        tell(&self.env, organization_id, id).await?;
        let run = Run {
            job,
            organization_id,
            file,
        };
        match self.work_through(&run).await {
            Ok(()) => self.finish(&job.job, organization_id, id, FileStatus::Done, None).await,
            Err(error @ Error::File { .. }) => {
                let failure = in_words(&error);
                self.finish(&job.job, organization_id, id, FileStatus::Failed, Some(&failure))
                    .await
            }
            Err(error) => Err(error),
        }
    }

    /// Marks the beginning of a run; nothing if there is nothing to be worked.
    async fn begin(
        &self,
        claimed: &ClaimedJob,
        organization_id: OrganizationId,
        id: PayeeFileId,
    ) -> Result<Option<PayeeFileRow>> {
        let mut tx = self.env.db.begin().await?;
        if !payee_file::begin_run(&mut tx, organization_id, id, self.env.now()).await? {
            return Ok(None);
        }
        jobs::begin(&mut tx, claimed).await?;
        let file = payee_file::get(&mut tx, organization_id, id).await?;
        tx.commit().await?;
        Ok(file)
    }

    async fn work_through(&self, run: &Run<'_>) -> Result<()> {
        let (organization_id, id) = (run.organization_id, run.file.id);
        let document = self.documents.row(organization_id, run.file.document_id).await?;
        let table = Arc::new(self.documents.table(&document).await?);
        let total_rows = self.total_rows(run, &table).await?;
        let mapping = run.file.mapping.clone().map(|mapping| mapping.0).unwrap_or_default();
        let reader = RowReader::new(&mapping, &run.file.headers.0).map_err(|fault| Error::File {
            detail: fault.to_string(),
            place: contract::Place {
                file: Some(run.file.file_name.clone()),
                ..contract::Place::default()
            },
        })?;
        let judge = Judge {
            env: self.env.clone(),
            organization_id,
            reader: Arc::new(reader),
            indexes: Arc::clone(&self.indexes),
        };
        let last_row = payee_file::last_row(&self.env.db, organization_id, id).await?;
        let file_name = run.file.file_name.as_str();
        let mut judged = chunks(table, u64::try_from(last_row).unwrap_or(0))
            .map(|rows| {
                let judge = judge.clone();
                // A task of its own goes on while the chunk before is written, and ends with this run.
                let task = rows.map(|rows| AbortOnDropHandle::new(tokio::spawn(judge.judge(rows))));
                async move {
                    let task = task.map_err(|error| error.in_file(file_name))?;
                    task.await.map_err(Error::internal("judge a chunk"))?
                }
            })
            .buffered(CHUNKS_AT_ONCE);

        let mut done_rows = run.file.done_rows;
        let mut told_at: Option<DateTime<Utc>> = None;
        let mut opened_reviews = false;
        while let Some(chunk) = judged.try_next().await? {
            if run.job.stop().is_some() {
                return Err(Error::LeaseLost);
            }
            let job = &run.job.job;
            opened_reviews |= chunk.opens_reviews();
            done_rows = chunk::write(&self.env, job, organization_id, id, done_rows, total_rows, chunk).await?;
            let now = self.env.now();
            if told_at.is_none_or(|at| now - at >= TELL_EVERY) {
                told_at = Some(now);
                tell(&self.env, organization_id, id).await?;
                self.tell_reviewers(organization_id, &mut opened_reviews);
            }
        }
        self.tell_reviewers(organization_id, &mut opened_reviews);
        Ok(())
    }

    /// Tells open review pages once of what was `opened` since they were told.
    fn tell_reviewers(&self, organization_id: OrganizationId, opened: &mut bool) {
        if std::mem::take(opened) {
            self.env.live.publish(organization_id, LiveEvent::ReviewQueueChanged);
        }
    }

    /// How many rows there are. The first run reads the whole file for it, so that a file that breaks off in the middle
    /// is refused before any of it is taken.
    async fn total_rows(&self, run: &Run<'_>, table: &Arc<Table>) -> Result<i64> {
        if let Some(total) = run.file.total_rows {
            return Ok(total);
        }
        let counted = Arc::clone(table);
        let total = spawn_blocking(move || counted.count_rows())
            .await
            .map_err(Error::internal("count the rows"))?
            .map_err(|error| error.in_file(&run.file.file_name))?;
        let total = i64::try_from(total).map_err(Error::internal("count the rows"))?;
        let mut tx = self.env.db.begin().await?;
        payee_file::set_total(&mut tx, run.organization_id, run.file.id, total).await?;
        tx.commit().await?;
        Ok(total)
    }

    /// Records the end of the work, unless it was recorded before.
    async fn finish(
        &self,
        job: &ClaimedJob,
        organization_id: OrganizationId,
        id: PayeeFileId,
        status: FileStatus,
        failure: Option<&str>,
    ) -> Result<()> {
        let mut tx = self.env.db.begin().await?;
        if !payee_file::finish(&mut tx, organization_id, id, status, failure, self.env.now()).await? {
            return Ok(());
        }
        jobs::end(&mut tx, job).await?;
        let row = payee_file::get(&mut tx, organization_id, id)
            .await?
            .ok_or(Error::NotFound("payee file"))?;
        let (kind, severity) = match status {
            FileStatus::Failed => ("payee_file.failed", Severity::Error),
            FileStatus::Cancelled => ("payee_file.cancelled", Severity::Info),
            _ => ("payee_file.done", Severity::Info),
        };
        let changes = Changes::new()
            .text("status", FileStatus::Working.as_str(), status.as_str())
            .value("rows", (), row.done_rows)
            .value("rows_left_out", 0, row.error_count)
            .text("failure", "", failure.unwrap_or_default());
        let event = NewEvent::new(kind, id, row.file_name)
            .severity(severity)
            .changes(changes);
        events::record(&mut tx, &self.env, &jobs::actor(job)?, event).await?;
        tx.commit().await?;
        tell(&self.env, organization_id, id).await?;
        Ok(())
    }
}

#[async_trait]
impl Handler for PayeeFileWork {
    async fn run(&self, run: JobRun) -> Result<(), JobError> {
        Ok(self.work(&run).await?)
    }

    async fn given_up(&self, job: &ClaimedJob, why: &GivenUp) -> Result<(), JobError> {
        let (organization_id, id) = subject(job)?;
        let (status, failure) = match why {
            GivenUp::Cancelled => (FileStatus::Cancelled, None),
            GivenUp::Dead(_) => (
                FileStatus::Failed,
                Some(
                    "The work failed each time it was tried. What was worked is kept. The jobs page says why; run it again from there.",
                ),
            ),
        };
        Ok(self.finish(job, organization_id, id, status, failure).await?)
    }
}

fn subject(job: &ClaimedJob) -> Result<(OrganizationId, PayeeFileId)> {
    let payload: Payload =
        serde_json::from_value(job.payload.clone()).map_err(Error::internal("read the job's payload"))?;
    let organization_id = job.organization_id.ok_or(Error::NotFound("organization"))?;
    Ok((organization_id, payload.payee_file_id))
}

/// What is wrong with the file, as its page tells it.
fn in_words(error: &Error) -> String {
    let problem = error.problem();
    match problem.place.and_then(|place| place.row) {
        Some(row) => format!("{} (row {row})", problem.detail),
        None => problem.detail,
    }
}

/// The rows behind `last_row` in chunks, read on a thread of their own, one chunk ahead.
fn chunks(
    table: Arc<Table>,
    last_row: u64,
) -> impl futures::Stream<Item = Result<Vec<Row>, tabular::Error>> + Send + Unpin {
    let (sender, receiver) = mpsc::channel(1);
    spawn_blocking(move || {
        let rows = match table.rows() {
            Ok(rows) => rows.behind(last_row),
            // Nobody listens any more: the run has ended.
            Err(error) => return drop(sender.blocking_send(Err(error))),
        };
        let (mut chunk, mut bytes) = (Vec::with_capacity(CHUNK_ROWS), 0);
        for row in rows {
            match row {
                Ok(row) => {
                    bytes += row.text_bytes();
                    chunk.push(row);
                }
                Err(error) => return drop(sender.blocking_send(Err(error))),
            }
            if chunk.len() == CHUNK_ROWS || bytes >= CHUNK_BYTES {
                bytes = 0;
                if sender.blocking_send(Ok(std::mem::take(&mut chunk))).is_err() {
                    return;
                }
            }
        }
        if !chunk.is_empty() {
            drop(sender.blocking_send(Ok(chunk)));
        }
    });
    futures::stream::unfold(receiver, |mut receiver| async move {
        Some((receiver.recv().await?, receiver))
    })
    .boxed()
}
