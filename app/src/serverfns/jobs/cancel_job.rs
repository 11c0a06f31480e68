//! `cancel_job`.

use contract::{Job, JobId};
use leptos::prelude::*;

use crate::error::UiError;

/// Asks a job to stop.
#[server]
pub async fn cancel_job(id: JobId) -> Result<Job, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.jobs.cancel(&actor, id).await.map_err(UiError::refused)
}
