//! `GET /api/v1/jobs`

use axum::extract::State;
use contract::{Job, JobFilter, Page};

use crate::{
    rest::{Answer, CurrentActor, Invalid, Json, Query, Refused},
    wiring::AppState,
};

/// Lists jobs, newest first.
#[utoipa::path(get, path = "/jobs", tag = "jobs", params(JobFilter),
    responses((status = 200, body = Page<Job>), Refused, Invalid))]
pub async fn list_jobs(
    actor: CurrentActor,
    State(services): State<AppState>,
    Query(filter): Query<JobFilter>,
) -> Answer<Page<Job>> {
    Ok(Json(services.jobs.list(&actor, filter).await?))
}
