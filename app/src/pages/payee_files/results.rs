//! The rows of a file: filter, sort, choose, and look at one beside the table.

use contract::{DecidedBy, Page, Payee, PayeeFile, PayeeFilter, PayeeId, PayeeSort};
use leptos::prelude::*;
use leptos_router::components::Form;
use maud::{Markup, html};

use super::{bulk::BulkActions, panel::PayeePanel};
use crate::{
    serverfns::payee_files::list_payees,
    tables::{ColumnChooser, Columns, CsvLink, PAYEE_COLUMNS, TableName},
    ui::{
        badge::{confidence_text, grade_text},
        button::Button,
        chips::{Chip, FilterChips},
        format,
        icon::{Icon, IconName},
        list_count::ListCount,
        load::{Load, Loading},
        pager::Pager,
        query::{Here, use_here},
        selection::Scope,
        states::EmptyState,
        status,
        table::{Column, Table},
    },
};

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
    #[prop(into)]
    file: Signal<PayeeFile>,
) -> impl IntoView {
    let id = file.with_untracked(|file| file.id);
    let here = use_here();
    let filter = Memo::new(move |_| filter_of(&here.get()));
    let payees: Loading<Page<Payee>> = Loading::new(move || filter.get(), move |filter| list_payees(id, filter));
    // The rows come in while the file is worked; the table follows at the end, or when it had none.
    let done = Memo::new(move |_| file.with(|file| file.status.is_final()));
    Effect::watch(move || done.get(), move |_, _, _| payees.refetch(), false);
    let chosen = Chosen {
        scope: RwSignal::new(Scope::none()),
        page: RwSignal::new(Vec::new()),
        matching: RwSignal::new(0),
    };
    Effect::watch(
        move || filter.get(),
        move |_, _, _| chosen.scope.set(Scope::none()),
        false,
    );
    let columns = Columns::of(TableName::Payees);
    let open = Memo::new(move |_| here.get().param::<PayeeId>("payee"));
    view! {
        <Filters here columns />
        <BulkActions id chosen filter=filter.into() on_done=move |()| payees.refetch() />
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

/// Search and filter chips.
#[component]
fn Filters(
    /// The current address.
    here: Memo<Here>,
    /// The table's columns.
    columns: Columns,
) -> impl IntoView {
    let reviews = vec![
        Chip::new(None, "All rows"),
        Chip::new(Some("true"), "With open doubts"),
        Chip::new(Some("false"), "Settled"),
    ];
    let deciders = vec![
        Chip::new(None, "Anyone"),
        Chip::new(Some(DecidedBy::Machine.as_str()), "Machine"),
        Chip::new(Some(DecidedBy::Person.as_str()), "Person"),
        Chip::new(Some(DecidedBy::Memory.as_str()), "Remembered"),
    ];
    move || {
        let here = here.get();
        let kept: Vec<_> = here
            .query
            .clone()
            .into_iter()
            .filter(|(key, _)| !matches!(key.as_ref(), "q" | "cursor" | "payee"))
            .map(|(key, value)| view! { <input type="hidden" name=key.to_string() value=value /> })
            .collect();
        let q: String = here.param("q").unwrap_or_default();
        let active: Vec<_> = ["payee_type", "decision"]
            .into_iter()
            .filter_map(|name| {
                let value = here.param::<String>(name)?;
                Some(view! {
                    <a class="chip" aria-current="true" href=here.with(name, None)>
                        {value}
                        <span class="sr-only">"remove this filter"</span>
                        <span aria-hidden="true">" \u{d7}"</span>
                    </a>
                })
            })
            .collect();
        view! {
            <div class="toolbar">
                <Form method="GET" action=here.path.clone() attr:class="toolbar grow" attr:role="search">
                    {kept}
                    <div class="search">
                        <Icon name=IconName::Search />
                        <input
                            class="input"
                            type="search"
                            name="q"
                            aria-label="Search names"
                            placeholder="Names with\u{2026}"
                            value=q
                            data-search=""
                        />
                    </div>
                    <Button kind="submit">"Search"</Button>
                </Form>
                {active}
                <FilterChips label="Doubts" name="in_review" here=here.clone() chips=reviews.clone() />
                <FilterChips label="Decided by" name="decided_by" here=here.clone() chips=deciders.clone() />
                <ColumnChooser columns />
                <CsvLink here />
            </div>
        }
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
    let rows: Vec<_> = page.items.into_iter().map(|payee| row(payee, chosen, &here)).collect();
    view! {
        <ListCount total=page.total shown one="row" many="rows" />
        <Table caption="Rows of the file" columns=head hidden=columns.attribute()>
            {rows}
        </Table>
        <Pager here shown total=page.total next_cursor=page.next_cursor />
    }
    .into_any()
}

fn row(payee: Payee, chosen: Chosen, here: &Here) -> impl IntoView + use<> {
    let id = payee.id;
    let ticked = move || chosen.scope.with(|scope| scope.contains(id));
    let tick = move |_| {
        chosen
            .page
            .with_untracked(|page| chosen.scope.update(|scope| scope.toggle(id, page)));
    };
    // All but the box only shows, and is written as text.
    let cell = |class: &'static str, content: Markup| view! { <td class=class inner_html=content.into_string()></td> };
    let [number, name, kind, supplier, grade, decision, decided_by] = texts(&payee, here);
    view! {
        <tr>
            <td>
                <input
                    type="checkbox"
                    prop:checked=ticked
                    on:change=tick
                    aria-label=format!("Choose row {}", payee.row_number)
                />
            </td>
            {cell("num", number)}
            {cell("", name)}
            {cell("", kind)}
            {cell("clip", supplier)}
            {cell("", grade)}
            {cell("", decision)}
            {cell("", decided_by)}
        </tr>
    }
}

/// What the cells behind the box say.
fn texts(payee: &Payee, here: &Here) -> [Markup; 7] {
    let href = here.beside("payee", Some(&payee.id.to_string()));
    let supplier = payee.supplier_name.as_deref().unwrap_or("\u{2013}");
    // Nobody has decided yet what is still in review.
    let decided_by = (!payee.in_review).then(|| status::settled_by(payee));
    [
        html! { (format::integer(payee.row_number)) },
        html! { a href=(href) data-row { bdi { (payee.name) } } },
        html! { span class="pair" { (status::payee_type(payee.payee_type)) (confidence_text(payee.type_confidence)) } },
        html! { bdi { (supplier) } },
        grade_text(&payee.grade),
        html! { (status::decision(payee.decision)) },
        html! { @if let Some(mark) = decided_by { (mark) } @else { "\u{2013}" } },
    ]
}
