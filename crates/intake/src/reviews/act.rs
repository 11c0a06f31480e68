//! What a person does with an item.

use chrono::{DateTime, Utc};
use contract::{
    Actor, LiveEvent, Permission, ReviewAction, ReviewCommand, ReviewItemId, ReviewOutcome, ReviewStatus,
    SupplierChoice, SupplierId, UserId, Verdict,
};
use serde::{Deserialize, Serialize};
use store::{
    Json, Tx,
    tables::{
        decision::Rows,
        idempotency_key::{self, KeyRow},
        payee,
        review_item::{self, ReviewItemRow},
    },
};

use super::{Reviews, holder, sees_escalated};
use crate::{
    Authorize, Error, Result,
    decisions::{self, Order},
    events::{Changes, NewEvent, record},
    once::Once,
    payee_files,
};

/// Longest reason of a person.
const MAX_REASON_CHARS: usize = 2_000;
/// The longest time on one item that counts; who is away longer was not working on it.
const MAX_SPENT_MS: i64 = 30 * 60 * 1_000;
/// What the answers of this use case are kept under.
const ANSWERS: &str = "review";

/// Why a command can't be carried out.
#[derive(Clone, Copy, Debug)]
enum Objection {
    /// The item is not as the person saw it.
    Changed,
    /// Somebody else has it, until then.
    Leased(UserId, DateTime<Utc>),
    /// It is for managers.
    Escalated,
}

/// An accepted command, as it is kept for the same key.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Accepted {
    decision_id: Option<contract::DecisionId>,
    affected_count: i64,
    /// What the command set aside, for [`ReviewAction::TakeBack`].
    #[serde(default)]
    set_aside: Option<SetAside>,
}

/// An item as it was before it was put off or escalated.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct SetAside {
    review_item_id: ReviewItemId,
    /// Its version afterwards.
    row_version: i64,
    status: ReviewStatus,
    escalated: bool,
    note: String,
}

impl Reviews {
    /// Decides, postpones, escalates or releases an item, or takes one of the middle two back. A command whose key was accepted before is accepted again and
    /// changes nothing. If the item was changed since the person saw it, or belongs to somebody else, nothing is
    /// changed either, and the answer says what happened.
    pub async fn act(&self, actor: &Actor, command: &ReviewCommand) -> Result<ReviewOutcome> {
        actor.require(Permission::Review)?;
        let person = holder(actor)?;
        check(command)?;
        let said = (command.review_item_id, command.row_version, &command.action);
        let once = Once::new(actor, &command.idempotency_key, &said)?;
        let organization_id = actor.organization_id;
        let id = command.review_item_id;
        let before = review_item::get(&self.env.db, organization_id, id)
            .await?
            .ok_or(Error::NotFound("review item"))?;
        let shown = self.shown(actor, command, &before).await?;

        let mut tx = self.env.db.begin().await?;
        // Whoever changes rows of the file takes this lock first, so that the item below stays as it is read.
        store::tables::payee_file::lock(&mut tx, organization_id, before.payee_file_id).await?;
        if let Some(answer) = self.answered(&mut tx, actor, &once).await? {
            return Ok(answer);
        }
        let row = review_item::get(&mut tx, organization_id, id)
            .await?
            .ok_or(Error::NotFound("review item"))?;
        if let Some(objection) = self.objection(actor, person, command, &row) {
            drop(tx);
            let message = self.in_words(actor, &row, objection).await?;
            return Box::pin(self.conflict(actor, row, message)).await;
        }
        let accepted = Box::pin(self.carry_out(&mut tx, actor, person, command, &once, &row, &shown)).await?;
        let answer = KeyRow {
            method_path: kept_under(&once),
            response: Json(serde_json::to_value(&accepted).map_err(Error::internal("keep the answer"))?),
            created_at: self.env.now(),
        };
        if !idempotency_key::claim(&mut tx, organization_id, &once.key, &answer).await? {
            return Err(Once::taken());
        }
        tx.commit().await?;
        if accepted.decision_id.is_some() {
            payee_files::tell_decided(&self.env, organization_id, before.payee_file_id).await;
        } else {
            self.env.live.publish(organization_id, LiveEvent::ReviewQueueChanged);
        }
        Ok(outcome(&accepted))
    }

