//! What the queue promises, on both databases.

use std::time::Duration;

use contract::{JobCounts, JobFilter, Role};
use serde_json::json;
use store::tables::location::{self, LocationRow};

use super::*;
use crate::{
    Error,
    jobs::{JobSpec, Jobs, enqueue, save},
    testing::{Bench, for_each_bench},
};

const KINDS: &[&str] = &["test.work"];

fn spec() -> JobSpec {
    JobSpec::new("test.work", json!({"n": 1})).max_attempts(2)
}

async fn add(bench: &Bench, spec: JobSpec) -> Result<contract::JobId> {
    let mut tx = bench.env.db.begin().await?;
    let id = enqueue(&mut tx, &bench.env, &bench.actor(Role::Admin), spec).await?;
    tx.commit().await?;
    Ok(id)
}

fn queue(bench: &Bench) -> DurableQueue {
    DurableQueue::new(bench.env.clone(), "host")
}

async fn claim(queue: &DurableQueue) -> Result<ClaimedJob, BoxError> {
    Ok(queue.claim(KINDS).await?.ok_or("a job was due")?)
}

fn retry() -> Finish {
    Finish::Retry {
        error: "no luck".to_owned(),
        after: Duration::from_mins(1),
    }
}

#[tokio::test]
async fn a_change_that_is_rolled_back_leaves_no_job() {
    for_each_bench(async |bench| {
        let actor = bench.actor(Role::Admin);
        let row = LocationRow {
            id: bench.env.ids.next(),
            organization_id: bench.ours,
            code: "A".to_owned(),
            name: "A".to_owned(),
            row_version: 1,
            created_at: bench.env.now(),
            updated_at: bench.env.now(),
        };
        let mut tx = bench.env.db.begin().await?;
        location::insert(&mut tx, &row).await?;
        enqueue(&mut tx, &bench.env, &actor, spec()).await?;
        drop(tx);
        assert_eq!(queue(&bench).claim(KINDS).await?, None);

        let mut tx = bench.env.db.begin().await?;
        location::insert(&mut tx, &row).await?;
        let id = enqueue(&mut tx, &bench.env, &actor, spec()).await?;
        assert_eq!(
            queue(&bench).claim(KINDS).await.ok().flatten(),
            None,
            "not before the commit"
        );
        tx.commit().await?;
        assert_eq!(claim(&queue(&bench)).await?.id, id);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_stale_acknowledgement_never_overwrites_the_successor() {
    for_each_bench(async |bench| {
        let id = add(&bench, spec()).await?;
        let (slow, next) = (queue(&bench), queue(&bench));
        let lost = claim(&slow).await?;
        bench.clock.advance(LEASE + TimeDelta::seconds(1));
        assert_eq!(next.reap().await?, 1);
        let held = claim(&next).await?;
        assert_eq!(held.id, lost.id);

        for finish in [
            Finish::Done,
            Finish::Cancelled,
            Finish::Released,
            retry(),
            Finish::Dead {
                error: "stale".to_owned(),
            },
        ] {
            assert!(!slow.finish(&lost, finish.clone()).await?, "{finish:?} is refused");
        }
        assert_eq!(slow.heartbeat(&lost).await?, Heartbeat::Lost);
        let mut tx = bench.env.db.begin().await?;
        let outcome = save(&mut tx, &lost, 0.9, Some(&json!("stale"))).await;
        assert!(matches!(outcome, Err(Error::LeaseLost)));
        drop(tx);

        let row = job::get(&bench.env.db, bench.ours, id)
            .await?
            .ok_or("the job is there")?;
        assert_eq!(row.status, JobStatus::Running);
        assert_eq!(row.lease_token, held.lease_token);
        assert_eq!((row.progress, row.checkpoint), (0.0, None));
        assert!(next.finish(&held, Finish::Done).await?);
        assert!(!next.finish(&held, retry()).await?, "not twice either");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_worker_is_new_at_each_start_and_a_reused_name_revives_no_lease() {
    for_each_bench(async |bench| {
        let (first, second) = (queue(&bench), queue(&bench));
        assert_ne!(first.worker(), second.worker());

        add(&bench, spec()).await?;
        let lost = claim(&first).await?;
        bench.clock.advance(LEASE + TimeDelta::seconds(1));
        first.reap().await?;
        // The same worker, by name, takes the job again; what it held before stays lost.
        let held = claim(&first).await?;
        assert_eq!(first.heartbeat(&lost).await?, Heartbeat::Lost);
        assert!(!first.finish(&lost, Finish::Done).await?);
        assert_eq!(
            first.heartbeat(&held).await?,
            Heartbeat::Kept {
                cancel_requested: false
            }
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_job_whose_worker_was_killed_in_a_retry_runs_again_exactly_once() {
    for_each_bench(async |bench| {
        let id = add(&bench, spec()).await?;
        let (killed, next) = (queue(&bench), queue(&bench));
        let first = claim(&killed).await?;
        assert!(killed.finish(&first, retry()).await?);
        assert_eq!(killed.claim(KINDS).await?, None, "not before the pause is over");

        bench.clock.advance(TimeDelta::seconds(61));
        let second = claim(&killed).await?;
        assert_eq!((second.id, second.attempt), (id, 2), "the last attempt allowed");
        // Here the worker is killed. Nobody gets the job while the lease lasts …
        assert_eq!(next.reap().await?, 0);
        assert_eq!(next.claim(KINDS).await?, None);
        // … and afterwards one does, though its attempts are used up.
        bench.clock.advance(LEASE + TimeDelta::seconds(1));
        assert_eq!(next.reap().await?, 1);
        assert_eq!(next.reap().await?, 0);
        let again = claim(&next).await?;
        assert_eq!((again.id, again.attempt), (id, 3));
        assert_eq!(queue(&bench).claim(KINDS).await?, None, "exactly one");
        assert!(next.finish(&again, Finish::Done).await?);
        bench.clock.advance(TimeDelta::days(1));
        assert_eq!(next.reap().await?, 0);
        assert_eq!(next.claim(KINDS).await?, None, "done is done");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_server_that_starts_again_goes_on_at_once_unless_there_may_be_others() {
    for_each_bench(async |bench| {
        let id = add(&bench, spec()).await?;
        let killed = claim(&queue(&bench)).await?;
        let resumed = resume_interrupted(&bench.env).await?;
        if bench.env.db.is_shared() {
            assert_eq!((resumed, queue(&bench).claim(KINDS).await?), (0, None));
        } else {
            assert_eq!((resumed, claim(&queue(&bench)).await?.id), (1, id));
            assert!(
                !queue(&bench).finish(&killed, Finish::Done).await?,
                "the first worker has lost it"
            );
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn priority_goes_first_until_another_has_waited_long_enough() {
    for_each_bench(async |bench| {
        let old = add(&bench, spec()).await?;
        let urgent = add(&bench, spec().priority(5)).await?;
        let queue = queue(&bench);
        assert_eq!(claim(&queue).await?.id, urgent);
        bench.clock.advance(TimeDelta::minutes(6));
        add(&bench, spec().priority(5)).await?;
        assert_eq!(claim(&queue).await?.id, old);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn many_workers_never_take_the_same_job() {
    for_each_bench(async |bench| {
        for _ in 0..20 {
            add(&bench, spec()).await?;
        }
        let workers = (0..6).map(|_| {
            let queue = queue(&bench);
            tokio::spawn(async move {
                let mut mine = Vec::new();
                while let Some(job) = queue.claim(KINDS).await? {
                    mine.push(job.id);
                }
                Ok::<_, BoxError>(mine)
            })
        });
        let mut taken = Vec::new();
        for worker in futures::future::join_all(workers).await {
            taken.extend(worker??);
        }
        assert_eq!(taken.len(), 20, "no job is taken twice");
        taken.sort_unstable();
        taken.dedup();
        assert_eq!(taken.len(), 20, "no job is left");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_unique_job_waits_once_and_runs_once_more_when_enqueued_while_it_runs() {
    for_each_bench(async |bench| {
        let queue = queue(&bench);
        let id = add(&bench, spec().unique("index")).await?;
        assert_eq!(add(&bench, spec().unique("index")).await?, id);
        let held = claim(&queue).await?;
        assert_eq!(queue.claim(KINDS).await?, None);

        assert_eq!(add(&bench, spec().unique("index")).await?, id);
        assert!(queue.finish(&held, Finish::Done).await?);
        let again = claim(&queue).await?;
        assert_eq!((again.id, again.attempt), (id, 1));
        assert!(queue.finish(&again, Finish::Done).await?);
        assert_eq!(queue.claim(KINDS).await?, None);
        assert_ne!(
            add(&bench, spec().unique("index")).await?,
            id,
            "a new one, once the old is done"
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_unique_job_enqueued_anew_outlives_the_death_of_the_run_before() {
    for_each_bench(async |bench| {
        let queue = queue(&bench);
        let id = add(&bench, spec().unique("index")).await?;
        let held = claim(&queue).await?;
        add(&bench, spec().unique("index")).await?;
        let error = "no hope".to_owned();
        assert!(queue.finish(&held, Finish::Dead { error }).await?);
        let again = claim(&queue).await?;
        assert_eq!((again.id, again.attempt, again.cancel_requested), (id, 1, false));
        assert!(queue.finish(&again, Finish::Cancelled).await?);
        assert_eq!(queue.claim(KINDS).await?, None);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_unique_job_enqueued_anew_is_not_cancelled_with_the_run_before() {
    for_each_bench(async |bench| {
        let (queue, jobs) = (queue(&bench), Jobs::new(bench.env.clone()));
        let admin = bench.actor(Role::Admin);
        let ends = [
            Some(Finish::Done),
            Some(Finish::Cancelled),
            Some(Finish::Released),
            Some(retry()),
            // The worker was lost.
            None,
        ];
        for end in ends {
            let id = add(&bench, spec().unique("index")).await?;
            let held = claim(&queue).await?;
            let mut tx = bench.env.db.begin().await?;
            save(&mut tx, &held, 0.5, Some(&json!({"row": 7}))).await?;
            tx.commit().await?;
            jobs.cancel(&admin, id).await?;
            assert_eq!(add(&bench, spec().unique("index")).await?, id);
            if let Some(finish) = &end {
                assert!(queue.finish(&held, finish.clone()).await?, "{end:?}");
            }
            bench.clock.advance(TimeDelta::seconds(61));
            queue.reap().await?;

            let again = claim(&queue).await?;
            assert_eq!((again.id, again.cancel_requested), (id, false), "{end:?}");
            let reached = (again.checkpoint.clone(), jobs.get(&admin, id).await?.progress);
            let begins_anew = matches!(end, Some(Finish::Done | Finish::Cancelled));
            let expected = if begins_anew {
                (None, 0.0)
            } else {
                (Some(json!({"row": 7})), 0.5)
            };
            assert_eq!(reached, expected, "{end:?}");
            assert!(queue.finish(&again, Finish::Done).await?, "{end:?}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_unique_job_enqueued_anew_while_it_waits_to_be_cancelled_runs() {
    for_each_bench(async |bench| {
        let (queue, jobs) = (queue(&bench), Jobs::new(bench.env.clone()));
        let admin = bench.actor(Role::Admin);
        let id = add(&bench, spec().unique("index")).await?;
        assert!(jobs.cancel(&admin, id).await?.cancel_requested);
        assert_eq!(add(&bench, spec().unique("index")).await?, id);
        assert!(!jobs.get(&admin, id).await?.cancel_requested);

        assert!(
            jobs.cancel(&admin, id).await?.cancel_requested,
            "it can be cancelled again"
        );
        let held = claim(&queue).await?;
        assert!(held.cancel_requested);
        add(&bench, spec().unique("index")).await?;
        assert!(
            jobs.get(&admin, id).await?.cancel_requested,
            "what runs is still to stop"
        );
        assert!(queue.finish(&held, Finish::Cancelled).await?);
        let again = claim(&queue).await?;
        assert_eq!((again.id, again.cancel_requested), (id, false));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_released_job_is_due_at_once_and_its_attempt_does_not_count() {
    for_each_bench(async |bench| {
        add(&bench, spec()).await?;
        let queue = queue(&bench);
        let held = claim(&queue).await?;
        let mut tx = bench.env.db.begin().await?;
        save(&mut tx, &held, 0.5, Some(&json!({"row": 7}))).await?;
        tx.commit().await?;
        assert!(queue.finish(&held, Finish::Released).await?);
        let again = claim(&queue).await?;
        assert_eq!(again.attempt, 1);
        assert_eq!(again.checkpoint, Some(json!({"row": 7})));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_job_is_cancelled_and_retried_by_its_own_organization_only() {
    for_each_bench(async |bench| {
        let (admin, stranger) = (bench.actor(Role::Admin), bench.stranger());
        let jobs = Jobs::new(bench.env.clone());
        let id = add(&bench, spec()).await?;
        for outcome in [
            jobs.get(&stranger, id).await,
            jobs.cancel(&stranger, id).await,
            jobs.retry(&stranger, id).await,
        ] {
            assert!(matches!(outcome, Err(Error::NotFound("job"))));
        }
        assert_eq!(jobs.list(&stranger, JobFilter::default()).await?.items, []);
        assert_eq!(jobs.counts(&stranger).await?, JobCounts::default());
        let refused = jobs.cancel(&bench.actor(Role::Reviewer), id).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        assert!(
            matches!(jobs.retry(&admin, id).await, Err(Error::Conflict(_))),
            "it is not dead"
        );

        assert!(jobs.cancel(&admin, id).await?.cancel_requested);
        let queue = queue(&bench);
        let held = claim(&queue).await?;
        assert!(held.cancel_requested);
        assert!(queue.finish(&held, Finish::Cancelled).await?);
        assert_eq!(jobs.counts(&admin).await?.cancelled, 1);
        assert!(matches!(jobs.cancel(&admin, id).await, Err(Error::Conflict(_))));

        let again = jobs.retry(&admin, id).await?;
        assert_eq!(
            (again.status, again.attempt, again.cancel_requested),
            (JobStatus::Queued, 0, false)
        );
        assert_eq!(claim(&queue).await?.id, id);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_list_goes_on_from_its_cursor() {
    for_each_bench(async |bench| {
        let mut made = Vec::new();
        for _ in 0..contract::PAGE_SIZE + 3 {
            made.push(add(&bench, spec()).await?);
        }
        made.reverse();
        let jobs = Jobs::new(bench.env.clone());
        let admin = bench.actor(Role::Admin);
        let first = jobs.list(&admin, JobFilter::default()).await?;
        let rest = JobFilter {
            cursor: first.next_cursor.clone(),
            ..JobFilter::default()
        };
        let second = jobs.list(&admin, rest).await?;
        assert_eq!(
            (first.items.len(), second.items.len(), second.next_cursor),
            (50, 3, None)
        );
        let listed: Vec<_> = first.items.iter().chain(&second.items).map(|job| job.id).collect();
        assert_eq!(listed, made);
        let bad = JobFilter {
            cursor: Some("?".to_owned()),
            ..JobFilter::default()
        };
        assert!(matches!(jobs.list(&admin, bad).await, Err(Error::BadRequest(_))));
        Ok(())
    })
    .await;
}
