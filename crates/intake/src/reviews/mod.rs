//! The review queue: one doubt at a time, the most expensive first.
//!
//! An item goes to one person at a time, for five minutes unless it is asked for again. What a person says of it names
//! the version he saw; if somebody else was faster, he gets the item as it is now and is told who did what. Every
//! command has a key under which it is done once, however often the browser's outbox sends it.

mod act;
mod conflict;
mod item;
mod next;
mod progress;
#[cfg(test)]
mod tests;

use chrono::TimeDelta;
use contract::{Actor, Principal, Role, UserId};

use crate::{Env, Error, Result, payees::Evidence};

/// How long an item stays with whoever got it.
const LEASE: TimeDelta = TimeDelta::minutes(5);

/// The review queue.
#[derive(Clone, Debug)]
pub struct Reviews {
    env: Env,
    evidence: Evidence,
}

impl Reviews {
    /// Over an environment and what works evidence out.
    pub fn new(env: Env, evidence: Evidence) -> Self {
        Self { env, evidence }
    }
}

/// Whose lease it is: the person's, or the key's of a program that reviews.
fn holder(actor: &Actor) -> Result<UserId> {
    match &actor.principal {
        Principal::User { user_id, .. } => Ok(*user_id),
        Principal::ApiKey { api_key_id, .. } => Ok(UserId(api_key_id.0)),
        Principal::System { .. } => Err(Error::BadRequest(
            "Only persons and programs with a key review".to_owned(),
        )),
    }
}

/// Whether the actor gets what others escalated.
fn sees_escalated(actor: &Actor) -> bool {
    actor.role != Role::Reviewer
}
