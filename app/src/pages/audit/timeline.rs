//! What happened to one thing, newest first.

use contract::{Event, EventFilter, Page, Permission};
use leptos::prelude::*;

use super::event::{Changes, words};
use crate::{
    layout::use_viewer,
    serverfns::audit::list_events,
    ui::{Load, Loading, Moment},
};

/// How many events a timeline shows.
const LENGTH: u32 = 30;

/// Reads the history of a thing; nobody may read it who may not read the audit trail, and then it is empty: show it only to those
/// who may. `id` follows the page's address.
pub fn timeline_of(
    entity: &'static str,
    id: impl Fn() -> Option<String> + Send + Sync + 'static,
) -> Loading<Page<Event>> {
    let viewer = use_viewer();
    Loading::new(id, move |id| async move {
        let may_read = viewer.await.is_ok_and(|viewer| viewer.may(Permission::ReadAudit));
        let Some(id) = id.filter(|_| may_read) else {
            return Ok(Page::empty());
        };
        let filter = EventFilter {
            entity: Some(entity.to_owned()),
            entity_id: Some(id),
            limit: Some(LENGTH),
            ..EventFilter::default()
        };
        list_events(filter).await
    })
}

/// The history of a thing.
#[component]
pub fn Timeline(
    /// See [`timeline_of`].
    events: Loading<Page<Event>>,
    /// What to say when there is none.
    empty: &'static str,
) -> impl IntoView {
    view! {
        <Load from=events rows=4 let:page>
            <Events events=page.items empty />
        </Load>
    }
}

#[component]
fn Events(
    /// Newest first.
    events: Vec<Event>,
    /// What to say when there is none.
    empty: &'static str,
) -> impl IntoView {
    if events.is_empty() {
        return view! { <p class="text-muted">{empty}</p> }.into_any();
    }
    let items: Vec<_> = events
        .into_iter()
        .map(|event| {
            view! {
                <li>
                    <strong>{words(&event.kind)}</strong>
                    " by "
                    {event.actor}
                    <div class="text-muted">
                        <Moment at=event.occurred_at />
                    </div>
                    {(!event.changes.is_empty()).then(|| view! { <Changes changes=event.changes /> })}
                </li>
            }
        })
        .collect();
    view! { <ol class="timeline">{items}</ol> }.into_any()
}
