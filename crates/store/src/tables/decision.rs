//! What persons decided, with what the rows were before, so that one undo restores exactly them.
//!
//! A decision is made in steps within one change: [`capture`] keeps the rows as they are, [`apply`] settles them,
//! [`settle_reviews`] closes what is no longer in doubt, [`delta`] tells by how much the file's counters move. One row
//! and a million rows take the same few statements.

use chrono::{DateTime, Utc};
use contract::{
    DecisionId, MatchDecision, OrganizationId, PayeeFileId, PayeeId, PayeeType, SupplierId, UserId, Verdict,
};
use sqlx::FromRow;

use super::{
    payee::{Matching, matching},
    payee_file::PayeeCounts,
};
use crate::{Json, Result, Source, Tx, execute, on, statements::statements};

/// A decision.
#[derive(Clone, Debug, PartialEq, FromRow)]
#[expect(missing_docs, reason = "the columns are named as in the contract")]
pub struct DecisionRow {
    pub id: DecisionId,
    pub organization_id: OrganizationId,
    pub payee_file_id: PayeeFileId,
    pub payee_id: PayeeId,
    pub payee_name: String,
    pub decided_by: Option<UserId>,
    pub actor_name: String,
    pub summary: String,
    pub verdict: Json<Verdict>,
    pub affected_count: i64,
    pub settled_count: i64,
    pub spent_ms: Option<i64>,
    /// The caller and the key.
    pub idempotency_key: String,
    /// What the key was sent for.
    pub request_sha256: Option<Vec<u8>>,
    pub decided_at: DateTime<Utc>,
    pub undone_at: Option<DateTime<Utc>>,
}

/// Which rows of a file a decision is about.
#[derive(Clone, Copy, Debug)]
pub enum Rows<'a> {
    /// These, as far as they belong to the file.
    These(&'a [PayeeId]),
    /// All with this normalized name.
    Named(&'a str),
    /// All that match.
    Matching(Matching<'a>),
}

/// What happens to the type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeChange {
    /// Stays as it is.
    Keep,
    /// The machine's best answer is right: where it gave none, the likeliest type.
    Confirm,
    /// Becomes this.
    Set(PayeeType),
}

/// What happens to the supplier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SupplierChange {
    /// Stays as it is.
    Keep,
    /// The machine's best candidate is right, or none if it had none.
    Confirm,
    /// Becomes this.
    Set(SupplierId),
    /// Is none of the master.
    None,
}

impl TypeChange {
    /// The verb of the statements, and the type that goes with it.
    const fn parameters(self) -> (&'static str, Option<PayeeType>) {
        match self {
            Self::Keep => ("keep", None),
            Self::Confirm => ("confirm", None),
            Self::Set(payee_type) => ("set", Some(payee_type)),
        }
    }
}

impl SupplierChange {
    /// The verb of the statements, and the supplier that goes with it.
    const fn parameters(self) -> (&'static str, Option<SupplierId>) {
        match self {
            Self::Keep => ("keep", None),
            Self::Confirm => ("confirm", None),
            Self::Set(supplier_id) => ("set", Some(supplier_id)),
            Self::None => ("none", None),
        }
    }
}

/// The settled row before and after, as the audit trail tells it.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "two rows side by side")]
pub struct Change {
    pub name: String,
    pub type_before: PayeeType,
    pub type_after: PayeeType,
    pub decision_before: MatchDecision,
    pub decision_after: MatchDecision,
    pub supplier_before: Option<SupplierId>,
    pub supplier_after: Option<SupplierId>,
}

macro_rules! columns {
    () => {
        "id, organization_id, payee_file_id, payee_id, payee_name, decided_by, actor_name, summary, verdict, \
         affected_count, settled_count, spent_ms, idempotency_key, request_sha256, decided_at, undone_at"
    };
}

macro_rules! capture {
    ($decision:literal, $rows:expr) => {
        concat!(
            "INSERT INTO decision_rows (decision_id, payee_id, payee_type, type_confidence, subtype, reason, \
                 supplier_id, match_probability, grade, decision, type_decided_by, match_decided_by, \
                 previous_decision_id, in_review, review_status, type_unclear, supplier_ambiguous, supplier_unsure, \
                 escalated) \
             SELECT ", $decision, ", p.id, p.payee_type, p.type_confidence, p.subtype, p.reason, p.supplier_id, \
                 p.match_probability, p.grade, p.decision, p.type_decided_by, p.match_decided_by, p.decision_id, \
                 p.in_review, r.status, r.type_unclear, r.supplier_ambiguous, r.supplier_unsure, r.escalated \
             FROM payees p LEFT JOIN review_items r ON r.payee_id = p.id WHERE ", $rows
        )
    };
}

