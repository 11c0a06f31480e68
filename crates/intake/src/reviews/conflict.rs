//! Telling a person that someone else was faster.

use chrono::{DateTime, Utc};
use contract::{Actor, ReviewOutcome, ReviewStatus, UserId};
use store::tables::{decision, payee, review_item::ReviewItemRow, user};

use super::Reviews;
use crate::Result;

impl Reviews {
    /// The item as it is now, with who changed it and to what.
    pub(super) async fn conflict(&self, actor: &Actor, row: ReviewItemRow, message: String) -> Result<ReviewOutcome> {
        let current = self.item(actor.organization_id, row).await?;
        Ok(ReviewOutcome::Conflict {
            current: Box::new(current),
            message,
        })
    }

    /// What happened to an item since the person saw it.
    pub(super) async fn what_changed(&self, actor: &Actor, row: &ReviewItemRow) -> Result<String> {
        let who = if row.changed_by.is_empty() {
            "Someone"
        } else {
            &row.changed_by
        };
        Ok(match row.status {
            ReviewStatus::Decided => match self.settled_by(actor, row).await? {
                Some((name, summary)) => format!("{name} decided it: {summary}"),
                None => format!("{who} decided it"),
            },
            ReviewStatus::Postponed => format!("{who} postponed it: {}", row.note),
            ReviewStatus::Open if row.blockers.escalated => format!("{who} escalated it: {}", row.note),
            ReviewStatus::Open => format!("{who} changed it; look at it as it is now"),
        })
    }

    /// Who is at work on an item that belongs to somebody else.
    pub(super) async fn who_has_it(&self, actor: &Actor, other: UserId, until: DateTime<Utc>) -> Result<String> {
        let member = user::get_member(&self.env.db, actor.organization_id, other).await?;
        let name = member.map_or_else(|| "Someone else".to_owned(), |member| member.name);
        Ok(format!("{name} is at work on it until {} UTC", until.format("%H:%M")))
    }

    async fn settled_by(&self, actor: &Actor, row: &ReviewItemRow) -> Result<Option<(String, String)>> {
        let Some(payee) = payee::get(&self.env.db, actor.organization_id, row.payee_id).await? else {
            return Ok(None);
        };
        let Some(decision_id) = payee.row.outcome.decision_id else {
            return Ok(None);
        };
        let decision = decision::get(&self.env.db, actor.organization_id, decision_id).await?;
        Ok(decision.map(|decision| (decision.actor_name, decision.summary)))
    }
}
