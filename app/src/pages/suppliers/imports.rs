//! The list of supplier imports.

use contract::{LiveEvent, Page, SupplierImport};
use leptos::prelude::*;

use crate::{
    serverfns::suppliers::list_supplier_imports,
    text::suppliers as text,
    ui::{
        Column, EmptyState, Here, IconName, LinkButton, ListCount, Load, Look, Moment, PageHeader, Pager, Status,
        Table, format, load::Loading, refetch_on, status, use_here,
    },
};

/// The page.
#[component]
pub fn ImportsPage() -> impl IntoView {
    let here = use_here();
    let imports = Loading::new(move || here.read().param::<String>("cursor"), list_supplier_imports);
    refetch_on(imports, |event| matches!(event, LiveEvent::SupplierImport { .. }));
    view! {
        <div class="page">
            <a class="crumb" href="/suppliers">
                {text::TITLE}
            </a>
            <PageHeader title=text::IMPORTS_TITLE>
                <LinkButton href="/suppliers/imports/new" look=Look::Primary icon=IconName::Upload>
                    "Import suppliers"
                </LinkButton>
            </PageHeader>
            <Load from=imports let:page>
                <Imports page here=here.get_untracked() />
            </Load>
        </div>
    }
}

#[component]
fn Imports(
    /// What there is.
    page: Page<SupplierImport>,
    /// The current address.
    here: Here,
) -> impl IntoView {
    if page.items.is_empty() {
        return view! {
            <EmptyState
                icon=IconName::Upload
                title=text::IMPORTS_EMPTY_TITLE
                detail=text::IMPORTS_EMPTY_DETAIL
            >
                <LinkButton href="/suppliers/imports/new">"Import suppliers"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let columns = vec![
        Column::text("File"),
        Column::text("Status"),
        Column::number("New"),
        Column::number("Changed"),
        Column::number("Unchanged"),
        Column::number("Errors"),
        Column::text("Started by"),
        Column::text("Started"),
    ];
    let shown = page.items.len();
    let rows: Vec<_> = page.items.into_iter().map(row).collect();
    view! {
        <ListCount total=page.total shown one="import" many="imports" />
        <Table caption=text::IMPORTS_TITLE columns>
            {rows}
        </Table>
        <Pager here shown total=page.total next_cursor=page.next_cursor />
    }
    .into_any()
}

fn row(import: SupplierImport) -> impl IntoView {
    view! {
        <tr>
            <td class="clip">
                <a data-row href=format!("/suppliers/imports/{}", import.id)>
                    <bdi>{import.file_name}</bdi>
                </a>
            </td>
            <td>
                <Status mark=status::file(import.status) />
            </td>
            <td class="num">{format::integer(import.created_count)}</td>
            <td class="num">{format::integer(import.updated_count)}</td>
            <td class="num">{format::integer(import.unchanged_count)}</td>
            <td class="num">{format::integer(import.error_count)}</td>
            <td>{import.created_by}</td>
            <td>
                <Moment at=import.created_at />
            </td>
        </tr>
    }
}
