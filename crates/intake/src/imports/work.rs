//! The job that carries an import: reads the file in chunks and writes each in one transaction with its events, its
//! problems and the checkpoint. A crash goes on behind the last chunk; nothing is lost or doubled.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::TimeDelta;
use contract::{Actor, FileStatus, LiveEvent, SupplierId, SupplierImportId};
use platform::runner::{ClaimedJob, GivenUp, Handler, JobError, JobRun};
use serde::{Deserialize, Serialize};
use store::tables::{
    document, row_problem, supplier,
    supplier_import::{self, SupplierImportRow},
};
use tokio::task;

use super::{
    Imports, dto, event,
    plan::{Plan, plan},
    rows::{self, Chunk},
};
use crate::{
    Error, Result,
    events::{self, NewEvent},
    jobs,
    suppliers::blank,
    tabular::RowReader,
};

/// The kind of the job.
pub const JOB_KIND: &str = "supplier_import.work";

/// How often open pages are told how far it is.
const TELL_EVERY: TimeDelta = TimeDelta::milliseconds(400);

/// What the job works on.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Payload {
    pub(super) import_id: SupplierImportId,
}

/// Runs supplier imports.
#[derive(Clone, Debug)]
pub struct ImportHandler(Imports);

impl ImportHandler {
    /// A handler over the imports.
    pub fn new(imports: Imports) -> Arc<Self> {
        Arc::new(Self(imports))
    }
}

#[async_trait]
impl Handler for ImportHandler {
    async fn run(&self, run: JobRun) -> Result<(), JobError> {
        let (actor, id) = whose(&run.job)?;
        match self.0.work(&run, &actor, id).await {
            // The file is to blame: the import says so, and the job has done what it could.
            Err(Stopped::Failed(error @ (Error::File { .. } | Error::Invalid(_)))) => {
                self.0
                    .end(
                        &run.job,
                        &actor,
                        id,
                        FileStatus::Failed,
                        Some(&super::failure_in_words(&error)),
                    )
                    .await?;
                Ok(())
            }
            Err(Stopped::Failed(error)) => Err(error.into()),
            Err(Stopped::Told(stopped)) => Err(stopped),
            Ok(()) => Ok(()),
        }
    }

    async fn given_up(&self, job: &ClaimedJob, why: &GivenUp) -> Result<(), JobError> {
        let (actor, id) = whose(job)?;
        let (status, failure) = match why {
            GivenUp::Cancelled => (FileStatus::Cancelled, None),
            GivenUp::Dead(_) => (
                FileStatus::Failed,
                Some("Something went wrong on our side. What was imported stays; retry the job to go on"),
            ),
        };
        Ok(self.0.end(job, &actor, id, status, failure).await?)
    }
}

fn whose(job: &ClaimedJob) -> Result<(Actor, SupplierImportId), JobError> {
    let payload: Payload = serde_json::from_value(job.payload.clone()).map_err(JobError::permanent)?;
    Ok((jobs::actor(job)?, payload.import_id))
}

/// Why the work ended early.
enum Stopped {
    Told(JobError),
    Failed(Error),
}

impl<E: Into<Error>> From<E> for Stopped {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl Imports {
    async fn work(&self, run: &JobRun, actor: &Actor, id: SupplierImportId) -> Result<(), Stopped> {
        let organization_id = actor.organization_id;
        let queued = supplier_import::get(&self.env.db, organization_id, id).await?;
        let queued = queued.ok_or(Error::NotFound("supplier import"))?;
        let document = document::get(&self.env.db, organization_id, queued.document_id).await?;
        let document = document.ok_or(Error::NotFound("document"))?;
        let table = self.documents.table(&document).await?;
        let mapping = queued.mapping.as_ref().ok_or(Error::NotFound("mapping"))?;
        let reader = RowReader::new(&mapping.0, table.headers()).map_err(Error::from)?;
        // Before anything is written: a file that breaks off half-way is refused whole.
        let counted = table.clone();
        let total = task::spawn_blocking(move || counted.count_rows())
            .await
            .map_err(Error::internal("counting rows"))?
            .map_err(|error| error.in_file(&document.file_name))?;
        let total = i64::try_from(total).expect("no file has so many rows");

        let mut tx = self.env.db.begin().await?;
        let begun = supplier_import::begin_run(&mut tx, organization_id, id, self.env.now(), total).await?;
        let Some(mut import) = begun else { return Ok(()) };
        jobs::begin(&mut tx, &run.job).await?;
        let started = NewEvent::new("supplier_import.started", id, &import.file_name);
        events::record(&mut tx, &self.env, actor, started).await?;
        tx.commit().await?;
        self.tell(&import).await?;

        let done = usize::try_from(import.done_rows).expect("a count is not negative");
        let mut chunks = rows::read(table, reader, done);
        let mut told_at = self.env.now();
        while let Some(chunk) = chunks.recv().await {
            run.check().map_err(Stopped::Told)?;
            let chunk = chunk.map_err(|error| error.in_file(&document.file_name))?;
            import = self.write(run, actor, &import, chunk).await?;
            let now = self.env.now();
            if now - told_at >= TELL_EVERY {
                told_at = now;
                self.tell(&import).await?;
            }
        }
        run.check().map_err(Stopped::Told)?;
        self.indexes.settle(organization_id).await?;
        self.end(&run.job, actor, id, FileStatus::Done, None).await?;
        Ok(())
    }

