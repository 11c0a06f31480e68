//! The list of supplier imports.

use contract::{LiveEvent, Permission};
use leptos::prelude::*;

use crate::{
    layout::Allowed,
    serverfns::suppliers::supplier_import_table,
    text::suppliers as text,
    ui::{
        EmptyState, Here, IconName, LinkButton, ListCount, Load, Look, PageHeader, Pager, WrittenPage, WrittenTable,
        load::Loading, refetch_on, use_here,
    },
};

/// The page.
#[component]
pub fn ImportsPage() -> impl IntoView {
    let here = use_here();
    let imports = Loading::written(here, supplier_import_table);
    refetch_on(imports, |event| matches!(event, LiveEvent::SupplierImport { .. }));
    view! {
        <div class="page">
            <a class="crumb" href="/suppliers">
                {text::TITLE}
            </a>
            <PageHeader title=text::IMPORTS_TITLE>
                <Allowed to=Permission::WriteSuppliers>
                    <LinkButton href="/suppliers/imports/new" look=Look::Primary icon=IconName::Upload>
                        "Import suppliers"
                    </LinkButton>
                </Allowed>
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
    page: WrittenPage,
    /// The current address.
    here: Here,
) -> impl IntoView {
    if page.shown == 0 {
        return view! {
            <EmptyState
                icon=IconName::Upload
                title=text::IMPORTS_EMPTY_TITLE
                detail=text::IMPORTS_EMPTY_DETAIL
            >
                <Allowed to=Permission::WriteSuppliers>
                    <LinkButton href="/suppliers/imports/new">"Import suppliers"</LinkButton>
                </Allowed>
            </EmptyState>
        }
        .into_any();
    }
    let (shown, total, next_cursor) = (page.shown, page.total, page.next_cursor.clone());
    view! {
        <ListCount total shown one="import" many="imports" />
        <WrittenTable caption=text::IMPORTS_TITLE page />
        <Pager here shown total next_cursor />
    }
    .into_any()
}
