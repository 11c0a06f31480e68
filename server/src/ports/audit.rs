//! The audit trail.

use app::ports::{Answer, AuditPort};
use async_trait::async_trait;
use contract::{Actor, Event, EventFilter, Page};

use super::Adapter;
use crate::problem::told;

#[async_trait]
impl AuditPort for Adapter {
    async fn list(&self, actor: &Actor, filter: EventFilter) -> Answer<Page<Event>> {
        self.0.audit.list(actor, filter).await.map_err(told)
    }
}
