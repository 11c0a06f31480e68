//! The menu of the signed-in person: organization, looks, account, signing out.

use contract::Viewer;
use leptos::server_fn::ServerFn;
use maud::{Markup, html};

use super::press::{Press, choice, pressed};
use crate::{
    preferences::{Preference, cookie, cookies},
    serverfns::identity::{SetPreference, SignOut, SwitchOrganization},
    ui::{icon::IconName, status},
};

/// The button with the person's name, which opens the menu. There may be several.
pub fn user_button(viewer: Option<&Viewer>) -> Markup {
    html! {
        button type="button" class="side-link user-button" popovertarget="user-menu" title="Your account" {
            (IconName::Person)
            span class="sr-only" { "Your account" }
            @if let Some(viewer) = viewer {
                span class="side-word user-name" {
                    span class="truncate" { (viewer.name) }
                    span class="truncate text-muted" { (viewer.current.organization_name) }
                }
            }
        }
    }
}

/// The menu behind the button. It is a native popover of plain forms: it works without JavaScript too.
pub fn user_menu(viewer: Option<&Viewer>) -> Markup {
    html! {
        div class="menu" id="user-menu" popover="auto" {
            @if let Some(viewer) = viewer { (person(viewer)) }
            (looks(Preference::Theme, "Theme", &["System", "Light", "Dark"]))
            (looks(Preference::Density, "Rows", &["Comfortable", "Compact"]))
            hr;
            a class="menu-item" href="/account" {
                (IconName::Key)
                "Account and password"
            }
            button type="button" class="menu-item with-js" popovertarget="user-menu" popovertargetaction="hide" data-press=(Press::Keys.as_str()) {
                (IconName::Help)
                "Keys of this page"
            }
            form method="post" action=(SignOut::url()) {
                button type="submit" class="menu-item" {
                    (IconName::SignOut)
                    "Sign out"
                }
            }
        }
    }
}

/// Who it is, and the organizations to switch to: by plain forms, since everything on the page changes.
fn person(viewer: &Viewer) -> Markup {
    let current = &viewer.current;
    let mut others = viewer
        .memberships
        .iter()
        .filter(|membership| membership.organization_id != current.organization_id)
        .peekable();
    html! {
        div class="menu-head" {
            strong { (viewer.name) }
            span class="text-muted" { (viewer.email) }
            span class="text-muted" { (current.organization_name) " · " (status::role(current.role)) }
        }
        @if others.peek().is_some() {
            div class="menu-group" role="group" aria-label="Switch organization" {
                @for membership in others {
                    form method="post" action=(SwitchOrganization::url()) {
                        input type="hidden" name="organization_id" value=(membership.organization_id);
                        button type="submit" class="menu-item" {
                            (IconName::Suppliers)
                            "Switch to " (membership.organization_name)
                        }
                    }
                }
            }
        }
        hr;
    }
}

/// A preference as a row of buttons. The document's attribute says which one holds, and the style sheet marks it; to those who
/// do not see it the button says so.
fn looks(preference: Preference, label: &str, words: &[&str]) -> Markup {
    let held = preference.parse(cookie(&cookies(), preference.name()).unwrap_or_default());
    html! {
        form method="post" action=(SetPreference::url()) {
            input type="hidden" name="preference" value=(preference.name());
            div class="menu-choice" role="group" aria-label=(label) {
                span class="text-muted" { (label) }
                div class="segmented" {
                    @for (value, word) in preference.values().iter().zip(words) {
                        button type="submit" name="value" value=(value) data-choice=(choice(preference, value)) aria-pressed=(pressed(*value == held)) { (word) }
                    }
                }
            }
        }
    }
}
