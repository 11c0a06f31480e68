//! Doubts to be settled by a person.
//!
//! An item is leased for some minutes to whoever gets it, so that two people never work the same one; a lease that
//! has run out is free. A lease is no change: only what a person does raises the version.

use chrono::{DateTime, Utc};
use contract::{Blocker, OrganizationId, PayeeFileId, PayeeId, ReviewItemId, ReviewStatus, UserId};
use sqlx::FromRow;

use crate::{
    Result, Source, Tx,
    dialect::{Dialect, rows_per_insert},
    execute, on,
    statements::statements,
};

/// An item.
#[derive(Clone, Debug, PartialEq, FromRow)]
#[expect(missing_docs, reason = "the columns are named as in the contract")]
pub struct ReviewItemRow {
    pub id: ReviewItemId,
    pub payee_file_id: PayeeFileId,
    pub payee_id: PayeeId,
    #[sqlx(flatten)]
    pub blockers: Blockers,
    pub priority: f64,
    pub status: ReviewStatus,
    pub note: String,
    pub leased_by: Option<UserId>,
    pub leased_until: Option<DateTime<Utc>>,
    pub changed_by: String,
    pub row_version: i64,
    pub created_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
}

/// Why an item is in the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "any of them may hold, each is a column")]
pub struct Blockers {
    /// The name does not tell what the payee is.
    pub type_unclear: bool,
    /// Two or more suppliers fit nearly equally well.
    pub supplier_ambiguous: bool,
    /// One supplier fits, but not well enough.
    pub supplier_unsure: bool,
    /// A person asked for a second look.
    pub escalated: bool,
}

impl Blockers {
    /// Those that hold, in the order of the contract.
    pub fn list(self) -> Vec<Blocker> {
        Blocker::ALL
            .iter()
            .copied()
            .filter(|blocker| match blocker {
                Blocker::TypeUnclear => self.type_unclear,
                Blocker::SupplierAmbiguous => self.supplier_ambiguous,
                Blocker::SupplierUnsure => self.supplier_unsure,
                Blocker::Escalated => self.escalated,
            })
            .collect()
    }

    /// Whether any holds.
    pub fn any(self) -> bool {
        self != Self::default()
    }
}

/// An item to be stored; it is open and belongs to nobody.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the columns are named as in the contract")]
pub struct NewReviewItem {
    pub id: ReviewItemId,
    pub payee_id: PayeeId,
    pub blockers: Blockers,
    pub priority: f64,
}

/// Which part of the queue.
#[derive(Clone, Copy, Debug)]
pub struct Queue {
    /// Open or postponed.
    pub status: ReviewStatus,
    /// Only this file.
    pub payee_file_id: Option<PayeeFileId>,
    /// Only with this blocker.
    pub blocker: Option<Blocker>,
    /// With the escalated ones.
    pub with_escalated: bool,
}

macro_rules! columns {
    () => {
        "id, payee_file_id, payee_id, type_unclear, supplier_ambiguous, supplier_unsure, escalated, priority, status, \
         note, leased_by, leased_until, changed_by, row_version, created_at, decided_at"
    };
}

/// Adds the conditions of a [`Queue`] to a query that has named its organization. The blockers' columns are named as
/// the blockers.
macro_rules! push_queue {
    ($query:ident, $queue:expr) => {
        $query.push(" AND status = ").push_bind($queue.status);
        if let Some(payee_file_id) = $queue.payee_file_id {
            $query.push(" AND payee_file_id = ").push_bind(payee_file_id);
        }
        if let Some(blocker) = $queue.blocker {
            $query.push(" AND ").push(blocker.as_str());
        }
        if !$queue.with_escalated {
            $query.push(" AND NOT escalated");
        }
    };
}

