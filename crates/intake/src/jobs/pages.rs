//! The page of jobs: see, cancel, retry.

use std::collections::HashMap;

use contract::{
    Actor, Job, JobCounts, JobFilter, JobId, LiveEvent, OrganizationId, PAGE_SIZE, Page, PayeeFileId, Permission,
    SupplierImportId,
};
use serde::Deserialize;
use store::{
    cursor,
    tables::job::{self, JobRow},
};

use crate::{
    Authorize, Env, Error, Result,
    events::{self, Changes, NewEvent},
};

/// The organization's background work.
#[derive(Clone, Debug)]
pub struct Jobs {
    env: Env,
}

impl Jobs {
    /// Over an environment.
    pub fn new(env: Env) -> Self {
        Self { env }
    }

    /// How many stand where.
    pub async fn counts(&self, actor: &Actor) -> Result<JobCounts> {
        actor.require(Permission::ReadJobs)?;
        Ok(job::counts(&self.env.db, actor.organization_id).await?)
    }

    /// One page, newest first.
    pub async fn list(&self, actor: &Actor, filter: JobFilter) -> Result<Page<Job>> {
        actor.require(Permission::ReadJobs)?;
        let before = filter.cursor.as_deref().map(cursor::decode::<JobId>).transpose()?;
        let rows = job::list(
            &self.env.db,
            actor.organization_id,
            filter.status,
            filter.kind.as_deref(),
            before,
            PAGE_SIZE + 1,
        )
        .await?;
        let (rows, next_cursor) = cursor::page(rows, PAGE_SIZE, |row| row.id);
        Ok(Page {
            items: self.named(actor.organization_id, rows).await?,
            next_cursor,
            total: None,
        })
    }

    /// One job.
    pub async fn get(&self, actor: &Actor, id: JobId) -> Result<Job> {
        actor.require(Permission::ReadJobs)?;
        let row = job::get(&self.env.db, actor.organization_id, id).await?;
        let named = self.named(actor.organization_id, row.into_iter().collect()).await?;
        named.into_iter().next().ok_or(Error::NotFound("job"))
    }

    /// Asks a job to stop. A worker sees to it: at once when the job waits, between two steps when it runs.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it has ended.
    pub async fn cancel(&self, actor: &Actor, id: JobId) -> Result<Job> {
        actor.require(Permission::WriteJobs)?;
        let organization_id = actor.organization_id;
        let mut tx = self.env.db.begin().await?;
        let row = job::get(&mut tx, organization_id, id)
            .await?
            .ok_or(Error::NotFound("job"))?;
        if !job::request_cancel(&mut tx, organization_id, id, self.env.now()).await? {
            return Err(Error::Conflict("This job has ended already".to_owned()));
        }
        let event = NewEvent::new("job.cancelled", id, row.kind);
        events::record(&mut tx, &self.env, actor, event).await?;
        self.changed(actor, tx, id).await
    }

    /// Runs a dead or cancelled job again, with all its attempts.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it is neither, or when the same work has been enqueued anew.
    pub async fn retry(&self, actor: &Actor, id: JobId) -> Result<Job> {
        actor.require(Permission::WriteJobs)?;
        let organization_id = actor.organization_id;
        let mut tx = self.env.db.begin().await?;
        let row = job::get(&mut tx, organization_id, id)
            .await?
            .ok_or(Error::NotFound("job"))?;
        match job::requeue(&mut tx, &row, organization_id, self.env.now()).await {
            Ok(true) => {}
            Ok(false) => {
                return Err(Error::Conflict(
                    "Only a dead or cancelled job can be run again".to_owned(),
                ));
            }
            Err(error) if error.is_unique_violation() => {
                return Err(Error::Conflict("The same work is in the queue already".to_owned()));
            }
            Err(error) => return Err(error.into()),
        }
        let event = NewEvent::new("job.retried", id, row.kind.clone()).changes(Changes::new().text(
            "status",
            row.status.as_str(),
            "queued",
        ));
        events::record(&mut tx, &self.env, actor, event).await?;
        self.changed(actor, tx, id).await
    }

    /// As the contract has them, with the names of the files that they work on.
    async fn named(&self, organization_id: OrganizationId, rows: Vec<JobRow>) -> Result<Vec<Job>> {
        let mut jobs: Vec<Job> = rows.into_iter().map(dto).collect();
        let ids: Vec<_> = jobs.iter().filter_map(file_id).collect();
        let names = job::file_names(&self.env.db, organization_id, &ids).await?;
        let names: HashMap<_, _> = names.into_iter().collect();
        for job in &mut jobs {
            job.file_name = file_id(job).and_then(|id| names.get(&id).cloned());
        }
        Ok(jobs)
    }

    /// Commits, tells everyone, and gives the job as it is now.
    async fn changed(&self, actor: &Actor, mut tx: store::Tx, id: JobId) -> Result<Job> {
        let row = job::get(&mut tx, actor.organization_id, id)
            .await?
            .ok_or(Error::NotFound("job"))?;
        self.env.commit_and_wake(tx).await?;
        self.env.live.publish(actor.organization_id, LiveEvent::JobChanged);
        let named = self.named(actor.organization_id, vec![row]).await?;
        named.into_iter().next().ok_or(Error::NotFound("job"))
    }
}

/// What the payloads of the kinds name.
#[derive(Default, Deserialize)]
struct Subject {
    payee_file_id: Option<PayeeFileId>,
    import_id: Option<SupplierImportId>,
}

fn file_id(job: &Job) -> Option<uuid::Uuid> {
    let payee_file = job.payee_file_id.map(|id| id.0);
    payee_file.or_else(|| job.import_id.map(|id| id.0))
}

/// A job as the contract has it, without the name of the file that it works on.
pub(crate) fn dto(row: JobRow) -> Job {
    let subject = Subject::deserialize(&row.payload.0).unwrap_or_default();
    Job {
        id: row.id,
        kind: row.kind,
        status: row.status,
        priority: row.priority,
        attempt: row.attempt,
        max_attempts: row.max_attempts,
        progress: row.progress,
        last_error: row.last_error,
        cancel_requested: row.cancel_requested,
        created_at: row.created_at,
        run_at: row.run_at,
        started_at: row.started_at,
        finished_at: row.finished_at,
        created_by: row.created_by,
        payee_file_id: subject.payee_file_id,
        import_id: subject.import_id,
        file_name: None,
    }
}
