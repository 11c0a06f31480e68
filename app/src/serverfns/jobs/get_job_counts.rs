//! `get_job_counts`.

use contract::JobCounts;
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// How many jobs stand where.
#[server(input = GetUrl)]
pub async fn get_job_counts() -> Result<JobCounts, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.jobs.counts(&actor).await.map_err(UiError::refused)
}
