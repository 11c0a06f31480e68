//! `POST /api/v1/jobs/{id}/retry`

use axum::extract::State;
use contract::{Job, JobId};

use crate::{
    rest::{Answer, Conflicting, CurrentActor, Json, Missing, Path, Refused},
    wiring::AppState,
};

/// Runs a dead or cancelled job again.
#[utoipa::path(post, path = "/jobs/{id}/retry", tag = "jobs", params(("id" = JobId, Path)),
    responses((status = 200, body = Job), Refused, Missing, Conflicting))]
pub async fn retry_job(actor: CurrentActor, State(services): State<AppState>, Path(id): Path<JobId>) -> Answer<Job> {
    Ok(Json(services.jobs.retry(&actor, id).await?))
}
