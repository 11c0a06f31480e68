//! The menu of the signed-in person: organization, looks, account, signing out.

use contract::{Membership, Viewer};
use leptos::{prelude::*, server_fn::ServerFn, task::spawn_local};

use super::viewer::by_viewer;
use crate::{
    preferences::Preference,
    serverfns::identity::{SetPreference, SignOut, SwitchOrganization, set_preference},
    ui::{
        icon::{Icon, IconName},
        status,
        toast::{Toasts, use_toasts},
    },
};

/// The button with the person's name, and the menu behind it. It is a native popover: it opens without JavaScript too.
#[component]
pub fn UserMenu(
    /// Opens the list of keys.
    keys_open: RwSignal<bool>,
) -> impl IntoView {
    let button = by_viewer(|viewer| {
        viewer
            .map(|viewer| {
                view! {
                    <span class="side-word user-name">
                        <span class="truncate">{viewer.name}</span>
                        <span class="truncate text-muted">{viewer.current.organization_name}</span>
                    </span>
                }
            })
            .into_any()
    });
    let person = by_viewer(|viewer| viewer.map(|viewer| view! { <Person viewer /> }).into_any());
    view! {
        <button type="button" class="side-link user-button" popovertarget="user-menu" title="Your account">
            <Icon name=IconName::Person />
            <span class="sr-only">"Your account"</span>
            {button}
        </button>
        <div class="menu" id="user-menu" popover="auto">
            {person}
            <Choice preference=Preference::Theme label="Theme" words=&["System", "Light", "Dark"] />
            <Choice preference=Preference::Density label="Rows" words=&["Comfortable", "Compact"] />
            <hr />
            <a class="menu-item" href="/account">
                <Icon name=IconName::Key />
                "Account and password"
            </a>
            <button type="button" class="menu-item" popovertarget="user-menu" on:click=move |_| keys_open.set(true)>
                <Icon name=IconName::Help />
                "Keys of this page"
            </button>
            <form method="post" action=SignOut::url()>
                <button type="submit" class="menu-item">
                    <Icon name=IconName::SignOut />
                    "Sign out"
                </button>
            </form>
        </div>
    }
}

/// Who it is, and the organizations to switch to.
#[component]
fn Person(
    /// The signed-in person.
    viewer: Viewer,
) -> impl IntoView {
    let current = viewer.current.organization_id;
    let others: Vec<_> = viewer
        .memberships
        .into_iter()
        .filter(|membership| membership.organization_id != current)
        .map(|membership| view! { <SwitchButton membership /> })
        .collect();
    view! {
        <div class="menu-head">
            <strong>{viewer.name}</strong>
            <span class="text-muted">{viewer.email}</span>
            <span class="text-muted">{viewer.current.organization_name} " · " {status::role(viewer.current.role)}</span>
        </div>
        {(!others.is_empty())
            .then(|| {
                view! {
                    <div class="menu-group" role="group" aria-label="Switch organization">
                        {others}
                    </div>
                }
            })}
        <hr />
    }
}

/// Goes to another organization. A plain form: everything on the page changes, so it is loaded anew.
#[component]
fn SwitchButton(
    /// The person's place there.
    membership: Membership,
) -> impl IntoView {
    view! {
        <form method="post" action=SwitchOrganization::url()>
            <input type="hidden" name="organization_id" value=membership.organization_id.to_string() />
            <button type="submit" class="menu-item">
                <Icon name=IconName::Suppliers />
                "Switch to " {membership.organization_name}
            </button>
        </form>
    }
}

/// A preference as a row of buttons. The document's attribute says which one holds, and the style sheet marks it.
#[component]
fn Choice(
    /// Which preference.
    preference: Preference,
    /// What it is about.
    label: &'static str,
    /// The words for its values, in their order.
    words: &'static [&'static str],
) -> impl IntoView {
    let toasts = use_toasts();
    let preference_name = preference.name();
    let buttons: Vec<_> = preference
        .values()
        .iter()
        .zip(words)
        .map(|(value, word)| {
            view! {
                <button
                    type="submit"
                    name="value"
                    value=*value
                    data-choice=format!("{preference_name}-{value}")
                    on:click=move |event| {
                        event.prevent_default();
                        prefer(toasts, preference, value);
                    }
                >
                    {*word}
                </button>
            }
        })
        .collect();
    view! {
        <form method="post" action=SetPreference::url()>
            <input type="hidden" name="preference" value=preference_name />
            <div class="menu-choice" role="group" aria-label=label>
                <span class="text-muted">{label}</span>
                <div class="segmented">{buttons}</div>
            </div>
        </form>
    }
}

/// Shows a preference at once, and has the server remember it.
pub fn prefer(toasts: Toasts, preference: Preference, value: &'static str) {
    if let Some(root) = document().document_element() {
        // Fails only for a malformed attribute name.
        drop(root.set_attribute(&format!("data-{}", preference.name()), value));
    }
    spawn_local(async move {
        if let Err(error) = set_preference(preference, value.to_owned()).await {
            toasts.failed(error.to_string());
        }
    });
}
