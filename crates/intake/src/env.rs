//! What every use case stands on.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use platform::{Clock, Ids, Live, Random};
use store::{Db, Tx};
use tokio::sync::Notify;

use crate::Result;

/// Database, time, randomness, ids, live events: what every use case stands on. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Env {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<Random>,
    /// Identifiers.
    pub ids: Arc<Ids>,
    /// What open pages are told.
    pub live: Live,
    /// Tells the job runner of this process that there is a job.
    pub job_wake: Arc<Notify>,
}

impl Env {
    /// An environment over a database.
    pub fn new(db: Db, clock: Arc<dyn Clock>, random: Random) -> Self {
        let random = Arc::new(random);
        Self {
            db,
            ids: Arc::new(Ids::new(clock.clone(), random.clone())),
            clock,
            live: Live::new(&random),
            random,
            job_wake: Arc::new(Notify::new()),
        }
    }

    /// Now.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Commits a change that enqueued a job, and has the job started at once. (A plain commit is as good, but the job
    /// then waits until the runner looks for itself.)
    pub async fn commit_and_wake(&self, tx: Tx) -> Result<()> {
        tx.commit().await?;
        self.job_wake.notify_one();
        Ok(())
    }
}
