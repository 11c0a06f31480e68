//! `list_events`.

use contract::{Event, EventFilter, Page};
use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::error::UiError;

/// One page of the audit trail, newest first.
#[server(input = GetUrl)]
pub async fn list_events(#[server(default)] filter: EventFilter) -> Result<Page<Event>, UiError> {
    use crate::context::context;

    let (ports, actor) = context()?;
    ports.audit.list(&actor, filter).await.map_err(UiError::refused)
}