statements! {
    INSERT = concat!(
        "INSERT INTO decisions (", columns!(), ") \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
    );
    GET = concat!("SELECT ", columns!(), " FROM decisions WHERE organization_id = $1 AND id = $2");
    BY_KEY = concat!("SELECT ", columns!(), " FROM decisions WHERE organization_id = $1 AND idempotency_key = $2");
    RECENT = concat!(
        "SELECT ", columns!(), " FROM decisions WHERE organization_id = $1 AND decided_by = $2 \
         ORDER BY decided_at DESC, id DESC LIMIT CAST($3 AS BIGINT)"
    );
    SETTLED_SINCE = "SELECT CAST(COALESCE(SUM(settled_count), 0) AS BIGINT) FROM decisions \
        WHERE organization_id = $1 AND decided_by = $2 AND decided_at >= $3 AND undone_at IS NULL";
    /// Times of items settled one at a time; bulk decisions have none.
    SPENT = "SELECT spent_ms FROM decisions WHERE organization_id = $1 AND decided_by = $2 AND spent_ms > 0 \
        ORDER BY decided_at DESC, id DESC LIMIT CAST($3 AS BIGINT)";
    MARK_UNDONE = "UPDATE decisions SET undone_at = $3 WHERE organization_id = $1 AND id = $2 AND undone_at IS NULL";
    CAPTURE_ONE = capture!("$3", "p.organization_id = $1 AND p.payee_file_id = $2 AND p.id = $4");
    CAPTURE_NAMED = capture!("$3", "p.organization_id = $1 AND p.payee_file_id = $2 AND p.name_key = $4");
    CAPTURE_MATCHING = capture!("$9", matching!());
    /// How many rows match, and of how many a person settled what would now change.
    COUNT_MATCHING = concat!(
        "SELECT COUNT(*), COUNT(*) FILTER (WHERE 'person' IN (p.type_decided_by, p.match_decided_by) AND ( \
             CASE CAST($9 AS TEXT) WHEN 'set' THEN p.payee_type <> $10 WHEN 'confirm' THEN p.payee_type = 'unknown' \
                 ELSE 1 = 0 END \
             OR CASE CAST($11 AS TEXT) WHEN 'set' THEN p.decision <> 'match' OR p.supplier_id IS DISTINCT FROM $12 \
                 WHEN 'none' THEN p.decision <> 'none' WHEN 'confirm' THEN p.decision = 'review' ELSE 1 = 0 END)) \
         FROM payees p WHERE ", matching!()
    );
    FIRST = "SELECT p.id, p.name FROM decision_rows d JOIN payees p ON p.id = d.payee_id WHERE d.decision_id = $1 \
        ORDER BY p.row_number LIMIT 1";
    /// `$2`: keep, confirm or set the type to `$3`. `$4`: keep, confirm, set the supplier to `$5`, or none.
    APPLY = "UPDATE payees SET \
            payee_type = CASE CAST($2 AS TEXT) WHEN 'set' THEN $3 WHEN 'confirm' THEN \
                CASE WHEN payee_type <> 'unknown' THEN payee_type \
                    WHEN p_business >= p_individual AND p_business >= p_government THEN 'business' \
                    WHEN p_individual >= p_government THEN 'individual' ELSE 'government' END \
                ELSE payee_type END, \
            type_confidence = CASE WHEN CAST($2 AS TEXT) = 'keep' THEN type_confidence ELSE CAST(1 AS REAL) END, \
            subtype = CASE WHEN CAST($2 AS TEXT) = 'set' AND payee_type <> $3 THEN NULL ELSE subtype END, \
            reason = CASE WHEN CAST($2 AS TEXT) = 'set' AND payee_type <> $3 \
                OR CAST($2 AS TEXT) = 'confirm' AND payee_type = 'unknown' THEN 'person' ELSE reason END, \
            type_decided_by = CASE WHEN CAST($2 AS TEXT) = 'keep' THEN type_decided_by ELSE 'person' END, \
            supplier_id = CASE CAST($4 AS TEXT) WHEN 'set' THEN $5 WHEN 'none' THEN NULL ELSE supplier_id END, \
            match_probability = CASE CAST($4 AS TEXT) WHEN 'set' THEN CAST(1 AS REAL) WHEN 'none' THEN CAST(0 AS REAL) \
                WHEN 'confirm' THEN CASE WHEN supplier_id IS NULL THEN CAST(0 AS REAL) ELSE CAST(1 AS REAL) END \
                ELSE match_probability END, \
            grade = CASE WHEN CAST($4 AS TEXT) = 'none' THEN '' \
                WHEN CAST($4 AS TEXT) = 'set' AND supplier_id IS DISTINCT FROM $5 THEN '' ELSE grade END, \
            decision = CASE CAST($4 AS TEXT) WHEN 'set' THEN 'match' WHEN 'none' THEN 'none' \
                WHEN 'confirm' THEN CASE WHEN supplier_id IS NULL THEN 'none' ELSE 'match' END ELSE decision END, \
            match_decided_by = CASE WHEN CAST($4 AS TEXT) = 'keep' THEN match_decided_by ELSE 'person' END, \
            decision_id = $1, \
            in_review = (CAST($2 AS TEXT) = 'keep' AND payee_type = 'unknown' AND type_decided_by = 'machine') \
                OR (CAST($4 AS TEXT) = 'keep' AND decision = 'review'), \
            row_version = row_version + 1 \
        WHERE id IN (SELECT payee_id FROM decision_rows WHERE decision_id = $1)";
    SETTLE_REVIEWS = "UPDATE review_items SET \
            status = CASE WHEN p.in_review THEN review_items.status ELSE 'decided' END, \
            type_unclear = review_items.type_unclear \
                AND NOT (p.in_review AND (p.payee_type <> 'unknown' OR p.type_decided_by <> 'machine')), \
            supplier_ambiguous = review_items.supplier_ambiguous AND NOT (p.in_review AND p.decision <> 'review'), \
            supplier_unsure = review_items.supplier_unsure AND NOT (p.in_review AND p.decision <> 'review'), \
            decided_at = CASE WHEN p.in_review THEN review_items.decided_at ELSE $2 END, \
            leased_by = NULL, leased_until = NULL, changed_by = $3, row_version = review_items.row_version + 1 \
        FROM decision_rows d JOIN payees p ON p.id = d.payee_id \
        WHERE d.decision_id = $1 AND review_items.payee_id = d.payee_id AND review_items.status <> 'decided'";
    /// Only of rows that no newer decision has changed.
    DELTA = "SELECT \
            COUNT(*) FILTER (WHERE p.payee_type = 'business') - COUNT(*) FILTER (WHERE d.payee_type = 'business') \
                AS business_count, \
            COUNT(*) FILTER (WHERE p.payee_type = 'individual') - COUNT(*) FILTER (WHERE d.payee_type = 'individual') \
                AS individual_count, \
            COUNT(*) FILTER (WHERE p.payee_type = 'government') - COUNT(*) FILTER (WHERE d.payee_type = 'government') \
                AS government_count, \
            COUNT(*) FILTER (WHERE p.payee_type = 'unknown') - COUNT(*) FILTER (WHERE d.payee_type = 'unknown') \
                AS unknown_count, \
            COUNT(*) FILTER (WHERE p.decision = 'match') - COUNT(*) FILTER (WHERE d.decision = 'match') \
                AS match_count, \
            COUNT(*) FILTER (WHERE p.decision = 'review') - COUNT(*) FILTER (WHERE d.decision = 'review') \
                AS review_count, \
            COUNT(*) FILTER (WHERE p.decision = 'none') - COUNT(*) FILTER (WHERE d.decision = 'none') \
                AS none_count, \
            COUNT(*) FILTER (WHERE p.in_review) - COUNT(*) FILTER (WHERE d.in_review) AS open_review_count, \
            COUNT(*) FILTER (WHERE 'person' IN (p.type_decided_by, p.match_decided_by)) \
                - COUNT(*) FILTER (WHERE 'person' IN (d.type_decided_by, d.match_decided_by)) AS person_count \
        FROM decision_rows d JOIN payees p ON p.id = d.payee_id AND p.decision_id = d.decision_id \
        WHERE d.decision_id = $1";
    CHANGE = "SELECT p.name, d.payee_type AS type_before, p.payee_type AS type_after, \
            d.decision AS decision_before, p.decision AS decision_after, \
            d.supplier_id AS supplier_before, p.supplier_id AS supplier_after \
        FROM decision_rows d JOIN payees p ON p.id = d.payee_id WHERE d.decision_id = $1 \
        ORDER BY p.row_number LIMIT 1";
    /// What newer decisions would restore is no longer what this one made, but what was before it.
    SPLICE = "UPDATE decision_rows SET payee_type = d.payee_type, type_confidence = d.type_confidence, \
            subtype = d.subtype, reason = d.reason, supplier_id = d.supplier_id, \
            match_probability = d.match_probability, grade = d.grade, decision = d.decision, \
            type_decided_by = d.type_decided_by, match_decided_by = d.match_decided_by, \
            previous_decision_id = d.previous_decision_id, in_review = d.in_review, \
            review_status = d.review_status, type_unclear = d.type_unclear, \
            supplier_ambiguous = d.supplier_ambiguous, supplier_unsure = d.supplier_unsure, escalated = d.escalated \
        FROM decision_rows d \
        WHERE d.decision_id = $1 AND decision_rows.payee_id = d.payee_id AND decision_rows.previous_decision_id = $1";
    RESTORE_REVIEWS = "UPDATE review_items SET status = d.review_status, type_unclear = d.type_unclear, \
            supplier_ambiguous = d.supplier_ambiguous, supplier_unsure = d.supplier_unsure, escalated = d.escalated, \
            decided_at = CASE WHEN d.review_status = 'decided' THEN review_items.decided_at END, \
            leased_by = NULL, leased_until = NULL, changed_by = $2, row_version = review_items.row_version + 1 \
        FROM decision_rows d JOIN payees p ON p.id = d.payee_id AND p.decision_id = d.decision_id \
        WHERE d.decision_id = $1 AND review_items.payee_id = d.payee_id AND d.review_status IS NOT NULL";
    RESTORE = "UPDATE payees SET payee_type = d.payee_type, type_confidence = d.type_confidence, subtype = d.subtype, \
            reason = d.reason, supplier_id = d.supplier_id, match_probability = d.match_probability, grade = d.grade, \
            decision = d.decision, type_decided_by = d.type_decided_by, match_decided_by = d.match_decided_by, \
            decision_id = d.previous_decision_id, in_review = d.in_review, row_version = payees.row_version + 1 \
        FROM decision_rows d \
        WHERE d.decision_id = $1 AND payees.id = d.payee_id AND payees.decision_id = d.decision_id";
}