    /// Writes a chunk; gives the import as it is then.
    async fn write(
        &self,
        run: &JobRun,
        actor: &Actor,
        import: &SupplierImportRow,
        chunk: Chunk,
    ) -> Result<SupplierImportRow> {
        let organization_id = import.organization_id;
        let mut tx = self.env.db.begin().await?;
        // Another import must not add the suppliers that are about to be missed.
        supplier::lock_all(&mut tx, organization_id).await?;
        let plan = self.plan(&mut tx, import, chunk.rows).await?;
        let mut problems = chunk.problems;
        problems.extend(plan.problems);
        problems.sort_by_key(|problem| problem.row);
        let mut counts = plan.counts;
        counts.error_count = i64::try_from(problems.len()).expect("a chunk is short");

        let from = import.done_rows;
        let to = from + chunk.read;
        if !supplier_import::advance(&mut tx, organization_id, import.id, from, to, counts).await? {
            // Cancelled, or in the hands of another worker.
            return Err(Error::LeaseLost);
        }
        jobs::save(&mut tx, &run.job, share(to, import.total_rows), None).await?;
        supplier::insert_many(&mut tx, &plan.created).await?;
        let updated = supplier::update_many(&mut tx, &plan.updated).await?;
        if updated != plan.updated.len() as u64 {
            let changed_meanwhile = "a supplier was changed between reading and writing it";
            return Err(Error::internal("importing suppliers")(changed_meanwhile));
        }
        row_problem::insert_many(&mut tx, organization_id, import.id.0, &problems).await?;
        events::record_many(&mut tx, &self.env, actor, plan.events).await?;
        tx.commit().await?;

        let mut import = import.clone();
        import.done_rows = to;
        import.counts.created_count += counts.created_count;
        import.counts.updated_count += counts.updated_count;
        import.counts.unchanged_count += counts.unchanged_count;
        import.counts.error_count += counts.error_count;
        Ok(import)
    }

    async fn plan(
        &self,
        tx: &mut store::Tx,
        import: &SupplierImportRow,
        rows: Vec<super::plan::ReadRow>,
    ) -> Result<Plan> {
        let organization_id = import.organization_id;
        let external_ids: Vec<&str> = rows
            .iter()
            .map(|row| row.form.external_id.as_str())
            .filter(|id| !id.is_empty())
            .collect();
        let mut stored = supplier::with_external_ids(&mut *tx, organization_id, &external_ids).await?;
        let name_keys: Vec<&str> = rows
            .iter()
            .filter(|row| row.form.external_id.is_empty())
            .map(|row| row.name_key.as_str())
            .collect();
        stored.extend(supplier::with_name_keys(&mut *tx, organization_id, &name_keys).await?);
        let kept: Vec<SupplierId> = stored.iter().filter_map(|supplier| supplier.merged_into).collect();
        stored.extend(supplier::with_ids(tx, organization_id, &kept).await?);
        stored.sort_by_key(|supplier| supplier.id);
        stored.dedup_by_key(|supplier| supplier.id);
        let env = self.env.clone();
        task::spawn_blocking(move || plan(rows, stored, env.now(), || blank(&env, organization_id)))
            .await
            .map_err(Error::internal("comparing suppliers"))
    }

    /// Ends an import that has not ended, with its event.
    async fn end(
        &self,
        job: &ClaimedJob,
        actor: &Actor,
        id: SupplierImportId,
        status: FileStatus,
        failure: Option<&str>,
    ) -> Result<()> {
        let mut tx = self.env.db.begin().await?;
        let organization_id = actor.organization_id;
        if supplier_import::finish(&mut tx, organization_id, id, status, failure, self.env.now()).await? {
            jobs::end(&mut tx, job).await?;
            let import = supplier_import::get(&mut tx, organization_id, id).await?;
            let import = import.ok_or(Error::NotFound("supplier import"))?;
            events::record(&mut tx, &self.env, actor, event(&import)).await?;
            tx.commit().await?;
            self.tell(&import).await?;
        }
        Ok(())
    }

    pub(super) async fn tell(&self, import: &SupplierImportRow) -> Result<()> {
        let told = Box::new(dto(&self.env, import.clone()).await?);
        self.env
            .live
            .publish(import.organization_id, LiveEvent::SupplierImport { import: told });
        Ok(())
    }
}

/// The share of rows that are done.
fn share(done: i64, total: Option<i64>) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a share of rows needs no more than 52 bits")]
    let share = |done: i64, total: i64| done as f64 / total as f64;
    total
        .filter(|&total| total > 0)
        .map_or(0.0, |total| share(done, total).min(1.0))
}
