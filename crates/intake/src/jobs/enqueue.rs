//! Enqueueing.

use contract::{Actor, JobId};
use serde_json::Value;
use store::{
    Json, Tx,
    tables::job::{self, NewJob},
};

use crate::{Env, Error, Result};

/// Attempts unless said otherwise.
const MAX_ATTEMPTS: i32 = 5;

/// A job about to be enqueued.
#[derive(Clone, Debug, PartialEq)]
pub struct JobSpec {
    kind: &'static str,
    payload: Value,
    priority: i32,
    max_attempts: i32,
    unique_key: Option<String>,
}

impl JobSpec {
    /// A job of `kind`, as the handler was registered, such as `payee_file.work`; to run at once, with priority 0 and
    /// five attempts.
    pub fn new(kind: &'static str, payload: Value) -> Self {
        Self {
            kind,
            payload,
            priority: 0,
            max_attempts: MAX_ATTEMPTS,
            unique_key: None,
        }
    }

    /// Higher runs first; each point is worth a minute of waiting.
    #[must_use]
    pub fn priority(mut self, priority: i32) -> Self {
        self.priority = priority;
        self
    }

    /// Attempts before it is given up.
    #[must_use]
    pub fn max_attempts(mut self, max_attempts: i32) -> Self {
        self.max_attempts = max_attempts;
        self
    }

    /// While a job with this key waits it is not enqueued again; while one runs, it will run once more afterwards. The
    /// key is global: put the organization's id into it.
    #[must_use]
    pub fn unique(mut self, key: impl Into<String>) -> Self {
        self.unique_key = Some(key.into());
        self
    }
}

/// Enqueues a job for the actor's organization within the caller's change; commit with
/// [`Env::commit_and_wake`](crate::Env::commit_and_wake) to have it started at once. Gives the id of the job, or of the
/// one that has the same unique key.
pub async fn enqueue(tx: &mut Tx, env: &Env, actor: &Actor, spec: JobSpec) -> Result<JobId> {
    let now = env.now();
    let job = NewJob {
        id: env.ids.next(),
        organization_id: Some(actor.organization_id),
        kind: spec.kind.to_owned(),
        payload: spec.payload,
        priority: spec.priority,
        run_at: now,
        max_attempts: spec.max_attempts,
        unique_key: spec.unique_key,
        created_by: actor.display_name().to_owned(),
        caused_by: Some(Json(
            serde_json::to_value((&actor.principal, &actor.origin)).map_err(Error::internal("say who causes a job"))?,
        )),
        created_at: now,
    };
    Ok(job::enqueue(tx, &job).await?)
}
