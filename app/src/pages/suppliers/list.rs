//! The list of suppliers: search, filters, sorting and paging in the address.

use contract::{Permission, SupplierStatus};
use leptos::prelude::*;

use crate::{
    layout::Allowed,
    serverfns::suppliers::supplier_table,
    tables::{ColumnChooser, Columns, CsvLink, TableName},
    text::suppliers as text,
    ui::{
        Button, Chip, EmptyState, FilterChips, Here, Icon, IconName, LinkButton, ListCount, Load, Look, PageHeader,
        Pager, SearchForm, WrittenPage, WrittenTable, load::Loading, use_here,
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
    view! {
        <div class="page">
            <PageHeader title=text::TITLE>
                <LinkButton href="/suppliers/duplicates">"Duplicates"</LinkButton>
                <LinkButton href="/suppliers/imports">"Import history"</LinkButton>
                <Allowed to=Permission::WriteSuppliers>
                    <LinkButton href="/suppliers/imports/new" icon=IconName::Upload>
                        "Import"
                    </LinkButton>
                    <LinkButton href="/suppliers/new" look=Look::Primary icon=IconName::Plus>
                        "Add a supplier"
                    </LinkButton>
                </Allowed>
            </PageHeader>
            {move || view! { <Toolbar here=here.get() columns /> }}
            <Load from=suppliers rows=12 let:page>
                <Suppliers page here=here.get_untracked() columns />
            </Load>
        </div>
    }
}

#[component]
fn Toolbar(
    /// The current address.
    here: Here,
    /// The table's columns.
    columns: Columns,
) -> impl IntoView {
    let text_of = |name: &str| here.param::<String>(name).unwrap_or_default();
    let (q, country) = (text_of("q"), text_of("country"));
    let kept: Vec<_> = ["status", "sort"]
        .into_iter()
        .filter_map(|name| Some((name, here.param::<String>(name)?)))
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect();
    view! {
        <div class="toolbar">
            <SearchForm action="/suppliers">
                <div class="search">
                    <Icon name=IconName::Search />
                    <input
                        class="input"
                        type="search"
                        name="q"
                        aria-label="Search suppliers"
                        placeholder=text::SEARCH_HINT
                        value=q
                        data-search=""
                    />
                </div>
                <input
                    class="input input-short"
                    type="text"
                    name="country"
                    aria-label="Country"
                    placeholder="Country"
                    maxlength="2"
                    value=country
                />
                {kept}
                <Button kind="submit">"Search"</Button>
            </SearchForm>
            <FilterChips label="Status" name="status" here=here.clone() chips=STATUSES.to_vec() />
            <ColumnChooser columns />
            <CsvLink here />
        </div>
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
                <LinkButton href="/suppliers/imports/new" look=Look::Primary icon=IconName::Upload>
                    "Import suppliers"
                </LinkButton>
            </EmptyState>
        }
        .into_any()
    }
}
