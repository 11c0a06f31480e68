//! The rows of payee files: the results table and one row with its evidence.
//!
//! What happens to rows belongs to [`payee_files`](crate::payee_files) (the machine) and
//! [`decisions`](crate::decisions) (persons); here they are only looked at.

mod engines;
mod evidence;
#[cfg(test)]
pub(crate) mod fixture;
mod list;

use contract::{Actor, PayeeDetail, PayeeId, Permission};
use store::tables::payee;

use crate::{Authorize, Env, Error, Result};

pub(crate) use engines::{SHOWN_CANDIDATES, engine_versions, payee_input, query};
pub use evidence::Evidence;

/// The rows of payee files.
#[derive(Clone, Debug)]
pub struct Payees {
    env: Env,
    evidence: Evidence,
}

impl Payees {
    /// Over an environment and what works evidence out.
    pub fn new(env: Env, evidence: Evidence) -> Self {
        Self { env, evidence }
    }

    /// One row with its cells, and why it has its type and its supplier. The evidence is worked out anew: the engines
    /// are deterministic, so it is what decided unless the master has changed since.
    pub async fn get(&self, actor: &Actor, id: PayeeId) -> Result<PayeeDetail> {
        actor.require(Permission::ReadPayees)?;
        let row = payee::get(&self.env.db, actor.organization_id, id)
            .await?
            .ok_or(Error::NotFound("payee"))?;
        let mut details = self.evidence.details(actor.organization_id, vec![row]).await?;
        details.pop().ok_or(Error::NotFound("payee"))
    }
}
