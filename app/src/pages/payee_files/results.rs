//! The rows of a file: filter, sort, choose, and look at one beside the table.

use contract::{DecidedBy, Page, Payee, PayeeFile, PayeeFilter, PayeeId, PayeeSort};
use leptos::{ev, prelude::*};
use maud::{Markup, html};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::{bulk::BulkActions, panel::PayeePanel};
use crate::{
    serverfns::payee_files::list_payees,
    tables::{ColumnChooser, Columns, CsvLink, PAYEE_COLUMNS, TableName},
    ui::{
        badge::{confidence_text, grade_text},
        button::Look,
        chips::{Chip, filter_chips},
        following::{FollowingText, pressed},
        format,
        icon::IconName,
        list_count::ListCount,
        load::{Load, Loading},
        pager::Pager,
        query::{Here, use_here},
        search::search_on_submit,
        selection::Scope,
        states::EmptyState,
        status,
        table::{Column, TextTable},
    },
};

/// Which row a box chooses.
const TICK: &str = "data-tick";

/// What is chosen in the table, and of what.
#[derive(Clone, Copy)]
pub(super) struct Chosen {
    /// The rows.
    pub(super) scope: RwSignal<Scope<PayeeId>>,
    /// The rows on screen.
    pub(super) page: RwSignal<Vec<PayeeId>>,
    /// How many rows match the filter.
    pub(super) matching: RwSignal<i64>,
}

/// The filter that the address names.
pub fn filter_of(here: &Here) -> PayeeFilter {
    PayeeFilter {
        q: here.param("q"),
        payee_type: here.param("payee_type"),
        decision: here.param("decision"),
        in_review: here.param("in_review"),
        decided_by: here.param("decided_by"),
        sort: here.param("sort"),
        cursor: here.param("cursor"),
        limit: None,
    }
}

/// The rows.
#[component]
pub(super) fn Results(
    /// The file, as it is now.
    file: RwSignal<PayeeFile>,
) -> impl IntoView {
    let id = file.with_untracked(|file| file.id);
    let here = use_here();
    let filter = move || here.with(filter_of);
    let payees: Loading<Page<Payee>> = Loading::new(filter, move |filter| list_payees(id, filter));
    // The rows come in while the file is worked; the table follows at the end.
    let done = Memo::new(move |_| file.with(|file| file.status.is_final()));
    Effect::watch(move || done.get(), move |_, _, _| payees.refetch(), false);
    let chosen = Chosen {
        scope: RwSignal::new(Scope::none()),
        page: RwSignal::new(Vec::new()),
        matching: RwSignal::new(0),
    };
    Effect::new(move |before: Option<PayeeFilter>| {
        let now = filter();
        if before.is_some_and(|before| before != now) {
            chosen.scope.set(Scope::none());
        }
        now
    });
    let columns = Columns::of(TableName::Payees);
    let search = search_on_submit(move || here.get_untracked().path);
    let open = Memo::new(move |_| here.get().param::<PayeeId>("payee"));
    view! {
        <div class="toolbar">
            <FollowingText class="filters" text=move || here.with(filters) on:submit=search />
            <ColumnChooser columns />
            {move || view! { <CsvLink here=here.get() /> }}
        </div>
        <BulkActions id chosen here on_done=move |()| payees.refetch() />
        <div class="beside" class:beside-open=move || open.get().is_some()>
            <div class="beside-main">
                <Load from=payees rows=12 let:page>
                    <Rows page chosen here=here.get_untracked() columns />
                </Load>
            </div>
            {move || open.get().map(|payee_id| view! { <PayeePanel payee_id on_change=move |()| payees.refetch() /> })}
        </div>
    }
}

/// Writes search and filter chips.
fn filters(here: &Here) -> Markup {
    let reviews = [
        Chip::new(None, "All rows"),
        Chip::new(Some("true"), "With open doubts"),
        Chip::new(Some("false"), "Settled"),
    ];
    let deciders = [
        Chip::new(None, "Anyone"),
        Chip::new(Some(DecidedBy::Machine.as_str()), "Machine"),
        Chip::new(Some(DecidedBy::Person.as_str()), "Person"),
        Chip::new(Some(DecidedBy::Memory.as_str()), "Remembered"),
    ];
    let kept = here.query.latest_values();
    let kept = kept.filter(|(key, _)| !matches!(key.as_ref(), "q" | "cursor" | "payee"));
    let active = ["payee_type", "decision"].map(|name| (name, here.param::<String>(name)));
    html! {
        form class="toolbar grow" role="search" method="get" action=(here.path) {
            @for (key, value) in kept { input type="hidden" name=(key) value=(value); }
            div class="search" {
                (IconName::Search)
                input class="input" type="search" name="q" aria-label="Search names" placeholder="Names with\u{2026}"
                    value=(here.param::<String>("q").unwrap_or_default()) data-search;
            }
            button type="submit" class=(Look::Secondary.class()) { "Search" }
        }
        @for (name, value) in active {
            a class="chip" aria-current="true" href=(here.with(name, None)) hidden[value.is_none()] {
                (value.unwrap_or_default())
                span class="sr-only" { "remove this filter" }
                span aria-hidden="true" { " \u{d7}" }
            }
        }
        (filter_chips("Doubts", "in_review", here, &reviews))
        (filter_chips("Decided by", "decided_by", here, &deciders))
    }
}

