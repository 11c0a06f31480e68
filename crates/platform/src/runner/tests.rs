//! The runner against a queue in memory, in paused time.

use std::{
    collections::VecDeque,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use async_trait::async_trait;
use contract::JobId;
use serde_json::Value;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::*;

/// Hands out what it is given, and tells how each attempt ended.
struct FakeQueue {
    jobs: Mutex<VecDeque<ClaimedJob>>,
    cancel: AtomicBool,
    lost: AtomicBool,
    ended: mpsc::UnboundedSender<Finish>,
}

#[async_trait]
impl Queue for FakeQueue {
    async fn claim(&self, kinds: &[&str]) -> Result<Option<ClaimedJob>, BoxError> {
        let mut jobs = self.jobs.lock().expect("no test panics with it");
        let found = jobs.iter().position(|job| kinds.contains(&job.kind.as_str()));
        Ok(found.and_then(|at| jobs.remove(at)))
    }

    async fn heartbeat(&self, _: &ClaimedJob) -> Result<Heartbeat, BoxError> {
        if self.lost.load(Ordering::SeqCst) {
            return Ok(Heartbeat::Lost);
        }
        Ok(Heartbeat::Kept {
            cancel_requested: self.cancel.load(Ordering::SeqCst),
        })
    }

    async fn finish(&self, _: &ClaimedJob, finish: Finish) -> Result<bool, BoxError> {
        self.ended.send(finish)?;
        Ok(true)
    }

    async fn reap(&self) -> Result<u64, BoxError> {
        Ok(0)
    }
}

/// Does what its payload says.
#[derive(Default)]
struct Obedient {
    running: AtomicUsize,
    most_at_once: AtomicUsize,
    given_up: Mutex<Vec<GivenUp>>,
}

#[async_trait]
impl Handler for Obedient {
    async fn run(&self, run: JobRun) -> Result<(), JobError> {
        let now = self.running.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_at_once.fetch_max(now, Ordering::SeqCst);
        let outcome = match run.job.payload.as_str() {
            Some("transient") => Err(JobError::transient("no luck")),
            Some("permanent") => Err(JobError::permanent("no hope")),
            Some("panic") => panic!("on purpose"),
            Some("until stopped") => {
                run.stopped().await;
                run.check()
            }
            Some("deaf") => std::future::pending().await,
            _ => {
                sleep(Duration::from_secs(1)).await;
                Ok(())
            }
        };
        self.running.fetch_sub(1, Ordering::SeqCst);
        outcome
    }

    async fn given_up(&self, job: &ClaimedJob, why: &GivenUp) -> Result<(), JobError> {
        assert_ne!(job.payload, "can not be given up", "on purpose");
        self.given_up.lock().expect("no test panics with it").push(why.clone());
        Ok(())
    }
}

/// A runner at work.
struct Bench {
    queue: Arc<FakeQueue>,
    handler: Arc<Obedient>,
    ended: mpsc::UnboundedReceiver<Finish>,
    shutdown: CancellationToken,
    runner: tokio::task::JoinHandle<()>,
}

fn job(payload: &str) -> ClaimedJob {
    ClaimedJob {
        id: JobId(Uuid::from_u128(1)),
        organization_id: None,
        kind: "test".to_owned(),
        payload: Value::from(payload),
        checkpoint: None,
        attempt: 1,
        max_attempts: 3,
        lease_token: 1,
        cancel_requested: false,
        created_by: String::new(),
        caused_by: None,
    }
}

fn start(jobs: Vec<ClaimedJob>) -> Bench {
    let (sender, ended) = mpsc::unbounded_channel();
    let queue = Arc::new(FakeQueue {
        jobs: Mutex::new(jobs.into()),
        cancel: AtomicBool::new(false),
        lost: AtomicBool::new(false),
        ended: sender,
    });
    let handler = Arc::new(Obedient::default());
    let runner = Runner::new(
        queue.clone(),
        Arc::new(Random::seeded(1)),
        Arc::new(Notify::new()),
        RunnerOptions::default(),
    )
    .register("test", 2, handler.clone());
    let shutdown = CancellationToken::new();
    let runner = tokio::spawn(runner.run(shutdown.clone()));
    Bench {
        queue,
        handler,
        ended,
        shutdown,
        runner,
    }
}

impl Bench {
    async fn next(&mut self) -> Finish {
        self.ended.recv().await.expect("the queue lives")
    }

    fn given_up(&self) -> Vec<GivenUp> {
        self.handler.given_up.lock().expect("no test panics with it").clone()
    }
}

#[tokio::test(start_paused = true)]
async fn jobs_of_a_kind_run_within_its_concurrency() {
    let mut bench = start((0..5).map(|_| job("work")).collect());
    for _ in 0..5 {
        assert_eq!(bench.next().await, Finish::Done);
    }
    assert_eq!(bench.handler.most_at_once.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn a_failed_attempt_is_retried_and_the_last_one_is_dead() {
    let mut bench = start(vec![job("transient")]);
    assert!(matches!(bench.next().await, Finish::Retry { error, .. } if error == "no luck"));
    assert_eq!(bench.given_up(), []);

    let last = ClaimedJob {
        attempt: 3,
        ..job("transient")
    };
    let mut bench = start(vec![last]);
    let error = "no luck".to_owned();
    assert_eq!(bench.next().await, Finish::Dead { error: error.clone() });
    assert_eq!(bench.given_up(), [GivenUp::Dead(error)]);
}

#[tokio::test(start_paused = true)]
async fn a_permanent_failure_is_not_retried() {
    let mut bench = start(vec![job("permanent")]);
    assert!(matches!(bench.next().await, Finish::Dead { error } if error == "no hope"));
}

#[tokio::test(start_paused = true)]
async fn a_panic_is_a_failed_attempt_and_the_runner_goes_on() {
    let mut bench = start(vec![job("panic"), job("work")]);
    assert!(matches!(bench.next().await, Finish::Retry { error, .. } if error.contains("on purpose")));
    assert_eq!(bench.next().await, Finish::Done);
}

#[tokio::test(start_paused = true)]
async fn a_running_job_stops_when_a_person_cancels_it() {
    let mut bench = start(vec![job("until stopped")]);
    bench.queue.cancel.store(true, Ordering::SeqCst);
    assert_eq!(bench.next().await, Finish::Cancelled);
    assert_eq!(bench.given_up(), [GivenUp::Cancelled]);
}

#[tokio::test(start_paused = true)]
async fn a_job_cancelled_before_it_ran_never_runs() {
    let cancelled = ClaimedJob {
        cancel_requested: true,
        ..job("panic")
    };
    let mut bench = start(vec![cancelled]);
    assert_eq!(bench.next().await, Finish::Cancelled);
    assert_eq!(bench.handler.most_at_once.load(Ordering::SeqCst), 0);
}

#[tokio::test(start_paused = true)]
async fn a_panic_while_a_job_is_given_up_is_a_failed_attempt_and_the_runner_goes_on() {
    let cancelled = ClaimedJob {
        cancel_requested: true,
        ..job("can not be given up")
    };
    let mut bench = start(vec![cancelled, job("work")]);
    assert!(matches!(bench.next().await, Finish::Retry { error, .. } if error.contains("on purpose")));
    assert_eq!(bench.next().await, Finish::Done);
}

#[tokio::test(start_paused = true)]
async fn a_job_that_loses_its_worker_every_time_is_given_up() {
    let granted = ClaimedJob {
        attempt: 4,
        ..job("work")
    };
    assert_eq!(start(vec![granted]).next().await, Finish::Done);
    let too_often = ClaimedJob {
        attempt: 5,
        ..job("work")
    };
    assert!(matches!(start(vec![too_often]).next().await, Finish::Dead { .. }));
}

#[tokio::test(start_paused = true)]
async fn whoever_lost_the_lease_records_nothing() {
    let mut bench = start(vec![job("until stopped"), job("work")]);
    bench.queue.lost.store(true, Ordering::SeqCst);
    assert_eq!(
        bench.next().await,
        Finish::Done,
        "the short one, before the first heartbeat"
    );
    tokio::time::advance(RunnerOptions::default().heartbeat).await;
    while bench.handler.running.load(Ordering::SeqCst) > 0 {
        tokio::task::yield_now().await;
    }
    bench.shutdown.cancel();
    bench.runner.await.expect("the runner stops");
    assert_eq!(bench.ended.try_recv().ok(), None, "the other one said nothing");
}

#[tokio::test(start_paused = true)]
async fn a_shutdown_hands_jobs_back_even_when_the_handler_is_deaf() {
    let mut bench = start(vec![job("until stopped"), job("deaf")]);
    while bench.handler.running.load(Ordering::SeqCst) < 2 {
        tokio::task::yield_now().await;
    }
    bench.shutdown.cancel();
    assert_eq!(bench.next().await, Finish::Released);
    assert_eq!(bench.next().await, Finish::Released);
    bench.runner.await.expect("the runner stops");
}
