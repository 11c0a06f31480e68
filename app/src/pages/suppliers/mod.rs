//! The supplier master and its imports.

mod detail;
mod fields;
mod form;
mod import;
mod import_detail;
mod imports;
mod list;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    components::{Outlet, ParentRoute, Route},
    path,
};

use self::{
    detail::SupplierPage,
    form::{EditSupplierPage, NewSupplierPage},
    import::{ImportMappingPage, ImportUploadPage},
    import_detail::ImportPage,
    imports::ImportsPage,
    list::SuppliersPage,
};
use super::lazy::lazy_pages;

lazy_pages! {
    /// The pages of this area.
    pub enum SuppliersPages in suppliers {
        List: SuppliersPage,
        New: NewSupplierPage,
        Imports: ImportsPage,
        NewImport: ImportUploadPage,
        ImportColumns: ImportMappingPage,
        Import: ImportPage,
        Detail: SupplierPage,
        Edit: EditSupplierPage,
    }
}

/// The routes under `/suppliers`.
#[component(transparent)]
pub fn SupplierRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("suppliers") view=Outlet ssr=SsrMode::Async>
            <Route path=path!("") view=SuppliersPages::List ssr=SsrMode::Async />
            <Route path=path!("new") view=SuppliersPages::New ssr=SsrMode::Async />
            <Route path=path!("imports") view=SuppliersPages::Imports ssr=SsrMode::Async />
            <Route path=path!("imports/new") view=SuppliersPages::NewImport ssr=SsrMode::Async />
            <Route path=path!("imports/new/:document_id") view=SuppliersPages::ImportColumns ssr=SsrMode::Async />
            <Route path=path!("imports/:id") view=SuppliersPages::Import ssr=SsrMode::Async />
            <Route path=path!(":id") view=SuppliersPages::Detail ssr=SsrMode::Async />
            <Route path=path!(":id/edit") view=SuppliersPages::Edit ssr=SsrMode::Async />
        </ParentRoute>
    }
    .into_inner()
}
