//! Events: the audit trail. Append-only: there is no update and no delete.
//!
//! The columns `seq`, `prev_hash` and `hash` are for the hash chain and stay empty until it is made.

use chrono::{DateTime, Utc};
use contract::{EventFilter, EventId, FieldChange, OrganizationId, Severity};
use sqlx::{FromRow, QueryBuilder};
use uuid::Uuid;

use crate::{
    Json, Result, Source, Tx,
    dialect::{contains_pattern, rows_per_insert},
    on,
    statements::statements,
};

/// An entry of the audit trail.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct EventRow {
    /// The event; sorts by time.
    pub id: EventId,
    /// Whose it is; absent for what belongs to none, such as a sign-in under an unknown address.
    pub organization_id: Option<OrganizationId>,
    /// `entity.verb`.
    pub kind: String,
    /// Weight.
    pub severity: Severity,
    /// What kind of thing changed.
    pub entity: String,
    /// Which one.
    pub entity_id: String,
    /// Its name at that time.
    pub entity_name: String,
    /// `user`, `api_key` or `system`.
    pub actor_kind: String,
    /// The person or the key.
    pub actor_id: Option<Uuid>,
    /// Who, in words.
    pub actor_name: String,
    /// From which address.
    pub ip: Option<String>,
    /// With which program.
    pub user_agent: Option<String>,
    /// Ties it to the log.
    pub request_id: Option<String>,
    /// What changed, field by field.
    pub changes: Json<Vec<FieldChange>>,
    /// When.
    pub occurred_at: DateTime<Utc>,
}

macro_rules! columns {
    () => {
        "id, organization_id, kind, severity, entity, entity_id, entity_name, actor_kind, actor_id, actor_name, ip, \
         user_agent, request_id, changes, occurred_at"
    };
}

/// Columns of one row in an insert.
const COLUMN_COUNT: usize = 15;

statements! {
    GET = concat!("SELECT ", columns!(), " FROM events WHERE organization_id = $1 AND id = $2");
    LIST_UNOWNED = concat!(
        "SELECT ", columns!(), " FROM events WHERE organization_id IS NULL ORDER BY id DESC LIMIT CAST($1 AS BIGINT)"
    );
    LIST_OF_REQUEST = concat!(
        "SELECT ", columns!(), " FROM events WHERE organization_id = $1 AND id >= $2 AND request_id = $3 ORDER BY id"
    );
    COUNT = "SELECT COUNT(*) FROM events WHERE organization_id = $1 AND kind = $2";
}

/// Appends events, however many.
pub async fn insert_many(tx: &mut Tx, rows: &[EventRow]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    on!(tx, |c, D| {
        for chunk in rows.chunks(rows_per_insert::<D>(COLUMN_COUNT)) {
            let mut insert = QueryBuilder::<D>::new(concat!("INSERT INTO events (", columns!(), ") "));
            insert.push_values(chunk, |mut values, row| {
                values
                    .push_bind(row.id)
                    .push_bind(row.organization_id)
                    .push_bind(&row.kind)
                    .push_bind(row.severity)
                    .push_bind(&row.entity)
                    .push_bind(&row.entity_id)
                    .push_bind(&row.entity_name)
                    .push_bind(&row.actor_kind)
                    .push_bind(row.actor_id)
                    .push_bind(&row.actor_name)
                    .push_bind(&row.ip)
                    .push_bind(&row.user_agent)
                    .push_bind(&row.request_id)
                    .push_bind(&row.changes)
                    .push_bind(row.occurred_at);
            });
            insert.build().execute(&mut *c).await?;
        }
        Ok(())
    })
}

/// One by its id.
pub async fn get(on: impl Source, organization_id: OrganizationId, id: EventId) -> Result<Option<EventRow>> {
    on!(on, |c| sqlx::query_as(GET)
        .bind(organization_id)
        .bind(id)
        .fetch_optional(c)
        .await)
}

/// Lower than each id that is given out from a time on: they are UUIDs of version 7 (RFC 9562), which begin with the
/// milliseconds since 1970.
fn earliest_at(time: DateTime<Utc>) -> EventId {
    const BITS_AFTER_TIME: u32 = 80;
    let millis = u128::try_from(time.timestamp_millis()).unwrap_or_default();
    EventId(Uuid::from_u128(millis << BITS_AFTER_TIME))
}

/// What a request changed since some time, oldest first.
pub async fn list_of_request(
    on: impl Source,
    organization_id: OrganizationId,
    request_id: &str,
    since: DateTime<Utc>,
) -> Result<Vec<EventRow>> {
    on!(on, |c| sqlx::query_as(LIST_OF_REQUEST)
        .bind(organization_id)
        .bind(earliest_at(since))
        .bind(request_id)
        .fetch_all(c)
        .await)
}

/// How many events of one kind an organization has.
pub async fn count(on: impl Source, organization_id: OrganizationId, kind: &str) -> Result<i64> {
    on!(on, |c| sqlx::query_scalar(COUNT)
        .bind(organization_id)
        .bind(kind)
        .fetch_one(c)
        .await)
}

/// The newest `limit` events that belong to no organization.
pub async fn list_unowned(on: impl Source, limit: u32) -> Result<Vec<EventRow>> {
    on!(on, |c| sqlx::query_as(LIST_UNOWNED)
        .bind(i64::from(limit))
        .fetch_all(c)
        .await)
}

/// The newest `limit` events that match and are older than `before`; the filter's own cursor and limit are not read.
pub async fn list(
    on: impl Source,
    organization_id: OrganizationId,
    filter: &EventFilter,
    before: Option<EventId>,
    limit: u32,
) -> Result<Vec<EventRow>> {
    on!(on, |c, D| {
        let mut query = QueryBuilder::<D>::new(concat!("SELECT ", columns!(), " FROM events WHERE organization_id = "));
        query.push_bind(organization_id);
        if let Some(before) = before {
            query.push(" AND id < ").push_bind(before);
        }
        if let Some(entity) = &filter.entity {
            query.push(" AND entity = ").push_bind(entity);
        }
        if let Some(entity_id) = &filter.entity_id {
            query.push(" AND entity_id = ").push_bind(entity_id);
        }
        if let Some(kind) = &filter.kind {
            query.push(" AND kind = ").push_bind(kind);
        }
        if let Some(severity) = filter.severity {
            query.push(" AND severity = ").push_bind(severity);
        }
        if let Some(from) = filter.from {
            query.push(" AND occurred_at >= ").push_bind(from);
        }
        if let Some(to) = filter.to {
            query.push(" AND occurred_at <= ").push_bind(to);
        }
        if let Some(q) = &filter.q {
            let pattern = contains_pattern(&q.to_lowercase());
            query
                .push(" AND (LOWER(entity_name) LIKE ")
                .push_bind(pattern.clone())
                .push(r" ESCAPE '\' OR LOWER(actor_name) LIKE ")
                .push_bind(pattern)
                .push(r" ESCAPE '\')");
        }
        query
            .push(" ORDER BY id DESC LIMIT CAST(")
            .push_bind(i64::from(limit))
            .push(" AS BIGINT)");
        query.build_query_as().fetch_all(c).await
    })
}
