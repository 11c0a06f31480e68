//! The durable queue: the runner's [`Queue`] over the store.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use contract::{JobStatus, LiveEvent};
use platform::runner::{BoxError, ClaimedJob, Finish, Heartbeat, Queue};
use store::tables::job::{self, JobRow};
use uuid::Uuid;

use crate::{Env, Result};

/// How long a lease lasts unless it is prolonged: three heartbeats of the runner.
const LEASE: TimeDelta = TimeDelta::seconds(30);

/// Puts back at once what a server was working on when it was cut off; how many jobs. Only where no other server works on the
/// database: elsewhere the leases have to lapse first. Call it before workers start.
///
/// # Errors
/// When the database can not be written.
pub async fn resume_interrupted(env: &Env) -> Result<u64> {
    if env.db.is_shared() {
        return Ok(0);
    }
    let mut tx = env.db.begin().await?;
    let after_every_lease = env.now() + LEASE + TimeDelta::seconds(1);
    let resumed = job::reap(&mut tx, after_every_lease).await?;
    tx.commit().await?;
    Ok(resumed)
}

/// The queue in the database, as one worker sees it.
#[derive(Clone, Debug)]
pub struct DurableQueue {
    env: Env,
    worker: String,
}

impl DurableQueue {
    /// A worker's view. Its name begins with `host` and is new at each start; but a lease is proved by its token, not
    /// by the name.
    pub fn new(env: Env, host: &str) -> Self {
        let start: Uuid = env.ids.next();
        Self {
            worker: format!("{host}-{start}"),
            env,
        }
    }

    /// The worker's name.
    pub fn worker(&self) -> &str {
        &self.worker
    }

    fn lease_end(&self) -> DateTime<Utc> {
        self.env.now() + LEASE
    }

    fn tell(&self, job: &ClaimedJob) {
        if let Some(organization_id) = job.organization_id {
            self.env.live.publish(organization_id, LiveEvent::JobChanged);
        }
    }
}

#[async_trait]
impl Queue for DurableQueue {
    async fn claim(&self, kinds: &[&str]) -> Result<Option<ClaimedJob>, BoxError> {
        let now = self.env.now();
        if !job::any_due(&self.env.db, now).await? {
            return Ok(None);
        }
        let mut tx = self.env.db.begin().await?;
        let claimed = job::claim(&mut tx, kinds, &self.worker, now, self.lease_end()).await?;
        tx.commit().await?;
        let job = claimed.map(claimed_job);
        if let Some(job) = &job {
            self.tell(job);
        }
        Ok(job)
    }

    async fn heartbeat(&self, job: &ClaimedJob) -> Result<Heartbeat, BoxError> {
        let mut tx = self.env.db.begin().await?;
        let kept = job::heartbeat(&mut tx, job.id, job.lease_token, self.lease_end()).await?;
        tx.commit().await?;
        Ok(kept.map_or(Heartbeat::Lost, |cancel_requested| Heartbeat::Kept { cancel_requested }))
    }

    async fn finish(&self, job: &ClaimedJob, finish: Finish) -> Result<bool, BoxError> {
        let (id, token, now) = (job.id, job.lease_token, self.env.now());
        let mut tx = self.env.db.begin().await?;
        let recorded = match finish {
            Finish::Done => job::complete(&mut tx, id, token, now).await?,
            Finish::Cancelled => job::give_up(&mut tx, id, token, JobStatus::Cancelled, None, now).await?,
            Finish::Dead { error } => job::give_up(&mut tx, id, token, JobStatus::Dead, Some(&error), now).await?,
            Finish::Retry { error, after } => {
                let after = TimeDelta::from_std(after)?;
                job::retry_later(&mut tx, id, token, now + after, &error).await?
            }
            Finish::Released => job::release(&mut tx, id, token).await?,
        };
        tx.commit().await?;
        self.tell(job);
        Ok(recorded)
    }

    async fn reap(&self) -> Result<u64, BoxError> {
        let mut tx = self.env.db.begin().await?;
        let count = job::reap(&mut tx, self.env.now()).await?;
        tx.commit().await?;
        Ok(count)
    }
}

fn claimed_job(row: JobRow) -> ClaimedJob {
    ClaimedJob {
        id: row.id,
        organization_id: row.organization_id,
        kind: row.kind,
        payload: row.payload.0,
        checkpoint: row.checkpoint.map(|json| json.0),
        attempt: u32::try_from(row.attempt).unwrap_or(0),
        max_attempts: u32::try_from(row.max_attempts).unwrap_or(0),
        lease_token: row.lease_token,
        cancel_requested: row.cancel_requested,
        created_by: row.created_by,
        caused_by: row.caused_by.map(|json| json.0),
    }
}

#[cfg(test)]
#[path = "queue_tests.rs"]
mod tests;
