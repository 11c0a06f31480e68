//! Deciding.

use std::collections::BTreeSet;

use contract::{
    Actor, BulkDecision, DecisionId, DecisionReceipt, PayeeFileId, Permission, Selection, SupplierChoice, SupplierId,
    SupplierStatus, Verdict,
};
use store::{
    Json, Tx,
    tables::{
        decision::{self, DecisionRow, Rows, SupplierChange, TypeChange},
        payee_file, rejected_pair, remembered_verdict, supplier,
    },
};

use super::{Changes, Decisions, MatchingRows};
use crate::{
    Authorize, Env, Error, Result,
    events::{self, NewEvent},
    once::Once,
    payee_files,
};

/// Rows that one request may name one by one; more are selected by a filter.
pub(super) const MAX_IDS: usize = 1_000;
/// Longest note of a person.
const MAX_NOTE_CHARS: usize = 2_000;

/// What is to be settled, and how.
#[derive(Clone, Debug)]
pub(crate) struct Order<'a> {
    pub(crate) payee_file_id: PayeeFileId,
    pub(crate) rows: Rows<'a>,
    pub(crate) verdict: &'a Verdict,
    /// A different count is a conflict.
    pub(crate) expected_count: Option<i64>,
    pub(crate) once: &'a Once,
    pub(crate) spent_ms: Option<i64>,
    /// Names and the candidates that the person saw for them.
    pub(crate) shown: &'a [(String, SupplierId)],
    /// The rows in words, for the audit trail.
    pub(crate) selection: String,
}

impl Decisions {
    /// Settles one payee or many. The same idempotency key of the same caller gives the same receipt.
    ///
    /// # Errors
    /// [`Error::Conflict`] when other rows match than the person was shown; then nothing is changed.
    pub async fn decide(&self, actor: &Actor, request: &BulkDecision) -> Result<DecisionReceipt> {
        actor.require(Permission::Review)?;
        check(&request.verdict)?;
        let said = (
            request.payee_file_id,
            &request.selection,
            &request.verdict,
            request.expected_count,
        );
        let once = Once::new(actor, &request.idempotency_key, &said)?;
        let (different, matching): (Vec<_>, _);
        let (rows, selection) = match &request.selection {
            Selection::These { ids } => {
                different = ids.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
                if different.len() > MAX_IDS {
                    return Err(Error::TooLarge(format!(
                        "Name at most {MAX_IDS} rows, or select them by a filter"
                    )));
                }
                (Rows::These(&different), format!("{} rows by id", different.len()))
            }
            Selection::All { filter } => {
                matching = MatchingRows::of(filter);
                let words = serde_json::to_string(filter).map_err(Error::internal("describe a filter"))?;
                (Rows::Matching(matching.rows()), words)
            }
        };
        let shown = match (&request.selection, request.verdict.supplier) {
            (Selection::These { ids }, Some(SupplierChoice::NoSupplier)) if ids.len() == 1 => {
                self.evidence.shown(actor.organization_id, ids[0]).await?
            }
            _ => Vec::new(),
        };
        let order = Order {
            payee_file_id: request.payee_file_id,
            rows,
            verdict: &request.verdict,
            expected_count: request.expected_count,
            once: &once,
            spent_ms: None,
            shown: &shown,
            selection,
        };
        let mut tx = self.env.db.begin().await?;
        let receipt = Box::pin(settle(&mut tx, &self.env, actor, &order)).await?;
        tx.commit().await?;
        payee_files::tell_decided(&self.env, actor.organization_id, request.payee_file_id).await;
        Ok(receipt)
    }
}

/// Checks what can be checked without the database.
pub(crate) fn check(verdict: &Verdict) -> Result<()> {
    if Changes::of(verdict).is_empty() {
        return Err(Error::field("verdict", "Say a type, a supplier, or confirm"));
    }
    contract::validate::optional(&verdict.note, MAX_NOTE_CHARS).map_err(|message| Error::field("note", message))
}

