//! Reference data: what invoices and payments are coded with.

mod commodities;
mod locations;

use leptos::prelude::*;

use self::{commodities::CommoditiesPage, locations::LocationsPage};
use super::lazy::lazy_pages;

lazy_pages! {
    /// The settings.
    pub enum SettingsPages in settings { Locations: LocationsPage, Commodities: CommoditiesPage }
}

/// The settings' pages, the current one marked.
#[component]
fn Tabs(
    /// Address of the current page.
    current: &'static str,
) -> impl IntoView {
    let tabs = [
        ("/settings/locations", "Locations"),
        ("/settings/commodities", "Commodities"),
    ];
    let tabs: Vec<_> = tabs
        .into_iter()
        .map(|(href, title)| {
            view! {
                <a class="tab" href=href aria-current=(href == current).then_some("page")>
                    {title}
                </a>
            }
        })
        .collect();
    view! {
        <nav class="tabs" aria-label="Settings">
            {tabs}
        </nav>
    }
}