    #[expect(clippy::too_many_arguments, reason = "who does what to which item")]
    async fn carry_out(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        person: UserId,
        command: &ReviewCommand,
        once: &Once,
        row: &ReviewItemRow,
        shown: &[(String, SupplierId)],
    ) -> Result<Accepted> {
        let organization_id = actor.organization_id;
        let nothing_decided = Accepted {
            decision_id: None,
            affected_count: 0,
            set_aside: None,
        };
        match &command.action {
            ReviewAction::Decide { verdict, whole_cluster } => {
                self.decide(tx, actor, command, once, row, verdict, *whole_cluster, shown)
                    .await
            }
            ReviewAction::Postpone { reason } => {
                let to = SetAside {
                    status: ReviewStatus::Postponed,
                    note: reason.trim().to_owned(),
                    ..as_it_is(row)
                };
                let before = self.set_aside(tx, actor, row, &to, "review_item.postponed").await?;
                Ok(Accepted {
                    set_aside: Some(before),
                    ..nothing_decided
                })
            }
            ReviewAction::Escalate { reason } => {
                let to = SetAside {
                    status: ReviewStatus::Open,
                    escalated: true,
                    note: reason.trim().to_owned(),
                    ..as_it_is(row)
                };
                let before = self.set_aside(tx, actor, row, &to, "review_item.escalated").await?;
                Ok(Accepted {
                    set_aside: Some(before),
                    ..nothing_decided
                })
            }
            ReviewAction::TakeBack { command } => {
                let before = self.before(tx, actor, command, row).await?;
                self.set_aside(tx, actor, row, &before, "review_item.taken_back")
                    .await?;
                Ok(nothing_decided)
            }
            ReviewAction::Release => {
                review_item::release(tx, organization_id, row.id, person).await?;
                Ok(nothing_decided)
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one command")]
    async fn decide(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        command: &ReviewCommand,
        once: &Once,
        row: &ReviewItemRow,
        verdict: &Verdict,
        whole_cluster: bool,
        shown: &[(String, SupplierId)],
    ) -> Result<Accepted> {
        let payee = payee::get(&mut *tx, actor.organization_id, row.payee_id)
            .await?
            .ok_or(Error::NotFound("payee"))?;
        let name_key = payee.row.name_key.as_str();
        // A name without a single letter or digit has no cluster: its key is empty.
        let whole_cluster = whole_cluster && !name_key.is_empty();
        let only = [row.payee_id];
        let order = Order {
            payee_file_id: row.payee_file_id,
            rows: if whole_cluster {
                Rows::Named(name_key)
            } else {
                Rows::These(&only)
            },
            verdict,
            expected_count: None,
            once,
            spent_ms: Some(command.spent_ms.clamp(0, MAX_SPENT_MS)),
            shown,
            selection: format!("all rows named {}", payee.row.name),
        };
        let receipt = decisions::settle(tx, &self.env, actor, &order).await?;
        Ok(Accepted {
            decision_id: Some(receipt.decision_id),
            affected_count: receipt.affected_count,
            set_aside: None,
        })
    }

    /// Changes where an item stands, and gives how it stood before.
    async fn set_aside(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        row: &ReviewItemRow,
        to: &SetAside,
        kind: &'static str,
    ) -> Result<SetAside> {
        let organization_id = actor.organization_id;
        review_item::change(
            tx,
            organization_id,
            row.id,
            to.status,
            to.escalated,
            &to.note,
            actor.display_name(),
        )
        .await?;
        let payee = payee::get(&mut *tx, organization_id, row.payee_id)
            .await?
            .ok_or(Error::NotFound("payee"))?;
        let changes = Changes::new()
            .text("status", row.status.as_str(), to.status.as_str())
            .value("escalated", row.blockers.escalated, to.escalated)
            .text("note", &row.note, &to.note);
        record(
            tx,
            &self.env,
            actor,
            NewEvent::new(kind, row.id, payee.row.name).changes(changes),
        )
        .await?;
        Ok(SetAside {
            row_version: row.row_version + 1,
            ..as_it_is(row)
        })
    }

    /// How an item stood before this actor set it aside with that command. Keys are kept by caller: nobody takes back what
    /// somebody else did.
    async fn before(&self, tx: &mut Tx, actor: &Actor, command: &str, row: &ReviewItemRow) -> Result<SetAside> {
        let key = Once::new(actor, command, &())?.key;
        let kept = idempotency_key::find(&mut *tx, actor.organization_id, &key).await?;
        kept.filter(|kept| kept.method_path.starts_with(ANSWERS))
            .and_then(|kept| serde_json::from_value::<Accepted>(kept.response.0).ok()?.set_aside)
            .filter(|before| before.review_item_id == row.id && before.row_version == row.row_version)
            .ok_or_else(|| Error::Conflict("This can not be taken back any more".to_owned()))
    }

    /// Why the command can't be carried out, if it can't.
    fn objection(
        &self,
        actor: &Actor,
        person: UserId,
        command: &ReviewCommand,
        row: &ReviewItemRow,
    ) -> Option<Objection> {
        if row.status == ReviewStatus::Decided || row.row_version != command.row_version {
            return Some(Objection::Changed);
        }
        if let (Some(other), Some(until)) = (row.leased_by, row.leased_until)
            && other != person
            && until > self.env.now()
        {
            return Some(Objection::Leased(other, until));
        }
        let settles = matches!(command.action, ReviewAction::Decide { .. });
        (settles && row.blockers.escalated && !sees_escalated(actor)).then_some(Objection::Escalated)
    }

    async fn in_words(&self, actor: &Actor, row: &ReviewItemRow, objection: Objection) -> Result<String> {
        match objection {
            Objection::Changed => self.what_changed(actor, row).await,
            Objection::Leased(other, until) => self.who_has_it(actor, other, until).await,
            Objection::Escalated => Ok("It was escalated, so a manager decides it".to_owned()),
        }
    }

    async fn answered(&self, tx: &mut Tx, actor: &Actor, once: &Once) -> Result<Option<ReviewOutcome>> {
        match idempotency_key::find(&mut *tx, actor.organization_id, &once.key).await? {
            None => Ok(None),
            Some(answer) if answer.method_path == kept_under(once) => {
                let accepted: Accepted =
                    serde_json::from_value(answer.response.0).map_err(Error::internal("read a kept answer"))?;
                Ok(Some(outcome(&accepted)))
            }
            Some(_) => Err(Once::taken()),
        }
    }

    /// The candidates that the person refuses with "no supplier".
    async fn shown(
        &self,
        actor: &Actor,
        command: &ReviewCommand,
        row: &ReviewItemRow,
    ) -> Result<Vec<(String, SupplierId)>> {
        match &command.action {
            ReviewAction::Decide { verdict, .. } if verdict.supplier == Some(SupplierChoice::NoSupplier) => {
                self.evidence.shown(actor.organization_id, row.payee_id).await
            }
            _ => Ok(Vec::new()),
        }
    }
}

fn as_it_is(row: &ReviewItemRow) -> SetAside {
    SetAside {
        review_item_id: row.id,
        row_version: row.row_version,
        status: row.status,
        escalated: row.blockers.escalated,
        note: row.note.clone(),
    }
}

/// What an answer is kept under: that it is one of this use case, and what it answers.
fn kept_under(once: &Once) -> String {
    once.request_sha256
        .iter()
        .fold(format!("{ANSWERS} "), |text, byte| format!("{text}{byte:02x}"))
}

fn outcome(accepted: &Accepted) -> ReviewOutcome {
    ReviewOutcome::Accepted {
        decision_id: accepted.decision_id,
        affected_count: accepted.affected_count,
    }
}

fn check(command: &ReviewCommand) -> Result<()> {
    match &command.action {
        ReviewAction::Decide { verdict, .. } => decisions::check(verdict),
        ReviewAction::Release | ReviewAction::TakeBack { .. } => Ok(()),
        ReviewAction::Postpone { reason } | ReviewAction::Escalate { reason } => {
            contract::validate::required(reason, MAX_REASON_CHARS).map_err(|message| Error::field("reason", message))
        }
    }
}
