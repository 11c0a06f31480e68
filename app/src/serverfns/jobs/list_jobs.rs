//! `list_jobs`.

use contract::{Job, JobFilter, Page};
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// One page of jobs, newest first.
#[server(input = GetUrl)]
pub async fn list_jobs(#[server(default)] filter: JobFilter) -> Result<Page<Job>, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.jobs.list(&actor, filter).await.map_err(UiError::refused)
}
