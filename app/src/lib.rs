//! The console: rendered on the server, taken over by the browser.
//!
//! A page asks a server function, the server function asks a port, and the server puts the ports into the context of each
//! request. Nothing here decides who may do what: that is the use cases' business behind the ports.
//!
//! - [`ui`]: the component kit.
//! - [`layout`]: navigation, menus, keys, messages around each page.
//! - [`pages`]: one folder for each area.
//! - [`serverfns`]: one file for each server function, in the same folders.
//! - [`tables`]: the columns of the large tables.
//! - [`text`]: the sentences, one catalogue for each area.

#[cfg(feature = "ssr")]
pub mod context;
pub mod error;
pub mod layout;
pub mod pages;
pub mod paths;
#[cfg(feature = "ssr")]
pub mod ports;
pub mod preferences;
pub mod serverfns;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
mod shown_once;
pub mod tables;
pub mod text;
pub mod ui;

#[cfg(feature = "ssr")]
pub use shell::{Assets, shell};

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};

use self::{
    layout::{Console, LeftAt},
    pages::{NotFound, account, audit, dashboard, identity, jobs, payee_files, reference, reviews, suppliers, users},
    ui::unsaved::Unsaved,
};

/// The root component. Every page is rendered whole before it is sent, so that it is complete without JavaScript.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let unsaved = Unsaved::new();
    provide_context(unsaved);
    let left = LeftAt::new();
    provide_context(left);
    #[cfg(feature = "hydrate")]
    {
        unsaved.listen();
        left.listen_to_history();
    }
    view! {
        <Title formatter=|title: String| if title.is_empty() { "Vouch".to_owned() } else { format!("{title} · Vouch") } />
        <Router>
            <Routes fallback=NotFound>
                <Route path=path!("/setup") view=identity::IdentityPages::Setup.lazy() ssr=SsrMode::Async />
                <Route path=path!("/sign-in") view=identity::IdentityPages::SignIn.lazy() ssr=SsrMode::Async />
                <Route path=path!("/invitation") view=identity::IdentityPages::Invitation.lazy() ssr=SsrMode::Async />
                <ParentRoute path=path!("") view=Console ssr=SsrMode::Async>
                    <Route path=path!("/") view=dashboard::DashboardPages::Dashboard.lazy() ssr=SsrMode::Async />
                    <Route path=path!("/payee-files") view=payee_files::PayeeFilesPages::List.lazy() ssr=SsrMode::Async />
                    <Route path=path!("/payee-files/new") view=payee_files::UploadPages::New.lazy() ssr=SsrMode::Async />
                    <Route path=path!("/payee-files/new/:document_id") view=payee_files::UploadPages::Columns.lazy() ssr=SsrMode::Async />
                    <Route path=path!("/payee-files/:id") view=payee_files::PayeeFilePages::Detail.lazy() ssr=SsrMode::Async />
                    <Route path=path!("/reviews") view=reviews::ReviewsPages::Queue.lazy() ssr=SsrMode::Async />
                    <suppliers::SupplierRoutes />
                    <Route path=path!("/jobs") view=jobs::JobsPages::List.lazy() ssr=SsrMode::Async />
                    <Route path=path!("/audit") view=audit::AuditPages::List.lazy() ssr=SsrMode::Async />
                    <Route path=path!("/users") view=users::UsersPages::List.lazy() ssr=SsrMode::Async />
                    <Route path=path!("/settings/locations") view=reference::SettingsPages::Locations.lazy() ssr=SsrMode::Async />
                    <Route path=path!("/settings/commodities") view=reference::SettingsPages::Commodities.lazy() ssr=SsrMode::Async />
                    <Route path=path!("/account") view=account::AccountPages::Account.lazy() ssr=SsrMode::Async />
                </ParentRoute>
            </Routes>
        </Router>
    }
}