/// Adds a decision; a unique violation when its key has decided before.
pub async fn insert(tx: &mut Tx, row: &DecisionRow) -> Result<()> {
    execute!(
        tx,
        INSERT,
        row.id,
        row.organization_id,
        row.payee_file_id,
        row.payee_id,
        &row.payee_name,
        row.decided_by,
        &row.actor_name,
        &row.summary,
        &row.verdict,
        row.affected_count,
        row.settled_count,
        row.spent_ms,
        &row.idempotency_key,
        &row.request_sha256,
        row.decided_at,
        row.undone_at,
    )?;
    Ok(())
}

/// One decision.
pub async fn get(source: impl Source, organization_id: OrganizationId, id: DecisionId) -> Result<Option<DecisionRow>> {
    on!(source, |c| sqlx::query_as(GET)
        .bind(organization_id)
        .bind(id)
        .fetch_optional(c)
        .await)
}

/// The decision that was made with this key.
pub async fn by_key(
    source: impl Source,
    organization_id: OrganizationId,
    idempotency_key: &str,
) -> Result<Option<DecisionRow>> {
    on!(source, |c| sqlx::query_as(BY_KEY)
        .bind(organization_id)
        .bind(idempotency_key)
        .fetch_optional(c)
        .await)
}

/// A person's last decisions, newest first.
pub async fn recent(
    source: impl Source,
    organization_id: OrganizationId,
    person: UserId,
    limit: i64,
) -> Result<Vec<DecisionRow>> {
    on!(source, |c| sqlx::query_as(RECENT)
        .bind(organization_id)
        .bind(person)
        .bind(limit)
        .fetch_all(c)
        .await)
}

