//! The audit trail: reading it, and recording refusals.

use contract::{Actor, Event, EventFilter, EventId, PAGE_SIZE, Page, Permission, Severity};
use store::{
    cursor,
    tables::event::{self, EventRow},
};

use crate::{
    Authorize, Env, Error, Result,
    events::{self, Changes, NewEvent},
};

/// Rows that a page may have at most.
const MAX_LIMIT: u32 = 200;

/// The organization's audit trail.
#[derive(Clone, Debug)]
pub struct Audit {
    env: Env,
}

impl Audit {
    /// Over an environment.
    pub fn new(env: Env) -> Self {
        Self { env }
    }

    /// One page of events, newest first. With entity and entity id it is the timeline of one thing.
    pub async fn list(&self, actor: &Actor, filter: EventFilter) -> Result<Page<Event>> {
        actor.require(Permission::ReadAudit)?;
        let limit = filter.limit.unwrap_or(PAGE_SIZE).clamp(1, MAX_LIMIT);
        let before = filter.cursor.as_deref().map(cursor::decode::<EventId>).transpose()?;
        let rows = event::list(&self.env.db, actor.organization_id, &filter, before, limit + 1).await?;
        let (rows, next_cursor) = cursor::page(rows, limit, |row| row.id);
        Ok(Page {
            items: rows.into_iter().map(dto).collect(),
            next_cursor,
            total: None,
        })
    }

    /// The newest 50 events that belong to no organization, such as sign-ins under unknown addresses.
    pub async fn list_unowned(&self, actor: &Actor) -> Result<Vec<Event>> {
        actor.require(Permission::ManageOrganizations)?;
        let rows = event::list_unowned(&self.env.db, PAGE_SIZE).await?;
        Ok(rows.into_iter().map(dto).collect())
    }

    /// One event.
    pub async fn get(&self, actor: &Actor, id: EventId) -> Result<Event> {
        actor.require(Permission::ReadAudit)?;
        let row = event::get(&self.env.db, actor.organization_id, id).await?;
        row.map(dto).ok_or(Error::NotFound("event"))
    }

    /// Records that an actor took a list out as a file: which list, and the query that chose its rows. The transport calls it
    /// before the first row leaves; the use case of the list has authorized.
    pub async fn record_download(&self, actor: &Actor, list: &str, query: &str) -> Result<()> {
        let mut tx = self.env.db.begin().await?;
        let event = NewEvent::new("list.downloaded", list, list).changes(Changes::new().text("query", "", query));
        events::record(&mut tx, &self.env, actor, event).await?;
        Ok(tx.commit().await?)
    }

    /// Records that an actor was refused for the lack of a permission. The transport calls it where a refusal leaves the
    /// server, whatever use case refused.
    pub async fn record_refusal(&self, actor: &Actor, missing: Permission) -> Result<()> {
        let mut tx = self.env.db.begin().await?;
        let event = NewEvent::new("permission.refused", missing, missing.as_str()).severity(Severity::Warning);
        events::record(&mut tx, &self.env, actor, event).await?;
        Ok(tx.commit().await?)
    }
}

fn dto(row: EventRow) -> Event {
    Event {
        id: row.id,
        kind: row.kind,
        severity: row.severity,
        entity: row.entity,
        entity_id: row.entity_id,
        entity_name: row.entity_name,
        actor: row.actor_name,
        actor_kind: row.actor_kind,
        ip: row.ip,
        user_agent: row.user_agent,
        request_id: row.request_id,
        changes: row.changes.0,
        occurred_at: row.occurred_at,
    }
}

#[cfg(test)]
mod tests;
