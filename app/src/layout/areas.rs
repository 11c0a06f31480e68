//! The areas of the console, in the order of the navigation.

use contract::{Permission, Viewer};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, NodeList};

use super::scroll::LeftAt;
use crate::ui::{icon::IconName, use_here};

/// One area.
pub struct Area {
    /// Its name.
    pub title: &'static str,
    /// Its first page.
    pub href: &'static str,
    /// Its icon.
    pub icon: IconName,
    /// The letter that goes there after `g`.
    pub key: char,
    /// What a person must be allowed to find anything there.
    pub permission: Option<Permission>,
}

impl Area {
    /// Whether the person finds anything there.
    pub fn is_for(&self, viewer: Option<&Viewer>) -> bool {
        self.permission
            .is_none_or(|permission| viewer.is_some_and(|viewer| viewer.may(permission)))
    }
}

const fn area(
    title: &'static str,
    href: &'static str,
    icon: IconName,
    key: char,
    permission: Option<Permission>,
) -> Area {
    Area {
        title,
        href,
        icon,
        key,
        permission,
    }
}

/// All areas; the first four are in the bottom bar of a phone.
pub const AREAS: &[Area] = &[
    area("Dashboard", "/", IconName::Dashboard, 'd', None),
    area(
        "Payee files",
        "/payee-files",
        IconName::Files,
        'p',
        Some(Permission::ReadPayees),
    ),
    area("Reviews", "/reviews", IconName::Inbox, 'r', Some(Permission::Review)),
    area(
        "Suppliers",
        "/suppliers",
        IconName::Suppliers,
        's',
        Some(Permission::ReadSuppliers),
    ),
    area("Jobs", "/jobs", IconName::Jobs, 'j', Some(Permission::ReadJobs)),
    area(
        "Audit trail",
        "/audit",
        IconName::History,
        'a',
        Some(Permission::ReadAudit),
    ),
    area("People", "/users", IconName::Users, 'u', Some(Permission::ReadUsers)),
    area(
        "Settings",
        "/settings/locations",
        IconName::Settings,
        't',
        Some(Permission::ReadReference),
    ),
];

/// Gives the `href` of the area that a path belongs to.
pub fn current_area(path: &str) -> Option<&'static str> {
    let first = |path: &'_ str| path.split('/').nth(1).unwrap_or_default().to_owned();
    AREAS
        .iter()
        .find(|area| first(area.href) == first(path))
        .map(|area| area.href)
}

/// Keeps the link to the current area marked, and menus closed, wherever the person goes; and shows where they go from its top,
/// or what they go back to where they left it.
pub fn follow_location() {
    let here = use_here();
    let place = Memo::new(move |_| here.read().place());
    let left: LeftAt = expect_context();
    Effect::new(move |_| left.listen(place));
    let moved = move |now: &String, before: Option<&String>, _| {
        mark(current_area(&here.read_untracked().path));
        left.moved(now, before.map_or("", String::as_str));
        for menu in elements("[popover]:popover-open") {
            if let Ok(menu) = menu.dyn_into::<HtmlElement>() {
                // Fails only when it is closed already.
                drop(menu.hide_popover());
            }
        }
    };
    Effect::watch(move || place.get(), moved, false);
}

/// Whether the navigation leads there: it leads to the areas that are for the person who is signed in.
pub fn is_linked(href: &str) -> bool {
    elements("a.side-link").any(|link| link.get_attribute("href").as_deref() == Some(href))
}

fn mark(area: Option<&str>) {
    for link in elements("a.side-link") {
        // Fails only for a malformed attribute name.
        drop(if link.get_attribute("href").as_deref() == area {
            link.set_attribute("aria-current", "page")
        } else {
            link.remove_attribute("aria-current")
        });
    }
}

pub(super) fn elements(selector: &str) -> impl Iterator<Item = Element> {
    let found = document().query_selector_all(selector).ok();
    let count = found.as_ref().map_or(0, NodeList::length);
    (0..count).filter_map(move |index| found.as_ref()?.get(index)?.dyn_into().ok())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn pages_belong_to_the_area_they_are_under() {
        assert_eq!(current_area("/"), Some("/"));
        assert_eq!(current_area("/suppliers/imports/new"), Some("/suppliers"));
        assert_eq!(current_area("/settings/commodities"), Some("/settings/locations"));
        assert_eq!(current_area("/account"), None);
    }

    #[test]
    fn no_two_areas_share_a_key() {
        let keys: BTreeSet<char> = AREAS.iter().map(|area| area.key).collect();
        assert_eq!(keys.len(), AREAS.len());
    }
}
