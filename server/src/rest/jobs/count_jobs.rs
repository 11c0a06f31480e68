//! `GET /api/v1/jobs/counts`

use axum::extract::State;
use contract::JobCounts;

use crate::{
    rest::{Answer, CurrentActor, Json, Refused},
    wiring::AppState,
};

/// Tells how many jobs stand where.
#[utoipa::path(get, path = "/jobs/counts", tag = "jobs",
    responses((status = 200, body = JobCounts), Refused))]
pub async fn count_jobs(actor: CurrentActor, State(services): State<AppState>) -> Answer<JobCounts> {
    Ok(Json(services.jobs.counts(&actor).await?))
}
