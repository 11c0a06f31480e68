//! What runs a job.

use async_trait::async_trait;
use tokio::sync::watch;

use super::{BoxError, ClaimedJob};

/// Why a running job is to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// A person cancelled it.
    Cancelled,
    /// The process shuts down; the job goes on later, elsewhere.
    Shutdown,
    /// The lease was lost; another worker may have the job.
    LeaseLost,
}

/// How a handler fails.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// It stopped because it was told to.
    #[error("the job was told to stop")]
    Stopped,
    /// Something that may be better next time.
    #[error("the attempt failed")]
    Transient(#[source] BoxError),
    /// Something that will fail again.
    #[error("the job failed for good")]
    Permanent(#[source] BoxError),
}

impl JobError {
    /// A failure that may be better next time.
    pub fn transient(error: impl Into<BoxError>) -> Self {
        Self::Transient(error.into())
    }

    /// A failure that will be the same next time.
    pub fn permanent(error: impl Into<BoxError>) -> Self {
        Self::Permanent(error.into())
    }
}

/// Why a job will not be run again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GivenUp {
    /// A person cancelled it.
    Cancelled,
    /// It failed for good, or too often; with the last error in words.
    Dead(String),
}

/// A job at work: what it is, and whether to stop.
#[derive(Clone, Debug)]
pub struct JobRun {
    /// The job.
    pub job: ClaimedJob,
    stop: watch::Receiver<Option<Stop>>,
}

impl JobRun {
    /// A run and the means to stop it.
    pub fn new(job: ClaimedJob) -> (Self, watch::Sender<Option<Stop>>) {
        let (sender, stop) = watch::channel(None);
        (Self { job, stop }, sender)
    }

    /// Why to stop, once there is a reason.
    pub fn stop(&self) -> Option<Stop> {
        *self.stop.borrow()
    }

    /// Asks between two steps whether to go on; also from threads outside the runtime.
    ///
    /// # Errors
    /// [`JobError::Stopped`] when it is to stop: pass it on.
    pub fn check(&self) -> Result<(), JobError> {
        match self.stop() {
            None => Ok(()),
            Some(_) => Err(JobError::Stopped),
        }
    }

    /// Waits until there is a reason to stop.
    pub async fn stopped(&self) -> Stop {
        let mut stop = self.stop.clone();
        loop {
            if let Some(reason) = *stop.borrow_and_update() {
                return reason;
            }
            if stop.changed().await.is_err() {
                // The runner is gone, and with it the lease.
                return Stop::LeaseLost;
            }
        }
    }
}

/// Runs jobs of one kind.
///
/// A job may be run more than once, and an attempt may end anywhere. So a handler works in steps, writes each step and
/// its checkpoint in one transaction that also checks the lease, and goes on from the checkpoint.
#[async_trait]
pub trait Handler: Send + Sync {
    /// Runs the job, or what is left of it.
    async fn run(&self, run: JobRun) -> Result<(), JobError>;

    /// Called when the job will not be run again, before that is recorded: what the job worked on must say so too.
    /// Called again if the worker is lost in between, so it must not matter how often.
    async fn given_up(&self, job: &ClaimedJob, why: &GivenUp) -> Result<(), JobError>;
}
