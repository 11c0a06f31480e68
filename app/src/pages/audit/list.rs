//! The list of events: filters in the address, the chosen event beside the list.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use contract::{Event, EventFilter, EventId, PAGE_SIZE, Page, Severity};
use leptos::{ev, prelude::*};
use maud::{Markup, html};

use super::event::{EventCard, words};
use crate::{
    serverfns::audit::list_events,
    tables::CsvLink,
    text::audit as text,
    ui::{
        Chip, Column, EmptyState, Here, IconName, LinkButton, ListCount, Load, Look, Moment, PageHeader, Pager, Status,
        Table,
        chips::filter_chips,
        following::{FollowingText, handler},
        load::Loading,
        search::search_on_submit,
        status, use_here,
    },
};

const SEVERITIES: [Chip; 5] = [
    Chip::new(None, "All"),
    Chip::new(Some(Severity::Info.as_str()), "Info"),
    Chip::new(Some(Severity::Warning.as_str()), "Warning"),
    Chip::new(Some(Severity::Error.as_str()), "Error"),
    Chip::new(Some(Severity::Critical.as_str()), "Critical"),
];

/// The kinds of things that events are about.
const ENTITIES: [&str; 11] = [
    "supplier",
    "supplier_import",
    "payee_file",
    "payee",
    "review",
    "user",
    "session",
    "organization",
    "location",
    "commodity",
    "api_key",
];

/// The page.
#[component]
pub fn AuditPage() -> impl IntoView {
    let here = use_here();
    let events = Loading::new(move || filter_of(&here.read()), list_events);
    let search = search_on_submit(|| "/audit".to_owned());
    view! {
        <div class="page">
            <PageHeader title=text::TITLE note=text::NOTE />
            <div class="toolbar">
                <FollowingText class="filters" text=move || here.with(filters) handlers=vec![handler(ev::submit, search)] />
                {move || view! { <CsvLink here=here.get() /> }}
            </div>
            <Load from=events rows=12 let:page>
                {move || view! { <Events page=page.clone() here=here.get() /> }}
            </Load>
        </div>
    }
}

/// Reads the filter from the address; the chosen event is no part of it.
pub fn filter_of(here: &Here) -> EventFilter {
    EventFilter {
        entity: here.param("entity"),
        entity_id: here.param("entity_id"),
        kind: here.param("kind"),
        q: here.param("q"),
        severity: here.param("severity"),
        from: day_of(here, "from").map(start_of),
        to: day_of(here, "to")
            .and_then(|day| day.checked_add_days(Days::new(1)))
            .map(start_of),
        cursor: here.param("cursor"),
        limit: Some(PAGE_SIZE),
    }
}

fn day_of(here: &Here, name: &str) -> Option<NaiveDate> {
    contract::day(&here.param::<String>(name)?)
}

fn start_of(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// Writes search and filter chips.
fn filters(here: &Here) -> Markup {
    let text_of = |name: &str| here.param::<String>(name).unwrap_or_default();
    let (entity, severity) = (text_of("entity"), text_of("severity"));
    html! {
        form class="toolbar grow" role="search" method="get" action="/audit" {
            div class="search" {
                (IconName::Search)
                input class="input" type="search" name="q" aria-label="Search events" placeholder=(text::SEARCH_HINT)
                    value=(text_of("q")) data-search;
            }
            select class="input w-auto" name="entity" aria-label="About" {
                option value="" selected[entity.is_empty()] { "Everything" }
                @for known in ENTITIES { option value=(known) selected[entity == known] { (words(known)) } }
            }
            @for (name, label, hint) in [("from", "From", "From day"), ("to", "To", "To day")] {
                label class="inline-field" {
                    (label) " "
                    input class="input w-auto" type="date" name=(name) aria-label=(hint) value=(text_of(name));
                }
            }
            button type="submit" class=(Look::Secondary.class()) { "Search" }
            @if !severity.is_empty() { input type="hidden" name="severity" value=(severity); }
        }
        (filter_chips("Weight", "severity", here, &SEVERITIES))
    }
}

#[component]
fn Events(
    /// What matches.
    page: Page<Event>,
    /// The current address.
    here: Here,
) -> impl IntoView {
    if page.items.is_empty() {
        return view! {
            <EmptyState icon=IconName::History title=text::EMPTY_TITLE detail=text::EMPTY_DETAIL>
                <LinkButton href="/audit">"Show all events"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let chosen: Option<EventId> = here.param("event");
    let card = chosen
        .and_then(|id| page.items.iter().find(|event| event.id == id))
        .cloned();
    let layout = if card.is_some() {
        "columns columns-wide columns-chosen"
    } else {
        "stack"
    };
    let shown = page.items.len();
    let rows: Vec<_> = page.items.into_iter().map(|event| row(event, chosen, &here)).collect();
    let columns = vec![
        Column::text("When"),
        Column::text("Event"),
        Column::text("About"),
        Column::text("Who"),
        Column::text("Address"),
        Column::text("Weight"),
    ];
    view! {
        <div class=layout>
            <div class="stack">
                <ListCount total=page.total shown one="event" many="events" />
                <Table caption=text::TITLE columns>
                    {rows}
                </Table>
                <Pager here shown total=page.total next_cursor=page.next_cursor />
            </div>
            {card.map(|event| view! { <EventCard event /> })}
        </div>
    }
    .into_any()
}

fn row(event: Event, chosen: Option<EventId>, here: &Here) -> impl IntoView + use<> {
    let href = here.beside("event", Some(&event.id.to_string()));
    view! {
        <tr aria-current=(chosen == Some(event.id)).then_some("true")>
            <td>
                <Moment at=event.occurred_at />
            </td>
            <td>
                <a data-row href=href>
                    {words(&event.kind)}
                </a>
            </td>
            <td class="clip">
                <bdi>{event.entity_name}</bdi>
            </td>
            <td class="clip">{event.actor}</td>
            <td class="mono">{event.ip.unwrap_or_default()}</td>
            <td>
                <Status mark=status::severity(event.severity) />
            </td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_is_part_of_the_range() {
        let query = [("from", "2026-03-05"), ("to", "2026-03-05")];
        let query = query.into_iter().map(|(key, value)| (key, value.to_owned())).collect();
        let filter = filter_of(&Here {
            path: "/audit".into(),
            query,
        });
        let length = filter.to.zip(filter.from).map(|(to, from)| (to - from).num_hours());
        assert_eq!(length, Some(24));
    }
}
