//! One job, from claim to end.

use std::{error::Error, sync::Arc};

use tokio::{
    sync::watch,
    task::{JoinError, JoinHandle},
    time::{Instant, interval_at, sleep},
};
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use super::{ClaimedJob, Finish, GivenUp, Handler, Heartbeat, JobError, JobRun, Queue, RunnerOptions, Stop, backoff};
use crate::{Random, in_words};

/// What is needed to see one job through.
pub(super) struct Work {
    pub queue: Arc<dyn Queue>,
    pub random: Arc<Random>,
    pub options: RunnerOptions,
    pub shutdown: CancellationToken,
    pub handler: Arc<dyn Handler>,
}

/// How the handler ended.
type Outcome = Result<Result<(), JobError>, JoinError>;

impl Work {
    pub async fn run(self, job: ClaimedJob) {
        let span = tracing::info_span!("job", id = %job.id, kind = job.kind, attempt = job.attempt);
        self.see_through(job).instrument(span).await;
    }

    async fn see_through(&self, job: ClaimedJob) {
        let finish = if job.cancel_requested {
            Some(self.give_up(&job, GivenUp::Cancelled).await)
        } else if job.attempt > job.max_attempts + 1 {
            // One more attempt than allowed is granted to a job whose worker was lost in the last one; a job that
            // loses its worker every time must not be run for ever.
            Some(
                self.give_up(&job, GivenUp::Dead("the worker was lost each time".to_owned()))
                    .await,
            )
        } else {
            self.attempt(&job).await
        };
        let Some(finish) = finish else {
            tracing::warn!("the lease was lost");
            return;
        };
        tracing::info!(?finish, "job ended");
        match self.queue.finish(&job, finish).await {
            Ok(true) => {}
            Ok(false) => tracing::warn!("the lease was lost before the end was recorded"),
            // The lease lapses, and the job is run again.
            Err(error) => tracing::error!(error = in_words(&*error), "recording the end of a job failed"),
        }
    }

    /// Runs the handler; `None` when the lease was lost meanwhile.
    async fn attempt(&self, job: &ClaimedJob) -> Option<Finish> {
        let (run, stop) = JobRun::new(job.clone());
        let handler = Arc::clone(&self.handler);
        let body = tokio::spawn(async move { handler.run(run).await }.in_current_span());
        let outcome = self.watch(job, body, &stop).await;
        let reason = *stop.borrow();
        Some(match (outcome, reason) {
            (_, Some(Stop::LeaseLost)) => return None,
            (Some(Ok(Ok(()))), _) => Finish::Done,
            (Some(Ok(Err(JobError::Stopped))) | None, Some(Stop::Cancelled)) => {
                self.give_up(job, GivenUp::Cancelled).await
            }
            (Some(Ok(Err(JobError::Stopped))) | None, _) => Finish::Released,
            (Some(Ok(Err(JobError::Transient(error)))), _) => self.failed(job, &*error, true).await,
            (Some(Ok(Err(JobError::Permanent(error)))), _) => self.failed(job, &*error, false).await,
            (Some(Err(panicked)), _) => self.failed(job, &panicked, true).await,
        })
    }

    /// Waits for the handler while the lease is prolonged. `None` when it did not stop in time.
    async fn watch(
        &self,
        job: &ClaimedJob,
        mut body: JoinHandle<Result<(), JobError>>,
        stop: &watch::Sender<Option<Stop>>,
    ) -> Option<Outcome> {
        let mut beat = interval_at(Instant::now() + self.options.heartbeat, self.options.heartbeat);
        let mut draining = false;
        let overdue = async {
            self.shutdown.cancelled().await;
            sleep(self.options.drain).await;
        };
        tokio::pin!(overdue);
        loop {
            tokio::select! {
                outcome = &mut body => return Some(outcome),
                () = self.shutdown.cancelled(), if !draining => {
                    draining = true;
                    tell(stop, Stop::Shutdown);
                }
                () = &mut overdue => {
                    tracing::warn!("the handler did not stop in time");
                    body.abort();
                    return None;
                }
                _ = beat.tick() => match self.queue.heartbeat(job).await {
                    Ok(Heartbeat::Kept { cancel_requested: false }) => {}
                    Ok(Heartbeat::Kept { cancel_requested: true }) => tell(stop, Stop::Cancelled),
                    Ok(Heartbeat::Lost) => tell(stop, Stop::LeaseLost),
                    // The lease outlives a few failed beats; the next may succeed.
                    Err(error) => tracing::error!(error = in_words(&*error), "prolonging a lease failed"),
                },
            }
        }
    }

    /// People are told the error, and the log its causes as well: those may be text of the database.
    async fn failed(&self, job: &ClaimedJob, error: &(dyn Error + Send + Sync + 'static), may_retry: bool) -> Finish {
        let (told, logged) = (error.to_string(), in_words(error));
        if may_retry && job.attempt < job.max_attempts {
            tracing::warn!(error = logged, "attempt failed");
            return Finish::Retry {
                error: told,
                after: backoff::pause(job.attempt, self.random.fraction()),
            };
        }
        tracing::error!(error = logged, "job failed for good");
        self.give_up(job, GivenUp::Dead(told)).await
    }

    /// Lets the handler tidy up. When that fails the job is kept, to be given up once more.
    async fn give_up(&self, job: &ClaimedJob, why: GivenUp) -> Finish {
        let (handler, claimed, told) = (Arc::clone(&self.handler), job.clone(), why.clone());
        // A panic ends this task, and not the one that counts the places of the runner.
        let tidied = tokio::spawn(async move { handler.given_up(&claimed, &told).await }.in_current_span()).await;
        let (error, logged) = match (tidied, why) {
            (Ok(Ok(())), GivenUp::Cancelled) => return Finish::Cancelled,
            (Ok(Ok(())), GivenUp::Dead(error)) => return Finish::Dead { error },
            (Ok(Err(error)), _) => (error.to_string(), in_words(&error)),
            (Err(panicked), _) => (panicked.to_string(), in_words(&panicked)),
        };
        tracing::error!(error = logged, "giving a job up failed");
        Finish::Retry {
            error,
            after: backoff::pause(job.attempt, self.random.fraction()),
        }
    }
}

/// The first reason stays, save that a lost lease outdoes all.
fn tell(stop: &watch::Sender<Option<Stop>>, reason: Stop) {
    stop.send_if_modified(|current| {
        let tell = current.is_none() || reason == Stop::LeaseLost;
        if tell {
            *current = Some(reason);
        }
        tell
    });
}