/// The table.
#[component]
fn Rows(
    /// The rows on this page.
    page: Page<Payee>,
    /// What is chosen.
    chosen: Chosen,
    /// The current address.
    here: Here,
    /// The table's columns.
    columns: Columns,
) -> impl IntoView {
    let shown = page.items.len();
    let ids: Vec<_> = page.items.iter().map(|payee| payee.id).collect();
    let matching = page
        .total
        .and_then(|total| i64::try_from(total).ok())
        .unwrap_or_else(|| i64::try_from(shown).unwrap_or(0));
    chosen.page.set(ids);
    chosen.matching.set(matching);
    if page.items.is_empty() {
        return view! {
            <EmptyState icon=IconName::Filter title="No rows" detail="No row matches the filter, or none is worked yet." />
        }
        .into_any();
    }
    let [choose, number, name, payee_type, supplier, grade, decision, decided_by] =
        PAYEE_COLUMNS.map(|column| column.title);
    let head = vec![
        Column::hidden(choose),
        Column::number(number).sorted(&here, PayeeSort::Row.as_str(), true),
        Column::text(name).sorted(&here, PayeeSort::Name.as_str(), false),
        Column::text(payee_type).sorted(&here, PayeeSort::TypeConfidence.as_str(), false),
        Column::text(supplier).sorted(&here, PayeeSort::MatchProbability.as_str(), false),
        Column::text(grade),
        Column::text(decision),
        Column::text(decided_by),
    ];
    let rows = html! { @for payee in &page.items { (row(payee, &here)) } };
    let tick = move |event: ev::Event| {
        if let Some(id) = pressed(&event, TICK) {
            chosen
                .page
                .with_untracked(|page| chosen.scope.update(|scope| scope.toggle(id, page)));
        }
    };
    Effect::new(move |_| chosen.scope.with(show_ticks));
    view! {
        <ListCount total=page.total shown one="row" many="rows" />
        <TextTable caption="Rows of the file" columns=head hidden=columns.attribute() rows on:change=tick />
        <Pager here shown total=page.total next_cursor=page.next_cursor />
    }
    .into_any()
}

/// Ticks the boxes of the rows that are chosen.
fn show_ticks(scope: &Scope<PayeeId>) {
    let Ok(boxes) = document().query_selector_all(&format!("[{TICK}]")) else {
        return;
    };
    for place in 0..boxes.length() {
        let Some(tick) = boxes
            .get(place)
            .and_then(|node| node.dyn_into::<HtmlInputElement>().ok())
        else {
            continue;
        };
        let id = tick.get_attribute(TICK).and_then(|id| id.parse().ok());
        tick.set_checked(id.is_some_and(|id| scope.contains(id)));
    }
}

fn row(payee: &Payee, here: &Here) -> Markup {
    let href = here.beside("payee", Some(&payee.id.to_string()));
    let supplier = payee.supplier_name.as_deref().unwrap_or("\u{2013}");
    // Nobody has decided yet what is still in review.
    let decided_by = (!payee.in_review).then(|| status::settled_by(payee));
    html! {
        tr {
            td { input type="checkbox" aria-label={ "Choose row " (payee.row_number) } data-tick=(payee.id); }
            td class="num" { (format::integer(payee.row_number)) }
            td { a href=(href) data-row { bdi { (payee.name) } } }
            td {
                span class="pair" { (status::payee_type(payee.payee_type)) (confidence_text(payee.type_confidence)) }
            }
            td class="clip" { bdi { (supplier) } }
            td { (grade_text(&payee.grade)) }
            td { (status::decision(payee.decision)) }
            td { @if let Some(mark) = decided_by { (mark) } @else { "\u{2013}" } }
        }
    }
}
