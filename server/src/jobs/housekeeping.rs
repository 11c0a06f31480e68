//! What is removed when its time is over: sessions, answers under idempotency keys, uploads that nobody finished, jobs that
//! ended long ago. Every process does so by itself; doing it twice does no harm.

use std::time::Duration;

use chrono::TimeDelta;
use platform::in_words;
use store::tables::{idempotency_key, job, session};
use tokio::time::{MissedTickBehavior, interval};

use crate::wiring::AppState;

/// How often to look.
const INTERVAL: Duration = Duration::from_mins(10);

/// How long an answer is kept under its idempotency key.
const ANSWERS_KEPT: TimeDelta = TimeDelta::days(1);

/// How long an upload may rest between two chunks.
const UPLOADS_KEPT: TimeDelta = TimeDelta::days(2);

/// How long an ended job stays in the list.
const JOBS_KEPT: TimeDelta = TimeDelta::days(30);

/// Tidies up until the process is told to stop.
pub async fn run(services: AppState) {
    let mut ticks = interval(INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = services.stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        if let Err(error) = tidy(&services).await {
            tracing::error!(error = in_words(&error), "housekeeping failed; it is tried again later");
        }
    }
}

async fn tidy(services: &AppState) -> intake::Result<()> {
    let now = services.env.now();
    let mut tx = services.env.db.begin().await?;
    let sessions = session::delete_expired(&mut tx, now).await?;
    let answers = idempotency_key::delete_before(&mut tx, now - ANSWERS_KEPT).await?;
    let jobs = job::delete_finished(&mut tx, now - JOBS_KEPT).await?;
    tx.commit().await?;
    let uploads = services.uploads.discard_stale(UPLOADS_KEPT).await?;
    if sessions + answers + jobs > 0 || uploads > 0 {
        tracing::info!(sessions, answers, jobs, uploads, "tidied up");
    }
    Ok(())
}
