//! `POST /api/v1/jobs/{id}/cancel`

use axum::extract::State;
use contract::{Job, JobId};

use crate::{
    rest::{Answer, Conflicting, CurrentActor, Json, Missing, Path, Refused},
    wiring::AppState,
};

/// Asks a job to stop.
#[utoipa::path(post, path = "/jobs/{id}/cancel", tag = "jobs", params(("id" = JobId, Path)),
    responses((status = 200, body = Job), Refused, Missing, Conflicting))]
pub async fn cancel_job(actor: CurrentActor, State(services): State<AppState>, Path(id): Path<JobId>) -> Answer<Job> {
    Ok(Json(services.jobs.cancel(&actor, id).await?))
}
