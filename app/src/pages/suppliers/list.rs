//! The list of suppliers: search, filters, sorting and paging in the address.

use contract::{PAGE_SIZE, Page, Permission, SupplierFilter, SupplierLine, SupplierStatus};
use leptos::prelude::*;
use maud::{Markup, html};

use crate::{
    layout::Allowed,
    serverfns::suppliers::list_suppliers,
    tables::{ColumnChooser, Columns, CsvLink, SUPPLIER_COLUMNS, TableName},
    text::suppliers as text,
    ui::{
        Button, Chip, Column, EmptyState, FilterChips, Here, Icon, IconName, LinkButton, ListCount, Load, Look,
        PageHeader, Pager, SearchForm, TextTable, format, load::Loading, status, use_here,
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
    let suppliers = Loading::new(move || filter_of(&here.read()), list_suppliers);
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

/// Reads the filter from the address.
pub fn filter_of(here: &Here) -> SupplierFilter {
    SupplierFilter {
        q: here.param("q"),
        country: here.param("country"),
        status: here.param("status"),
        sort: here.param("sort"),
        cursor: here.param("cursor"),
        limit: Some(PAGE_SIZE),
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
    page: Page<SupplierLine>,
    /// The current address.
    here: Here,
    /// The table's columns.
    columns: Columns,
) -> impl IntoView {
    if page.items.is_empty() {
        return view! { <Nothing filtered=here != unfiltered() /> }.into_any();
    }
    let searched = here.param::<String>("q").is_some();
    let [name, external_id, city, country, tax_id, status, updated] = SUPPLIER_COLUMNS.map(|column| column.title);
    let head = vec![
        Column::text(name).sorted(&here, "name", !searched),
        Column::text(external_id).sorted(&here, "external_id", false),
        Column::text(city),
        Column::text(country),
        Column::text(tax_id),
        Column::text(status),
        Column::text(updated).sorted(&here, "updated", false),
    ];
    let shown = page.items.len();
    let rows = html! { @for supplier in &page.items { (row(supplier)) } };
    view! {
        <ListCount total=page.total shown one="supplier" many="suppliers" />
        <TextTable caption=text::TITLE columns=head hidden=columns.attribute() rows />
        <Pager here shown total=page.total next_cursor=page.next_cursor />
    }
    .into_any()
}

fn unfiltered() -> Here {
    Here {
        path: "/suppliers".to_owned(),
        query: leptos_router::params::ParamsMap::new(),
    }
}

fn row(supplier: &SupplierLine) -> Markup {
    html! {
        tr {
            td class="clip" {
                a data-row href={ "/suppliers/" (supplier.id) } { bdi { (supplier.name) } }
            }
            td class="mono" { (supplier.external_id) }
            td class="clip" { bdi { (supplier.city) } }
            td { (supplier.country) }
            td class="mono" { (supplier.tax_id) }
            td { (status::supplier(supplier.status)) }
            td { (format::day(supplier.updated_at)) }
        }
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

#[cfg(test)]
mod tests {
    use contract::SupplierSort;

    use super::*;

    #[test]
    fn filter_comes_from_the_address() {
        let query = [
            ("q", "acme"),
            ("status", "inactive"),
            ("sort", "updated"),
            ("country", ""),
        ];
        let query = query.into_iter().map(|(key, value)| (key, value.to_owned())).collect();
        let filter = filter_of(&Here {
            path: "/suppliers".into(),
            query,
        });
        assert_eq!(filter.q.as_deref(), Some("acme"));
        assert_eq!(filter.status, Some(SupplierStatus::Inactive));
        assert_eq!(filter.sort, Some(SupplierSort::Updated));
        assert_eq!(filter.country, None);
    }
}