/// Review items that a person has settled since `from` and that stayed so.
pub async fn settled_since(
    source: impl Source,
    organization_id: OrganizationId,
    person: UserId,
    from: DateTime<Utc>,
) -> Result<i64> {
    on!(source, |c| sqlx::query_scalar(SETTLED_SINCE)
        .bind(organization_id)
        .bind(person)
        .bind(from)
        .fetch_one(c)
        .await)
}

/// The times, in milliseconds, that a person spent on his last items, newest first.
pub async fn spent(
    source: impl Source,
    organization_id: OrganizationId,
    person: UserId,
    limit: i64,
) -> Result<Vec<i64>> {
    on!(source, |c| sqlx::query_scalar(SPENT)
        .bind(organization_id)
        .bind(person)
        .bind(limit)
        .fetch_all(c)
        .await)
}

/// Keeps the rows as they are now; gives how many there are.
pub async fn capture(
    tx: &mut Tx,
    organization_id: OrganizationId,
    payee_file_id: PayeeFileId,
    id: DecisionId,
    rows: Rows<'_>,
) -> Result<u64> {
    match rows {
        Rows::These(ids) => {
            let mut count = 0;
            for payee_id in ids {
                count += execute!(&mut *tx, CAPTURE_ONE, organization_id, payee_file_id, id, payee_id)?;
            }
            Ok(count)
        }
        Rows::Named(name_key) => execute!(tx, CAPTURE_NAMED, organization_id, payee_file_id, id, name_key),
        Rows::Matching(matching) => execute!(
            tx,
            CAPTURE_MATCHING,
            organization_id,
            payee_file_id,
            matching.text_pattern(),
            matching.key_pattern(),
            matching.payee_type,
            matching.decision,
            matching.in_review,
            matching.decided_by,
            id,
        ),
    }
}