statements! {
    GET = concat!("SELECT ", columns!(), " FROM review_items WHERE organization_id = $1 AND id = $2");
    LEASE_IF_FREE = "UPDATE review_items SET leased_by = $3, leased_until = $4 \
        WHERE organization_id = $1 AND id = $2 AND status <> 'decided' \
        AND (leased_until IS NULL OR leased_until <= $5 OR leased_by = $3)";
    LEASE_AS_READ = "UPDATE review_items SET leased_by = $3, leased_until = $4 \
        WHERE organization_id = $1 AND id = $2 AND row_version = $6 \
        AND (leased_until IS NULL OR leased_until <= $5 OR leased_by = $3)";
    RELEASE = "UPDATE review_items SET leased_by = NULL, leased_until = NULL \
        WHERE organization_id = $1 AND id = $2 AND leased_by = $3";
    OLDEST = "SELECT MIN(created_at) FROM review_items WHERE organization_id = $1 AND status = 'open'";
    CHANGE = "UPDATE review_items SET status = $3, escalated = $4, note = $5, changed_by = $6, \
        leased_by = NULL, leased_until = NULL, row_version = row_version + 1 \
        WHERE organization_id = $1 AND id = $2";
}

/// Columns of an inserted item.
const COLUMNS: usize = 14;

/// Stores items of one file.
pub async fn insert_all(
    tx: &mut Tx,
    organization_id: OrganizationId,
    payee_file_id: PayeeFileId,
    items: &[NewReviewItem],
    now: DateTime<Utc>,
) -> Result<()> {
    on!(tx, |c, D| async {
        for chunk in items.chunks(rows_per_insert::<D>(COLUMNS)) {
            let mut query = sqlx::QueryBuilder::<D>::new(
                "INSERT INTO review_items (id, organization_id, payee_file_id, payee_id, type_unclear, \
                 supplier_ambiguous, supplier_unsure, escalated, priority, status, note, changed_by, row_version, \
                 created_at) ",
            );
            query.push_values(chunk, |mut values, item| {
                values
                    .push_bind(item.id)
                    .push_bind(organization_id)
                    .push_bind(payee_file_id)
                    .push_bind(item.payee_id)
                    .push_bind(item.blockers.type_unclear)
                    .push_bind(item.blockers.supplier_ambiguous)
                    .push_bind(item.blockers.supplier_unsure)
                    .push_bind(item.blockers.escalated)
                    .push_bind(item.priority)
                    .push_bind(ReviewStatus::Open)
                    .push_bind("")
                    .push_bind("")
                    .push_bind(1_i64)
                    .push_bind(now);
            });
            query.build().execute(&mut *c).await?;
        }
        Ok::<(), sqlx::Error>(())
    }
    .await)
}

/// One item.
pub async fn get(
    source: impl Source,
    organization_id: OrganizationId,
    id: ReviewItemId,
) -> Result<Option<ReviewItemRow>> {
    on!(source, |c| sqlx::query_as(GET)
        .bind(organization_id)
        .bind(id)
        .fetch_optional(c)
        .await)
}

/// Items of one person that are looked at; nobody works on as many at once.
const MOST_HELD: i64 = 200;

