//! The command palette: any page by a few letters of its name, or a search for what was typed.

use contract::{Permission, Viewer};
use leptos::{ev::KeyboardEvent, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::areas::AREAS;
use crate::{
    paths::encode,
    ui::{dialog::Dialog, unsaved::Unsaved},
};

/// Something to go to.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    title: String,
    href: String,
}

impl Entry {
    fn new(title: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            href: href.into(),
        }
    }
}

/// Pages that are not the first of an area, with what a person must be allowed to find anything there.
const MORE: [(&str, &str, Option<Permission>); 9] = [
    ("Upload a payee file", "/payee-files/new", Some(Permission::WritePayees)),
    ("Add a supplier", "/suppliers/new", Some(Permission::WriteSuppliers)),
    (
        "Import suppliers",
        "/suppliers/imports/new",
        Some(Permission::WriteSuppliers),
    ),
    (
        "Supplier imports",
        "/suppliers/imports",
        Some(Permission::ReadSuppliers),
    ),
    (
        "Duplicate suppliers",
        "/suppliers/duplicates",
        Some(Permission::ReadSuppliers),
    ),
    ("Jobs out of attempts", "/jobs?status=dead", Some(Permission::ReadJobs)),
    ("Locations", "/settings/locations", Some(Permission::ReadReference)),
    ("Commodities", "/settings/commodities", Some(Permission::ReadReference)),
    ("Account and password", "/account", None),
];

/// Gives what matches of all that the person may see: each word of the query must begin a word of the title. Then the searches.
fn entries(query: &str, may: impl Fn(Permission) -> bool) -> Vec<Entry> {
    let areas = AREAS.iter().map(|area| (area.title, area.href, area.permission));
    let query = query.trim();
    let mut entries: Vec<_> = areas
        .chain(MORE)
        .filter(|(title, _, permission)| permission.is_none_or(&may) && matches(title, query))
        .map(|(title, href, _)| Entry::new(title, href))
        .collect();
    if !query.is_empty() && may(Permission::ReadSuppliers) {
        entries.push(Entry::new(
            format!("Search suppliers for \u{201c}{query}\u{201d}"),
            format!("/suppliers?q={}", encode(query)),
        ));
    }
    entries
}

fn matches(title: &str, query: &str) -> bool {
    let title = title.to_ascii_lowercase();
    let query = query.to_ascii_lowercase();
    query
        .split_whitespace()
        .all(|word| title.split_whitespace().any(|part| part.starts_with(word)))
}

/// The palette.
#[component]
pub fn Palette(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What would be lost by leaving.
    unsaved: Unsaved,
    /// Who looks; `None` when that can not be known.
    viewer: Option<Viewer>,
) -> impl IntoView {
    let query = RwSignal::new(String::new());
    let chosen = RwSignal::new(0_usize);
    let may = move |permission| viewer.as_ref().is_some_and(|viewer| viewer.may(permission));
    let found = Memo::new(move |_| entries(&query.read(), &may));
    Effect::new(move |_| {
        if open.get() {
            query.set(String::new());
            chosen.set(0);
        }
    });
    let navigate = use_navigate();
    let go = Callback::new(move |href: String| {
        open.set(false);
        if unsaved.may_leave(&href) {
            navigate(&href, NavigateOptions::default());
        }
    });
    let press = move |event: KeyboardEvent| {
        let last = found.read().len().saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => chosen.update(|chosen| *chosen = (*chosen + 1).min(last)),
            "ArrowUp" => chosen.update(|chosen| *chosen = chosen.saturating_sub(1)),
            "Enter" => {
                let entry = found.read().get(chosen.get_untracked()).cloned();
                if let Some(entry) = entry {
                    go.run(entry.href);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let options = move || {
        let option = |(index, entry): (usize, Entry)| {
            let href = entry.href.clone();
            view! {
                <li
                    role="option"
                    id=format!("palette-{index}")
                    aria-selected=move || if chosen.get() == index { "true" } else { "false" }
                    on:click=move |_| go.run(href.clone())
                >
                    {entry.title}
                </li>
            }
        };
        found.get().into_iter().enumerate().map(option).collect::<Vec<_>>()
    };
    view! {
        <Dialog title="Go to" open>
            <input
                class="input"
                type="text"
                role="combobox"
                aria-label="Page or search text"
                aria-expanded="true"
                aria-controls="palette-list"
                aria-activedescendant=move || format!("palette-{}", chosen.get())
                autocomplete="off"
                autofocus=true
                prop:value=query
                on:input:target=move |event| {
                    query.set(event.target().value());
                    chosen.set(0);
                }
                on:keydown=press
            />
            <ul class="palette" role="listbox" id="palette-list" aria-label="Results">
                {options}
            </ul>
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use contract::Role;

    use super::*;

    #[test]
    fn each_word_begins_a_word_of_the_title() {
        assert!(matches("Import suppliers", "imp sup"));
        assert!(matches("Import suppliers", "SUPP"));
        assert!(!matches("Import suppliers", "port"));
    }

    #[test]
    fn a_text_can_always_be_searched_for() {
        let last = entries("zz & co", |_| true).pop().expect("the search");
        assert_eq!(last.href, "/suppliers?q=zz%20%26%20co");
    }

    #[test]
    fn only_what_the_person_may_see_is_listed() {
        let hrefs = |role: Role| -> Vec<_> {
            let found = entries("", |permission| role.allows(permission));
            found.into_iter().map(|entry| entry.href).collect()
        };
        assert_eq!(hrefs(Role::Admin).len(), AREAS.len() + MORE.len());
        assert_eq!(
            hrefs(Role::Auditor),
            [
                "/",
                "/payee-files",
                "/suppliers",
                "/jobs",
                "/audit",
                "/users",
                "/settings/locations",
                "/suppliers/imports",
                "/suppliers/duplicates",
                "/jobs?status=dead",
                "/settings/locations",
                "/settings/commodities",
                "/account",
            ]
        );
    }
}
