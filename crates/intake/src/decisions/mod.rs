//! What persons decide about payees: one at a time or many at once, previewed, and taken back with one undo.
//!
//! One row and a million rows go the same way: the rows are kept as they are, settled by one statement, their review
//! items closed, the file's counters moved, and the decision with its event written, all in one change. The undo puts
//! back exactly these rows, save those that were decided anew since.

mod decide;
mod matching_rows;
mod preview;
mod recent;
#[cfg(test)]
mod tests;
mod undo;
mod verdict;

use crate::{Env, payees::Evidence};

pub(crate) use decide::{Order, check, settle};
pub(crate) use matching_rows::MatchingRows;
pub(crate) use verdict::Changes;

/// Decisions about payees.
#[derive(Clone, Debug)]
pub struct Decisions {
    env: Env,
    evidence: Evidence,
}

impl Decisions {
    /// Over an environment; `evidence` tells which candidates a person was shown.
    pub fn new(env: Env, evidence: Evidence) -> Self {
        Self { env, evidence }
    }
}
