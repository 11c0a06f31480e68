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

/// The routes under `/suppliers`.
#[component(transparent)]
pub fn SupplierRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("suppliers") view=Outlet ssr=SsrMode::Async>
            <Route path=path!("") view=SuppliersPage ssr=SsrMode::Async />
            <Route path=path!("new") view=NewSupplierPage ssr=SsrMode::Async />
            <Route path=path!("imports") view=ImportsPage ssr=SsrMode::Async />
            <Route path=path!("imports/new") view=ImportUploadPage ssr=SsrMode::Async />
            <Route path=path!("imports/new/:document_id") view=ImportMappingPage ssr=SsrMode::Async />
            <Route path=path!("imports/:id") view=ImportPage ssr=SsrMode::Async />
            <Route path=path!(":id") view=SupplierPage ssr=SsrMode::Async />
            <Route path=path!(":id/edit") view=EditSupplierPage ssr=SsrMode::Async />
        </ParentRoute>
    }
    .into_inner()
}
