//! The supplier master, its imports and its duplicates.

mod detail;
mod duplicate;
#[cfg(feature = "ssr")]
mod duplicate_table;
mod duplicates;
mod fields;
mod form;
mod import;
mod import_detail;
#[cfg(feature = "ssr")]
mod import_table;
mod imports;
mod list;
mod side_by_side;
#[cfg(feature = "ssr")]
mod table;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    components::{Outlet, ParentRoute, Route},
    path,
};

use self::{
    detail::SupplierPage,
    duplicate::DuplicatePage,
    duplicates::DuplicatesPage,
    form::{EditSupplierPage, NewSupplierPage},
    import::{ImportMappingPage, ImportUploadPage},
    import_detail::ImportPage,
    imports::ImportsPage,
    list::SuppliersPage,
};
#[cfg(feature = "ssr")]
pub use self::{
    duplicate_table::written as duplicates_written,
    import_table::written as imports_written,
    table::{filter_of, written},
};
use super::lazy::lazy_pages;

lazy_pages! {
    /// All suppliers and all imports.
    pub enum SuppliersPages in suppliers {
        List: SuppliersPage,
        Imports: ImportsPage,
        Import: ImportPage,
    }
}

lazy_pages! {
    /// One supplier.
    pub enum SupplierPages in supplier {
        New: NewSupplierPage,
        Detail: SupplierPage,
        Edit: EditSupplierPage,
    }
}

lazy_pages! {
    /// The pages that take a file in.
    pub enum UploadPages in uploads {
        New: ImportUploadPage,
        Columns: ImportMappingPage,
    }
}

lazy_pages! {
    /// The pages that merge suppliers.
    pub enum MergePages in duplicates {
        List: DuplicatesPage,
        Detail: DuplicatePage,
    }
}

/// The routes under `/suppliers`.
#[component(transparent)]
pub fn SupplierRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("suppliers") view=Outlet ssr=SsrMode::Async>
            <Route path=path!("") view=SuppliersPages::List.lazy() ssr=SsrMode::Async />
            <Route path=path!("new") view=SupplierPages::New.lazy() ssr=SsrMode::Async />
            <Route path=path!("imports") view=SuppliersPages::Imports.lazy() ssr=SsrMode::Async />
            <Route path=path!("imports/new") view=UploadPages::New.lazy() ssr=SsrMode::Async />
            <Route path=path!("imports/new/:document_id") view=UploadPages::Columns.lazy() ssr=SsrMode::Async />
            <Route path=path!("imports/:id") view=SuppliersPages::Import.lazy() ssr=SsrMode::Async />
            <Route path=path!("duplicates") view=MergePages::List.lazy() ssr=SsrMode::Async />
            <Route path=path!("duplicates/:id") view=MergePages::Detail.lazy() ssr=SsrMode::Async />
            <Route path=path!(":id") view=SupplierPages::Detail.lazy() ssr=SsrMode::Async />
            <Route path=path!(":id/edit") view=SupplierPages::Edit.lazy() ssr=SsrMode::Async />
        </ParentRoute>
    }
    .into_inner()
}