/// At most `limit` items leased to this person: those that were his first, then free ones, the most urgent first. And the ids of
/// all that are his now.
pub async fn lease_next(
    tx: &mut Tx,
    organization_id: OrganizationId,
    queue: &Queue,
    person: UserId,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<(Vec<ReviewItemRow>, Vec<ReviewItemId>)> {
    let mut own = own(tx, organization_id, queue, person, now, MOST_HELD).await?;
    let others = own.split_off(own.len().min(usize::try_from(limit).unwrap_or_default()));
    let mut items = leased(tx, organization_id, own, person, now, until).await?;
    let missing = limit.saturating_sub_unsigned(items.len() as u64);
    if missing > 0 {
        let free = free(tx, organization_id, queue, now, missing).await?;
        items.extend(leased(tx, organization_id, free, person, now, until).await?);
    }
    let held = items.iter().chain(&others).map(|item| item.id).collect();
    Ok((items, held))
}

/// Those of the items that this person has now: what was read without a lock may be settled or put off, or somebody else's, by
/// then.
async fn leased(
    tx: &mut Tx,
    organization_id: OrganizationId,
    items: Vec<ReviewItemRow>,
    person: UserId,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<ReviewItemRow>> {
    let mut leased = Vec::with_capacity(items.len());
    for item in items {
        let (id, version) = (item.id, item.row_version);
        let written = execute!(
            &mut *tx,
            LEASE_AS_READ,
            organization_id,
            id,
            person,
            until,
            now,
            version
        )?;
        if written == 1 {
            leased.push(ReviewItemRow {
                leased_by: Some(person),
                leased_until: Some(until),
                ..item
            });
        }
    }
    Ok(leased)
}

/// Items that are this person's already.
async fn own(
    tx: &mut Tx,
    organization_id: OrganizationId,
    queue: &Queue,
    person: UserId,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<ReviewItemRow>> {
    on!(tx, |c, D| {
        let mut query = sqlx::QueryBuilder::<D>::new(concat!(
            "SELECT ",
            columns!(),
            " FROM review_items WHERE organization_id = "
        ));
        query.push_bind(organization_id);
        push_queue!(query, queue);
        query
            .push(" AND leased_by = ")
            .push_bind(person)
            .push(" AND leased_until > ")
            .push_bind(now);
        query
            .push(" ORDER BY priority DESC, id LIMIT CAST(")
            .push_bind(limit)
            .push(" AS BIGINT)");
        query.build_query_as::<ReviewItemRow>().fetch_all(c).await
    })
}

/// Free items that no other change is about to lease.
async fn free(
    tx: &mut Tx,
    organization_id: OrganizationId,
    queue: &Queue,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<ReviewItemRow>> {
    on!(tx, |c, D| {
        let mut query = sqlx::QueryBuilder::<D>::new(concat!(
            "SELECT ",
            columns!(),
            " FROM review_items WHERE organization_id = "
        ));
        query.push_bind(organization_id);
        push_queue!(query, queue);
        query
            .push(" AND (leased_until IS NULL OR leased_until <= ")
            .push_bind(now);
        query
            .push(") ORDER BY priority DESC, id LIMIT CAST(")
            .push_bind(limit)
            .push(" AS BIGINT)")
            .push(<D as Dialect>::SKIP_LOCKED);
        query.build_query_as::<ReviewItemRow>().fetch_all(c).await
    })
}

/// Leases one item to this person unless it is settled or somebody else has it. Whether he has it now.
pub async fn lease_if_free(
    tx: &mut Tx,
    organization_id: OrganizationId,
    id: ReviewItemId,
    person: UserId,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool> {
    Ok(execute!(tx, LEASE_IF_FREE, organization_id, id, person, until, now)? == 1)
}

/// Gives a lease back, if this person has it.
pub async fn release(tx: &mut Tx, organization_id: OrganizationId, id: ReviewItemId, person: UserId) -> Result<()> {
    execute!(tx, RELEASE, organization_id, id, person)?;
    Ok(())
}

/// Postpones or escalates an item, and frees it.
pub async fn change(
    tx: &mut Tx,
    organization_id: OrganizationId,
    id: ReviewItemId,
    status: ReviewStatus,
    escalated: bool,
    note: &str,
    changed_by: &str,
) -> Result<()> {
    execute!(tx, CHANGE, organization_id, id, status, escalated, note, changed_by)?;
    Ok(())
}

/// How many items there are.
pub async fn count(source: impl Source, organization_id: OrganizationId, queue: &Queue) -> Result<i64> {
    on!(source, |c, D| {
        let mut query = sqlx::QueryBuilder::<D>::new("SELECT COUNT(*) FROM review_items WHERE organization_id = ");
        query.push_bind(organization_id);
        push_queue!(query, queue);
        query.build_query_scalar().fetch_one(c).await
    })
}

/// When the oldest open item came in.
pub async fn oldest_open(source: impl Source, organization_id: OrganizationId) -> Result<Option<DateTime<Utc>>> {
    on!(source, |c| sqlx::query_scalar(OLDEST)
        .bind(organization_id)
        .fetch_one(c)
        .await)
}