/// Settles rows within a change.
pub(crate) async fn settle(tx: &mut Tx, env: &Env, actor: &Actor, order: &Order<'_>) -> Result<DecisionReceipt> {
    let organization_id = actor.organization_id;
    payee_file::lock(tx, organization_id, order.payee_file_id)
        .await?
        .ok_or(Error::NotFound("payee file"))?;
    if let Some(before) = decision::by_key(&mut *tx, organization_id, &order.once.key).await? {
        if before.request_sha256.as_ref() != Some(&order.once.request_sha256) {
            return Err(Once::taken());
        }
        return Ok(receipt(&before));
    }
    let changes = Changes::of(order.verdict);
    let supplier_name = supplier_name(tx, actor, changes.supplier).await?;

    let id: DecisionId = env.ids.next();
    let captured = decision::capture(tx, organization_id, order.payee_file_id, id, order.rows).await?;
    let affected_count = i64::try_from(captured).map_err(Error::internal("count the rows"))?;
    check_count(order, affected_count)?;
    let (payee_id, payee_name) = decision::first(&mut *tx, id).await?.ok_or(Error::NotFound("payee"))?;

    let now = env.now();
    decision::apply(tx, id, changes.payee_type, changes.supplier).await?;
    decision::settle_reviews(tx, id, now, actor.display_name()).await?;
    let delta = decision::delta(&mut *tx, id).await?;
    payee_file::add_counts(tx, organization_id, order.payee_file_id, delta).await?;
    let row = DecisionRow {
        id,
        organization_id,
        payee_file_id: order.payee_file_id,
        payee_id,
        payee_name,
        decided_by: actor.user_id(),
        actor_name: actor.display_name().to_owned(),
        summary: changes.summary(supplier_name.as_deref()),
        verdict: Json(order.verdict.clone()),
        affected_count,
        settled_count: -delta.open_review_count,
        spent_ms: order.spent_ms,
        idempotency_key: order.once.key.clone(),
        request_sha256: Some(order.once.request_sha256.clone()),
        decided_at: now,
        undone_at: None,
    };
    decision::insert(tx, &row).await.map_err(|error| {
        if error.is_unique_violation() {
            // For rows of another file, at this moment.
            return Once::taken();
        }
        error.into()
    })?;
    remember(tx, env, actor, order, changes, id).await?;
    record(tx, env, actor, order, &row).await?;
    Ok(receipt(&row))
}

fn receipt(row: &DecisionRow) -> DecisionReceipt {
    DecisionReceipt {
        decision_id: row.id,
        affected_count: row.affected_count,
        kept_count: 0,
    }
}

fn check_count(order: &Order<'_>, affected_count: i64) -> Result<()> {
    match order.expected_count {
        Some(expected) if expected != affected_count => Err(Error::Conflict(format!(
            "You were shown {expected} rows, but {affected_count} match now. Nothing was changed; look at the preview again"
        ))),
        _ => Ok(()),
    }
}

async fn supplier_name(tx: &mut Tx, actor: &Actor, change: SupplierChange) -> Result<Option<String>> {
    let SupplierChange::Set(supplier_id) = change else {
        return Ok(None);
    };
    let row = supplier::get(&mut *tx, actor.organization_id, supplier_id)
        .await?
        .ok_or(Error::NotFound("supplier"))?;
    if row.status != SupplierStatus::Active {
        return Err(Error::field(
            "supplier",
            "This supplier is inactive; choose another or make it active again",
        ));
    }
    Ok(Some(row.name))
}

/// Keeps the verdict for later files if it says so, and always which suppliers a name is not.
async fn remember(
    tx: &mut Tx,
    env: &Env,
    actor: &Actor,
    order: &Order<'_>,
    changes: Changes,
    id: DecisionId,
) -> Result<()> {
    let (organization_id, now) = (actor.organization_id, env.now());
    if order.verdict.remember {
        let spoken = remembered_verdict::Spoken {
            payee_type: changes.payee_type != TypeChange::Keep,
            supplier: changes.supplier != SupplierChange::Keep,
        };
        let by = actor.display_name();
        remembered_verdict::remember(tx, organization_id, id, by, now, spoken).await?;
    }
    if changes.supplier == SupplierChange::None {
        rejected_pair::reject_best(tx, organization_id, id, now).await?;
        for (name_key, supplier_id) in order.shown {
            rejected_pair::reject(tx, organization_id, name_key, *supplier_id, id, now).await?;
        }
    }
    Ok(())
}

async fn record(tx: &mut Tx, env: &Env, actor: &Actor, order: &Order<'_>, row: &DecisionRow) -> Result<()> {
    let event = if row.affected_count == 1 {
        let change = decision::change(&mut *tx, row.id)
            .await?
            .ok_or(Error::NotFound("payee"))?;
        let changes = events::Changes::new()
            .text("payee_type", change.type_before.as_str(), change.type_after.as_str())
            .text(
                "decision",
                change.decision_before.as_str(),
                change.decision_after.as_str(),
            )
            .value(
                "supplier_id",
                json_id(change.supplier_before),
                json_id(change.supplier_after),
            )
            .text("note", "", &order.verdict.note);
        NewEvent::new("payee.decided", row.payee_id, &row.payee_name).changes(changes)
    } else {
        let file = payee_file::get(&mut *tx, actor.organization_id, row.payee_file_id).await?;
        let file_name = file.map(|file| file.file_name).unwrap_or_default();
        let changes = events::Changes::new()
            .text("verdict", "", &row.summary)
            .value("rows", serde_json::Value::Null, row.affected_count)
            .text("selection", "", &order.selection)
            .text("note", "", &order.verdict.note);
        NewEvent::new("payee_file.bulk_decided", row.payee_file_id, file_name).changes(changes)
    };
    events::record(tx, env, actor, event).await
}

fn json_id(id: Option<SupplierId>) -> serde_json::Value {
    id.map_or(serde_json::Value::Null, |id| id.to_string().into())
}
