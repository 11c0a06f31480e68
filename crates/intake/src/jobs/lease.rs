//! What a handler needs while it holds a job.

use contract::{Actor, Origin, Principal};
use platform::runner::ClaimedJob;
use serde_json::Value;
use store::{Tx, tables::job};

use crate::{Error, Result};

/// Writes a step's progress (0..=1) and checkpoint within the change that wrote the step.
///
/// # Errors
/// [`Error::LeaseLost`] when another worker may have the job: drop the change, nothing of it may be kept.
pub async fn save(tx: &mut Tx, job: &ClaimedJob, progress: f64, checkpoint: Option<&Value>) -> Result<()> {
    match job::save(tx, job.id, job.lease_token, progress, checkpoint).await? {
        Some(_) => Ok(()),
        None => Err(Error::LeaseLost),
    }
}

/// Makes sure of the lease within the change that marks the beginning of the work. Before this, the change has written to what
/// is worked on: people who cancel lock that and the job in the same order.
///
/// # Errors
/// [`Error::LeaseLost`] when another worker may have the job, or a person has asked it to stop: drop the change.
pub async fn begin(tx: &mut Tx, job: &ClaimedJob) -> Result<()> {
    match job::hold(tx, job.id, job.lease_token).await? {
        Some(false) => Ok(()),
        Some(true) | None => Err(Error::LeaseLost),
    }
}

/// Makes sure of the lease within the change that marks the end of the work; otherwise as [`begin`].
///
/// # Errors
/// [`Error::LeaseLost`] when another worker may have the job: drop the change.
pub async fn end(tx: &mut Tx, job: &ClaimedJob) -> Result<()> {
    match job::hold(tx, job.id, job.lease_token).await? {
        Some(_) => Ok(()),
        None => Err(Error::LeaseLost),
    }
}

/// Who a job acts as: who caused it, from where they did. The program itself where that is not known.
///
/// # Errors
/// When the job belongs to no organization.
pub fn actor(job: &ClaimedJob) -> Result<Actor> {
    let organization_id = job.organization_id.ok_or(Error::NotFound("organization"))?;
    let program = Actor::system(organization_id, &job.created_by);
    let Some(caused_by) = &job.caused_by else {
        return Ok(program);
    };
    let (principal, origin): (Principal, Origin) =
        serde_json::from_value(caused_by.clone()).map_err(Error::internal("read who caused a job"))?;
    Ok(Actor {
        principal,
        origin,
        ..program
    })
}
