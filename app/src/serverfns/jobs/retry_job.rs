//! `retry_job`.

use contract::{Job, JobId};
use leptos::prelude::*;

use crate::error::UiError;

/// Runs a dead or cancelled job again.
#[server]
pub async fn retry_job(id: JobId) -> Result<Job, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.jobs.retry(&actor, id).await.map_err(UiError::refused)
}
