//! The history drawer.

use contract::{Actor, DecisionSummary, Permission};
use store::tables::decision;

use super::Decisions;
use crate::{Authorize, Result};

/// Decisions that the history drawer lists.
const RECENT: i64 = 10;

impl Decisions {
    /// The person's own last ten decisions, newest first; none for a program.
    pub async fn recent(&self, actor: &Actor) -> Result<Vec<DecisionSummary>> {
        actor.require(Permission::Review)?;
        let Some(person) = actor.user_id() else {
            return Ok(Vec::new());
        };
        let rows = decision::recent(&self.env.db, actor.organization_id, person, RECENT).await?;
        Ok(rows
            .into_iter()
            .map(|row| DecisionSummary {
                decision_id: row.id,
                payee_file_id: row.payee_file_id,
                payee_id: row.payee_id,
                payee_name: row.payee_name,
                summary: row.summary,
                affected_count: row.affected_count,
                decided_at: row.decided_at,
                undone: row.undone_at.is_some(),
            })
            .collect())
    }
}
