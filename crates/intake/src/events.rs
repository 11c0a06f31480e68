//! Recording events: every change to a business entity is one, written in the transaction of the change.

use contract::{Actor, FieldChange, OrganizationId, Principal, Severity};
use serde_json::Value;
use store::{
    Json, Tx,
    tables::event::{self, EventRow},
};
use uuid::Uuid;

use crate::{Env, Result};

/// An event about to be recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEvent {
    kind: &'static str,
    severity: Severity,
    entity_id: String,
    entity_name: String,
    changes: Vec<FieldChange>,
}

impl NewEvent {
    /// An event of `kind`, `entity.verb` such as `supplier.updated`, about the entity of this id and name.
    pub fn new(kind: &'static str, entity_id: impl ToString, entity_name: impl Into<String>) -> Self {
        Self {
            kind,
            severity: Severity::Info,
            entity_id: entity_id.to_string(),
            entity_name: entity_name.into(),
            changes: Vec::new(),
        }
    }

    /// Gives it another weight than `info`.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Says what changed.
    #[must_use]
    pub fn changes(mut self, changes: Changes) -> Self {
        self.changes = changes.0;
        self
    }
}

/// The fields that changed, before and after. Equal values are left out, and an empty text counts as nothing (null).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes(Vec<FieldChange>);

impl Changes {
    /// No changes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Compares a text.
    #[must_use]
    pub fn text(self, field: &str, before: &str, after: &str) -> Self {
        if before == after {
            return self;
        }
        let value = |text: &str| {
            if text.is_empty() {
                Value::Null
            } else {
                Value::from(text)
            }
        };
        self.value(field, value(before), value(after))
    }

    /// Compares anything else.
    #[must_use]
    pub fn value(mut self, field: &str, before: impl Into<Value>, after: impl Into<Value>) -> Self {
        let (before, after) = (before.into(), after.into());
        if before != after {
            self.0.push(FieldChange {
                field: field.to_owned(),
                before,
                after,
            });
        }
        self
    }

    /// Field by field, in the order of comparing.
    pub(crate) fn into_fields(self) -> Vec<FieldChange> {
        self.0
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Records one event of the actor's organization within the caller's change.
pub async fn record(tx: &mut Tx, env: &Env, actor: &Actor, event: NewEvent) -> Result<()> {
    record_many(tx, env, actor, vec![event]).await
}

/// Records events in order, however many, within the caller's change.
pub async fn record_many(tx: &mut Tx, env: &Env, actor: &Actor, events: Vec<NewEvent>) -> Result<()> {
    let rows: Vec<EventRow> = events
        .into_iter()
        .map(|event| row(env, actor, Some(actor.organization_id), event))
        .collect();
    Ok(event::insert_many(tx, &rows).await?)
}

/// Records an event that belongs to no organization, such as a sign-in under an unknown address. The actor's
/// organization is not read.
pub(crate) async fn record_unowned(tx: &mut Tx, env: &Env, actor: &Actor, event: NewEvent) -> Result<()> {
    Ok(event::insert_many(tx, &[row(env, actor, None, event)]).await?)
}

fn row(env: &Env, actor: &Actor, organization_id: Option<OrganizationId>, event: NewEvent) -> EventRow {
    let (actor_kind, actor_id): (_, Option<Uuid>) = match &actor.principal {
        Principal::User { user_id, .. } => ("user", Some(user_id.0)),
        Principal::ApiKey { api_key_id, .. } => ("api_key", Some(api_key_id.0)),
        Principal::System { .. } => ("system", None),
    };
    let entity = event.kind.split_once('.').map_or(event.kind, |(entity, _)| entity);
    EventRow {
        id: env.ids.next(),
        organization_id,
        kind: event.kind.to_owned(),
        severity: event.severity,
        entity: entity.to_owned(),
        entity_id: event.entity_id,
        entity_name: event.entity_name,
        actor_kind: actor_kind.to_owned(),
        actor_id,
        actor_name: actor.display_name().to_owned(),
        ip: actor.origin.ip.clone(),
        user_agent: actor.origin.user_agent.clone(),
        request_id: actor.origin.request_id.clone(),
        changes: Json(event.changes),
        occurred_at: env.now(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_a_change() {
        let changes = Changes::new()
            .text("name", "Acme", "Acme Ltd")
            .text("city", "Bern", "Bern")
            .text("tax_id", "", "12-3456789")
            .value("amount", 1, 1)
            .value("aliases", vec!["A"], vec!["A", "B"]);
        let json = serde_json::to_value(&changes.0).expect("changes are JSON");
        assert_eq!(
            json,
            serde_json::json!([
                {"field": "name", "before": "Acme", "after": "Acme Ltd"},
                {"field": "tax_id", "before": null, "after": "12-3456789"},
                {"field": "aliases", "before": ["A"], "after": ["A", "B"]},
            ])
        );
    }
}
