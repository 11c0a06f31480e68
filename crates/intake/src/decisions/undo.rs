//! Taking a decision back.

use contract::{Actor, DecisionId, DecisionReceipt, Permission, Role};
use store::tables::{decision, payee_file, rejected_pair, remembered_verdict};

use super::Decisions;
use crate::{
    Authorize, Error, Result,
    events::{self, NewEvent},
    payee_files,
};

impl Decisions {
    /// Takes a decision back, once: its rows, their review items and what was remembered are as they were before. Rows
    /// that were decided anew since keep the newer decision; the receipt says how many.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it was taken back before; [`Error::Forbidden`] when a reviewer takes back what somebody
    /// else decided.
    pub async fn undo(&self, actor: &Actor, id: DecisionId) -> Result<DecisionReceipt> {
        actor.require(Permission::Review)?;
        let organization_id = actor.organization_id;
        let mut tx = self.env.db.begin().await?;
        let row = decision::get(&mut tx, organization_id, id)
            .await?
            .ok_or(Error::NotFound("decision"))?;
        if actor.role == Role::Reviewer && row.decided_by != actor.user_id() {
            return Err(Error::Forbidden(Permission::Review));
        }
        payee_file::lock(&mut tx, organization_id, row.payee_file_id).await?;
        if !decision::mark_undone(&mut tx, organization_id, id, self.env.now()).await? {
            return Err(Error::Conflict("This decision was taken back already".to_owned()));
        }
        let delta = decision::delta(&mut tx, id).await?.negated();
        let restored = decision::restore(&mut tx, id, actor.display_name()).await?;
        let restored = i64::try_from(restored).map_err(Error::internal("count the rows"))?;
        payee_file::add_counts(&mut tx, organization_id, row.payee_file_id, delta).await?;
        remembered_verdict::forget(&mut tx, organization_id, id).await?;
        rejected_pair::forget(&mut tx, organization_id, id).await?;
        let kept_count = row.affected_count - restored;
        let changes = events::Changes::new()
            .text("verdict", &row.summary, "")
            .value("rows_restored", serde_json::Value::Null, restored)
            .value("rows_kept", 0, kept_count);
        let event = NewEvent::new("decision.undone", id, &row.payee_name).changes(changes);
        events::record(&mut tx, &self.env, actor, event).await?;
        tx.commit().await?;
        payee_files::tell_decided(&self.env, organization_id, row.payee_file_id).await;
        Ok(DecisionReceipt {
            decision_id: id,
            affected_count: restored,
            kept_count,
        })
    }
}
