//! The rows of a file: filter, sort, choose, and look at one beside the table.

use contract::{DecidedBy, PayeeFile, PayeeFilter, PayeeId, PayeeSort};
use leptos::{ev, prelude::*};
use maud::{Markup, html};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::{bulk::BulkActions, panel::PayeePanel};
use crate::{
    serverfns::payee_files::payee_table,
    tables::{ColumnChooser, Columns, CsvLink, TableName},
    ui::{
        button::{LinkButton, Look},
        chips::{Chip, filter_chips},
        following::{FollowingText, handler, pressed},
        icon::IconName,
        list_count::ListCount,
        load::{Load, Loading},
        pager::Pager,
        query::{Here, use_here},
        search::search_on_submit,
        selection::Scope,
        states::EmptyState,
        written::{WrittenPage, WrittenTable},
    },
};

/// Which row a box chooses.
pub(super) const TICK: &str = "data-tick";

/// What the table shows; read aloud.
pub(super) const CAPTION: &str = "Rows of the file";

/// How long to let rows come in before looking at them again, at least.
const FOLLOW_MS: f64 = 3_000.0;

/// What is chosen in the table, and of what.
#[derive(Clone, Copy)]
pub(super) struct Chosen {
    /// The rows.
    pub(super) scope: RwSignal<Scope<PayeeId>>,
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
    // The row beside the table changes nothing in it.
    let list = Memo::new(move |_| {
        let mut list = here.get();
        list.query.remove("payee");
        list
    });
    let payees = Loading::written(list, move |address| payee_table(id, address));
    // The rows come in while the file is worked, and the table follows. In another order than that of the rows it does so only
    // until its page is full, and at the end: what is read would give way to what comes in.
    let full = StoredValue::new(false);
    let mut read_at_ms = 0.0;
    Effect::watch(
        move || file.with(|file| (file.progress.done_rows, file.status.is_final())),
        move |now, before, _| {
            let (_, done) = *now;
            let now_ms = js_sys::Date::now();
            let stays = here.with_untracked(|here| here.param::<PayeeSort>("sort").is_none());
            let due = done || ((stays || !full.get_value()) && now_ms - read_at_ms >= FOLLOW_MS);
            if due && before != Some(now) {
                read_at_ms = now_ms;
                payees.refetch();
            }
        },
        false,
    );
    let chosen = Chosen {
        scope: RwSignal::new(Scope::none()),
        matching: RwSignal::new(0),
    };
    Effect::new(move |before: Option<PayeeFilter>| {
        // Another page and another order are of the same rows.
        let now = PayeeFilter {
            sort: None,
            cursor: None,
            ..here.with(filter_of)
        };
        if before.is_some_and(|before| before != now) {
            chosen.scope.set(Scope::none());
        }
        now
    });
    let columns = Columns::of(TableName::Payees);
    let search = search_on_submit(move || here.get_untracked().path);
    let open = Memo::new(move |_| here.get().param::<PayeeId>("payee"));
    Effect::watch(
        move || open.get(),
        |now, before, _| follow_row(*now, before.copied().flatten()),
        false,
    );
    // A decision may be answered, or undone, when the panel where it was made is closed.
    let changes = RwSignal::new(0_u32);
    let reread = Callback::new(move |()| {
        payees.refetch();
        changes.update(|changes| *changes += 1);
    });
    view! {
        <div class="toolbar">
            <FollowingText class="filters" text=move || here.with(filters) handlers=vec![handler(ev::submit, search)] />
            <ColumnChooser columns />
            {move || view! { <CsvLink here=here.get() /> }}
        </div>
        <div class="beside" class:beside-open=move || open.get().is_some()>
            <div class="beside-main" tabindex="-1">
                <Load from=payees rows=12 let:page>
                    <Rows page chosen full here=here.get_untracked() columns />
                </Load>
                <BulkActions id chosen here on_done=reread />
            </div>
            {move || open.get().map(|payee_id| view! { <PayeePanel file_id=id payee_id changes on_change=reread /> })}
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
    page: WrittenPage,
    /// What is chosen.
    chosen: Chosen,
    /// Set to whether there are more rows than those on this page.
    full: StoredValue<bool>,
    /// The current address.
    here: Here,
    /// The table's columns.
    columns: Columns,
) -> impl IntoView {
    let (shown, total, next_cursor) = (page.shown, page.total, page.next_cursor.clone());
    let matching = total.unwrap_or(shown as u64);
    chosen.matching.set(i64::try_from(matching).unwrap_or(i64::MAX));
    full.set_value(next_cursor.is_some());
    if shown == 0 {
        return view! {
            <EmptyState icon=IconName::Filter title="No rows" detail="No row matches the filter, or none is worked yet.">
                <LinkButton href=here.path>"Show all rows"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let tick = move |event: ev::Event| {
        if let Some(id) = pressed(&event, TICK) {
            let page: Vec<_> = boxes().map(|(id, _)| id).collect();
            chosen.scope.update(|scope| scope.toggle(id, &page));
        }
    };
    Effect::new(move |_| {
        chosen.scope.with(|scope| {
            for (id, tick) in boxes() {
                tick.set_checked(scope.contains(id));
            }
        });
    });
    view! {
        <ListCount total shown one="row" many="rows" />
        <WrittenTable caption=CAPTION hidden=columns.attribute() page on_change=tick />
        <Pager here shown total next_cursor />
    }
    .into_any()
}

/// Keeps the row in view whose evidence is shown, and goes on from it when that is closed.
fn follow_row(shown: Option<PayeeId>, before: Option<PayeeId>) {
    // By then the evidence is in its place, or gone.
    request_animation_frame(move || {
        let find = |selector: &str| document().query_selector(selector).ok().flatten();
        let link = |id: PayeeId| {
            find(&format!("a[data-row][href*='payee={id}']"))?
                .dyn_into::<HtmlElement>()
                .ok()
        };
        if let Some(link) = shown.and_then(link) {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            link.scroll_into_view_with_scroll_into_view_options(&options);
        } else if let Some(link) = before.and_then(link)
            && find("input:focus, select:focus").is_none()
        {
            drop(link.focus());
        }
    });
}

/// The boxes of the rows on screen, each with the row that it chooses.
fn boxes() -> impl Iterator<Item = (PayeeId, HtmlInputElement)> {
    let boxes = document().query_selector_all(&format!("[{TICK}]")).ok();
    let nodes = boxes
        .into_iter()
        .flat_map(|boxes| (0..boxes.length()).filter_map(move |place| boxes.get(place)));
    nodes.filter_map(|node| {
        let tick = node.dyn_into::<HtmlInputElement>().ok()?;
        Some((tick.get_attribute(TICK)?.parse().ok()?, tick))
    })
}