/// How many rows match, and of how many a person settled before what would now change.
pub async fn count_matching(
    source: impl Source,
    organization_id: OrganizationId,
    payee_file_id: PayeeFileId,
    matching: &Matching<'_>,
    type_change: TypeChange,
    supplier_change: SupplierChange,
) -> Result<(i64, i64)> {
    let (type_verb, payee_type) = type_change.parameters();
    let (supplier_verb, supplier_id) = supplier_change.parameters();
    on!(source, |c| sqlx::query_as(COUNT_MATCHING)
        .bind(organization_id)
        .bind(payee_file_id)
        .bind(matching.text_pattern())
        .bind(matching.key_pattern())
        .bind(matching.payee_type)
        .bind(matching.decision)
        .bind(matching.in_review)
        .bind(matching.decided_by)
        .bind(type_verb)
        .bind(payee_type)
        .bind(supplier_verb)
        .bind(supplier_id)
        .fetch_one(c)
        .await)
}

/// The first of the captured rows in the order of the file, and its name.
pub async fn first(source: impl Source, id: DecisionId) -> Result<Option<(PayeeId, String)>> {
    on!(source, |c| sqlx::query_as(FIRST).bind(id).fetch_optional(c).await)
}

/// Settles the captured rows.
pub async fn apply(
    tx: &mut Tx,
    id: DecisionId,
    type_change: TypeChange,
    supplier_change: SupplierChange,
) -> Result<u64> {
    let (type_verb, payee_type) = type_change.parameters();
    let (supplier_verb, supplier_id) = supplier_change.parameters();
    execute!(tx, APPLY, id, type_verb, payee_type, supplier_verb, supplier_id)
}

/// Closes the review items of the captured rows that are no longer in doubt, and drops the settled reasons of the
/// others.
pub async fn settle_reviews(tx: &mut Tx, id: DecisionId, now: DateTime<Utc>, changed_by: &str) -> Result<u64> {
    execute!(tx, SETTLE_REVIEWS, id, now, changed_by)
}

/// By how much the decision moved the file's counters, as far as no newer one has changed its rows.
pub async fn delta(source: impl Source, id: DecisionId) -> Result<PayeeCounts> {
    on!(source, |c| sqlx::query_as(DELTA).bind(id).fetch_one(c).await)
}

/// The first of the settled rows before and after.
pub async fn change(source: impl Source, id: DecisionId) -> Result<Option<Change>> {
    on!(source, |c| sqlx::query_as(CHANGE).bind(id).fetch_optional(c).await)
}

/// Takes a decision back: its rows are as they were, save those that a newer decision has changed. Gives how many
/// rows are again as they were.
pub async fn restore(tx: &mut Tx, id: DecisionId, changed_by: &str) -> Result<u64> {
    execute!(&mut *tx, SPLICE, id)?;
    execute!(&mut *tx, RESTORE_REVIEWS, id, changed_by)?;
    execute!(tx, RESTORE, id)
}

/// Marks a decision as taken back. False if it was before.
pub async fn mark_undone(
    tx: &mut Tx,
    organization_id: OrganizationId,
    id: DecisionId,
    now: DateTime<Utc>,
) -> Result<bool> {
    Ok(execute!(tx, MARK_UNDONE, organization_id, id, now)? == 1)
}
