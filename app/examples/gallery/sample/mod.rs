//! Made-up data behind the ports: long names, many rows, nothing, errors, names from right to left.

#![expect(
    clippy::wildcard_imports,
    reason = "the sample makes one of nearly everything in the contract"
)]
#![expect(clippy::result_large_err, reason = "the ports answer with whole problems")]

mod made_up;
mod payees;
mod suppliers;
mod system;

use std::sync::Arc;

use app::ports::{Answer, Ports};
use chrono::{DateTime, TimeDelta, Utc};
use contract::{Problem, ProblemKind};
use uuid::Uuid;

/// Answers everything.
struct Sample;

/// The ports of a request.
pub fn ports() -> Ports {
    let sample = Arc::new(Sample);
    Ports {
        identity: sample.clone(),
        dashboard: sample.clone(),
        suppliers: sample.clone(),
        duplicates: sample.clone(),
        payee_files: sample.clone(),
        reviews: sample.clone(),
        jobs: sample.clone(),
        users: sample.clone(),
        audit: sample.clone(),
        reference: sample,
    }
}

fn id<Id: From<Uuid>>(number: u32) -> Id {
    Uuid::from_u128(number.into()).into()
}

fn at(minutes_ago: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_700_000, 0).expect("in range") - TimeDelta::minutes(minutes_ago)
}

fn no<T>() -> Answer<T> {
    Err(Problem::new(
        ProblemKind::Unavailable,
        "Not part of the gallery",
        "It shows pages and changes nothing.",
    ))
}
