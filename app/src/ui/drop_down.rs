//! A button with a small menu below it. It is the browser's own `<details>`, so it opens without JavaScript too.

use leptos::{ev::KeyboardEvent, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlElement, Node};

use super::icon::{Icon, IconName};

/// A button with a menu. Escape closes it, and so does leaving it.
#[component]
pub fn DropDown(
    /// On the button.
    label: &'static str,
    /// Before the words.
    icon: IconName,
    /// The entries, each with the class `menu-item`.
    children: Children,
) -> impl IntoView {
    let menu = NodeRef::<html::Details>::new();
    let close = move || {
        if let Some(Some(menu)) = menu.try_get_untracked() {
            menu.set_open(false);
        }
    };
    let leave = move |event: FocusEvent| {
        let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        // The focus also leaves when the page does, and then the reference to the menu is gone already.
        let stays = menu
            .try_get_untracked()
            .flatten()
            .is_some_and(|menu| menu.contains(to.as_ref()));
        if !stays {
            close();
        }
    };
    let press = move |event: KeyboardEvent| {
        if event.key() != "Escape" || menu.get_untracked().is_none_or(|menu| !menu.open()) {
            return;
        }
        event.prevent_default();
        close();
        let button = menu
            .get_untracked()
            .and_then(|menu| menu.query_selector("summary").ok().flatten());
        if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
            // Fails only when the element is not in the page.
            drop(button.focus());
        }
    };
    view! {
        <details class="drop-down" node_ref=menu on:focusout=leave on:keydown=press>
            <summary class="btn">
                <Icon name=icon />
                {label}
                <Icon name=IconName::ChevronDown />
            </summary>
            <div class="drop-down-list" tabindex="-1">
                {children()}
            </div>
        </details>
    }
}
