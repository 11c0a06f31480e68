//! Background work.

use app::ports::{Answer, JobPort};
use async_trait::async_trait;
use contract::{Actor, Job, JobCounts, JobFilter, JobId, Page};

use super::Adapter;
use crate::problem::told;

#[async_trait]
impl JobPort for Adapter {
    async fn counts(&self, actor: &Actor) -> Answer<JobCounts> {
        self.0.jobs.counts(actor).await.map_err(told)
    }

    async fn list(&self, actor: &Actor, filter: JobFilter) -> Answer<Page<Job>> {
        self.0.jobs.list(actor, filter).await.map_err(told)
    }

    async fn cancel(&self, actor: &Actor, id: JobId) -> Answer<Job> {
        self.0.jobs.cancel(actor, id).await.map_err(told)
    }

    async fn retry(&self, actor: &Actor, id: JobId) -> Answer<Job> {
        self.0.jobs.retry(actor, id).await.map_err(told)
    }
}
