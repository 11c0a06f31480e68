//! Where jobs come from.

use std::{error::Error, time::Duration};

use async_trait::async_trait;
use contract::{JobId, OrganizationId};
use serde_json::Value;

/// An error of any kind.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// A job that this worker has the lease of.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimedJob {
    /// The job.
    pub id: JobId,
    /// For whom.
    pub organization_id: Option<OrganizationId>,
    /// Which handler runs it.
    pub kind: String,
    /// What it works on.
    pub payload: Value,
    /// Where an earlier attempt came to.
    pub checkpoint: Option<Value>,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    /// Attempts before it is given up.
    pub max_attempts: u32,
    /// Proves the lease; every write for the job names it.
    pub lease_token: i64,
    /// A person asked it to stop, before it was claimed.
    pub cancel_requested: bool,
    /// Who caused it.
    pub created_by: String,
    /// The same as the queue was told it, for what the job does in their name.
    pub caused_by: Option<Value>,
}

/// What a prolonged lease says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heartbeat {
    /// It is prolonged.
    Kept {
        /// A person asked the job to stop.
        cancel_requested: bool,
    },
    /// Another worker may have the job.
    Lost,
}

/// How a job ends, or this attempt at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finish {
    /// Well.
    Done,
    /// Stopped by a person.
    Cancelled,
    /// Given up.
    Dead {
        /// Of what.
        error: String,
    },
    /// Failed; to be tried again.
    Retry {
        /// Of what.
        error: String,
        /// Not before this has passed.
        after: Duration,
    },
    /// Interrupted by no fault of its own; to be run again at once, the attempt not counted.
    Released,
}

/// A durable queue of jobs.
#[async_trait]
pub trait Queue: Send + Sync {
    /// Takes the first job of one of these kinds that may run now.
    async fn claim(&self, kinds: &[&str]) -> Result<Option<ClaimedJob>, BoxError>;
    /// Prolongs a lease.
    async fn heartbeat(&self, job: &ClaimedJob) -> Result<Heartbeat, BoxError>;
    /// Records how it ended; `false` when the lease was lost, and nothing recorded.
    async fn finish(&self, job: &ClaimedJob, finish: Finish) -> Result<bool, BoxError>;
    /// Puts the jobs of lost workers back; how many.
    async fn reap(&self) -> Result<u64, BoxError>;
}
