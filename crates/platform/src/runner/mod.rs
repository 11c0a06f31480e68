//! The job runner: takes jobs from a durable [`Queue`] and runs them through registered [`Handler`]s.
//!
//! A claimed job is leased. The runner prolongs the lease while the handler works, and tells the handler to stop when
//! a person cancels the job, the process shuts down, or the lease is lost. A handler that fails is tried again after a
//! growing, jittered pause; one that fails too often, or says that trying again is useless, is dead. A job whose
//! worker vanished lapses and is taken up by the next.

mod backoff;
mod handler;
mod queue;
mod work;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use tokio::{
    sync::Notify,
    task::JoinSet,
    time::{Instant, sleep},
};
use tokio_util::sync::CancellationToken;

pub use handler::{GivenUp, Handler, JobError, JobRun, Stop};
pub use queue::{BoxError, ClaimedJob, Finish, Heartbeat, Queue};

use crate::{Random, in_words};

/// The runner's times.
#[derive(Clone, Copy, Debug)]
pub struct RunnerOptions {
    /// How often to look for jobs when nobody says that there is one.
    pub poll: Duration,
    /// How often to prolong leases, and to look for lapsed ones. A third of a lease or less.
    pub heartbeat: Duration,
    /// How long handlers may take to stop when the process shuts down.
    pub drain: Duration,
}

impl Default for RunnerOptions {
    /// 1 s, 10 s, 20 s.
    fn default() -> Self {
        Self {
            poll: Duration::from_secs(1),
            heartbeat: Duration::from_secs(10),
            drain: Duration::from_secs(20),
        }
    }
}

/// Runs jobs until it is told to stop.
pub struct Runner {
    queue: Arc<dyn Queue>,
    random: Arc<Random>,
    wake: Arc<Notify>,
    options: RunnerOptions,
    kinds: BTreeMap<&'static str, Kind>,
}

/// A kind of job.
#[derive(Clone)]
struct Kind {
    handler: Arc<dyn Handler>,
    concurrency: usize,
}

impl Runner {
    /// A runner without kinds. `wake` is notified by whoever enqueues.
    pub fn new(queue: Arc<dyn Queue>, random: Arc<Random>, wake: Arc<Notify>, options: RunnerOptions) -> Self {
        Self {
            queue,
            random,
            wake,
            options,
            kinds: BTreeMap::new(),
        }
    }

    /// Adds a kind of job, of which at most `concurrency` run at once in this process.
    #[must_use]
    pub fn register(mut self, kind: &'static str, concurrency: usize, handler: Arc<dyn Handler>) -> Self {
        self.kinds.insert(kind, Kind { handler, concurrency });
        self
    }

    /// Runs jobs until `shutdown`; then hands the running ones back and returns.
    pub async fn run(self, shutdown: CancellationToken) {
        let mut working: JoinSet<&'static str> = JoinSet::new();
        let mut busy: BTreeMap<&'static str, usize> = BTreeMap::new();
        let mut reap_at = Instant::now();
        while !shutdown.is_cancelled() {
            if Instant::now() >= reap_at {
                reap_at = Instant::now() + self.options.heartbeat;
                self.reap().await;
            }
            if self.start_next(&mut working, &mut busy, &shutdown).await {
                continue;
            }
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = self.wake.notified() => {}
                () = sleep(self.options.poll) => {}
                Some(ended) = working.join_next() => free(&mut busy, ended),
            }
        }
        // Each job's own task hears of the shutdown and ends within the drain time.
        while working.join_next().await.is_some() {}
    }

    /// Starts one job if there is one for a kind with a free place; whether it did.
    async fn start_next(
        &self,
        working: &mut JoinSet<&'static str>,
        busy: &mut BTreeMap<&'static str, usize>,
        shutdown: &CancellationToken,
    ) -> bool {
        while let Some(ended) = working.try_join_next() {
            free(busy, ended);
        }
        let is_free = |name: &str, kind: &Kind| busy.get(name).copied().unwrap_or(0) < kind.concurrency;
        let free_kinds: Vec<&'static str> = self
            .kinds
            .iter()
            .filter(|(name, kind)| is_free(name, kind))
            .map(|(name, _)| *name)
            .collect();
        if free_kinds.is_empty() {
            return false;
        }
        let job = match self.queue.claim(&free_kinds).await {
            Ok(Some(job)) => job,
            Ok(None) => return false,
            Err(error) => {
                tracing::error!(error = in_words(&*error), "claiming a job failed");
                return false;
            }
        };
        let Some((name, kind)) = self.kinds.get_key_value(job.kind.as_str()) else {
            tracing::error!(kind = job.kind, "the queue gave a job of a kind that was not asked for");
            return false;
        };
        let (name, handler) = (*name, Arc::clone(&kind.handler));
        *busy.entry(name).or_default() += 1;
        let work = work::Work {
            queue: Arc::clone(&self.queue),
            random: Arc::clone(&self.random),
            options: self.options,
            shutdown: shutdown.clone(),
            handler,
        };
        working.spawn(async move {
            work.run(job).await;
            name
        });
        true
    }

    async fn reap(&self) {
        match self.queue.reap().await {
            Ok(0) => {}
            Ok(count) => tracing::warn!(count, "jobs of lost workers were put back"),
            Err(error) => tracing::error!(error = in_words(&*error), "looking for lost jobs failed"),
        }
    }
}

/// Gives the place of an ended job back.
fn free(busy: &mut BTreeMap<&'static str, usize>, ended: Result<&'static str, tokio::task::JoinError>) {
    // The task catches the panics of handlers, so it always names its kind.
    let name = ended.expect("a job's task does not panic");
    if let Some(count) = busy.get_mut(name) {
        *count -= 1;
    }
}

#[cfg(test)]
mod tests;
