//! The list of suppliers: search, filters, sorting and paging in the address.

use contract::{Permission, SupplierStatus, Viewer};
use leptos::{ev, prelude::*};
use maud::{Markup, html};

use crate::{
    layout::{Allowed, by_viewer},
    serverfns::suppliers::supplier_table,
    tables::{ColumnChooser, Columns, CsvLink, TableName},
    text::suppliers as text,
    ui::{
        Chip, EmptyState, Here, IconName, LinkButton, ListCount, Load, Look, PageHeader, Pager, WrittenPage,
        WrittenTable,
        button::link_button,
        chips::filter_chips,
        following::{FollowingText, handler},
        load::Loading,
        search::search_on_submit,
        use_here,
    },
};

const STATUSES: [Chip; 4] = [
    Chip::new(None, "All"),
    Chip::new(Some(SupplierStatus::Active.as_str()), "Active"),
    Chip::new(Some(SupplierStatus::Inactive.as_str()), "Inactive"),
    Chip::new(Some(SupplierStatus::Merged.as_str()), "Merged"),
];

/// The page.
#[component]
pub fn SuppliersPage() -> impl IntoView {
    let here = use_here();
    let suppliers = Loading::written(here, supplier_table);
    let columns = Columns::of(TableName::Suppliers);
    let search = search_on_submit(|| "/suppliers".to_owned());
    view! {
        <div class="page">
            <PageHeader title=text::TITLE>
                {by_viewer(|viewer| {
                    view! { <div class="actions-text" inner_html=actions(viewer.as_ref()).into_string()></div> }.into_any()
                })}
            </PageHeader>
            <div class="toolbar">
                <FollowingText class="filters" text=move || here.with(filters) handlers=vec![handler(ev::submit, search)] />
                <ColumnChooser columns />
                {move || view! { <CsvLink here=here.get() /> }}
            </div>
            <Load from=suppliers rows=12 let:page>
                <Suppliers page here=here.get_untracked() columns />
            </Load>
        </div>
    }
}

/// Writes search and filter chips.
fn filters(here: &Here) -> Markup {
    let text_of = |name: &str| here.param::<String>(name).unwrap_or_default();
    let kept = ["status", "sort"].map(|name| (name, here.param::<String>(name)));
    html! {
        form class="toolbar grow" role="search" method="get" action="/suppliers" {
            div class="search" {
                (IconName::Search)
                input class="input" type="search" name="q" aria-label="Search suppliers" placeholder=(text::SEARCH_HINT)
                    value=(text_of("q")) data-search;
            }
            input class="input input-short" type="text" name="country" aria-label="Country" placeholder="Country"
                value=(text_of("country"));
            button type="submit" class=(Look::Secondary.class()) { "Search" }
            @for (name, value) in kept {
                @if let Some(value) = value { input type="hidden" name=(name) value=(value); }
            }
        }
        (filter_chips("Status", "status", here, &STATUSES))
    }
}

/// Writes the ways on from here, for those who may change something with the ways to do so.
fn actions(viewer: Option<&Viewer>) -> Markup {
    let may_write = viewer.is_some_and(|viewer| viewer.may(Permission::WriteSuppliers));
    html! {
        (link_button("/suppliers/duplicates", Look::Secondary, None, "Duplicates"))
        (link_button("/suppliers/imports", Look::Secondary, None, "Import history"))
        @if may_write {
            (link_button("/suppliers/imports/new", Look::Secondary, Some(IconName::Upload), "Import"))
            (link_button("/suppliers/new", Look::Primary, Some(IconName::Plus), "Add a supplier"))
        }
    }
}

#[component]
fn Suppliers(
    /// What matches.
    page: WrittenPage,
    /// The current address.
    here: Here,
    /// The table's columns.
    columns: Columns,
) -> impl IntoView {
    if page.shown == 0 {
        return view! { <Nothing filtered=here != unfiltered() /> }.into_any();
    }
    let (shown, total, next_cursor) = (page.shown, page.total, page.next_cursor.clone());
    view! {
        <ListCount total shown one="supplier" many="suppliers" />
        <WrittenTable caption=text::TITLE hidden=columns.attribute() page />
        <Pager here shown total next_cursor />
    }
    .into_any()
}

fn unfiltered() -> Here {
    Here {
        path: "/suppliers".to_owned(),
        query: leptos_router::params::ParamsMap::new(),
    }
}

#[component]
fn Nothing(
    /// Whether a filter may be the reason.
    filtered: bool,
) -> impl IntoView {
    if filtered {
        view! {
            <EmptyState icon=IconName::Search title=text::NO_HITS_TITLE detail=text::NO_HITS_DETAIL>
                <LinkButton href="/suppliers">"Show all suppliers"</LinkButton>
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            <EmptyState icon=IconName::Suppliers title=text::EMPTY_TITLE detail=text::EMPTY_DETAIL>
                <Allowed to=Permission::WriteSuppliers>
                    <LinkButton href="/suppliers/imports/new" look=Look::Primary icon=IconName::Upload>
                        "Import suppliers"
                    </LinkButton>
                </Allowed>
            </EmptyState>
        }
        .into_any()
    }
}
