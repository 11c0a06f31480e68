//! The keyboard of the page: listening, and the list in which people give an act another key.

use leptos::{ev, prelude::*};
use maud::{Markup, html};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::{
    desk::Bench,
    keymap::{KeyAct, Keymap, Stroke, is_mappable},
};
use crate::{
    layout::{PageKey, use_page_keys},
    ui::{
        dialog::Dialog,
        following::{FollowingText, handler, pressed},
    },
};

/// Where the browser keeps the keys that a person has changed.
const PLACE: &str = "vouch.review_keys";

/// The keys in force, for the console's list of keys. Acts that belong together share a line.
fn page_keys(keymap: &Keymap) -> Vec<PageKey> {
    let line = |acts: &[KeyAct], does| PageKey {
        key: acts
            .iter()
            .map(|act| keymap.printed(*act))
            .collect::<Vec<_>>()
            .join("  "),
        does,
    };
    let candidates = PageKey {
        key: "1 \u{2026} 9".to_owned(),
        does: "Choose a candidate",
    };
    vec![
        line(&[KeyAct::Confirm, KeyAct::ConfirmAll], "Confirm and next"),
        candidates,
        line(&[KeyAct::Previous, KeyAct::Next], "Go through the candidates"),
        line(&[KeyAct::TakeSupplier, KeyAct::NoSupplier], "Match, no supplier"),
        line(
            &[KeyAct::Business, KeyAct::Individual, KeyAct::Government],
            "Business, individual, public body",
        ),
        line(
            &[KeyAct::Unsure, KeyAct::Postpone, KeyAct::Escalate],
            "Unsure, postpone, escalate",
        ),
        line(&[KeyAct::Cluster, KeyAct::Remember], "All rows with the name, remember"),
        line(&[KeyAct::Undo], "Undo"),
        line(&[KeyAct::History], "Last ten decisions"),
    ]
}

/// Starts to listen, for as long as the page is shown, with the keys that this browser keeps.
pub(super) fn listen(bench: Bench) {
    use_page_keys(move || bench.keymap.with(page_keys));
    Effect::new(move |_| {
        let kept = storage().and_then(|storage| storage.get_item(PLACE).ok().flatten());
        if let Some(keymap) = kept.and_then(|kept| serde_json::from_slice::<Keymap>(kept.as_bytes()).ok()) {
            bench.keymap.set(keymap);
        }
        let listener = window_event_listener(ev::keydown, move |event| {
            if event.default_prevented() || event.is_composing() || event.repeat() || in_dialog() {
                return;
            }
            let meaning = bench.keymap.with_untracked(|keymap| keymap.meaning(&stroke(&event)));
            if let Some(meaning) = meaning {
                event.prevent_default();
                bench.run(meaning);
            }
        });
        on_cleanup(move || listener.remove());
    });
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn in_dialog() -> bool {
    document()
        .query_selector("dialog[open]")
        .is_ok_and(|dialog| dialog.is_some())
}

fn focused_within(selector: &str) -> Option<Element> {
    let focused = document().active_element()?;
    focused
        .closest(selector)
        .is_ok_and(|found| found.is_some())
        .then_some(focused)
}

fn focus_is_within(selector: &str) -> bool {
    focused_within(selector).is_some()
}

/// Takes the focus off an element like this, so that Enter does not press it.
pub(super) fn blur_within(selector: &str) {
    if let Some(element) = focused_within(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Fails only when the element is not in the page.
        drop(element.blur());
    }
}

/// Puts the focus on the element with this id, which brings it into view.
pub(super) fn focus_on(id: &str) {
    if let Some(element) = document()
        .get_element_by_id(id)
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
    {
        // Fails only when the element is not in the page.
        drop(element.focus());
    }
}

/// Puts the focus on the element with this id where nothing has it.
pub(super) fn focus_if_lost(id: &str) {
    if document()
        .active_element()
        .is_none_or(|element| element.tag_name() == "BODY")
    {
        focus_on(id);
    }
}

fn stroke(event: &KeyboardEvent) -> Stroke {
    Stroke {
        key: event.key(),
        ctrl: event.ctrl_key() || event.meta_key(),
        alt: event.alt_key(),
        typing: focus_is_within("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]"),
        on_control: focus_is_within("button, a, summary"),
    }
}

/// The list of keys, each of which can be changed by pressing another.
#[component]
pub(super) fn Keys(
    /// The desk.
    bench: Bench,
) -> impl IntoView {
    let problem = RwSignal::new(String::new());
    let press = move |event: KeyboardEvent| {
        let key = event.key();
        let Some(act) = pressed(&event, "data-act").filter(|_| is_mappable(&key)) else {
            return;
        };
        event.prevent_default();
        event.stop_propagation();
        let ctrl = event.ctrl_key() || event.meta_key();
        let chord = if ctrl { format!("Ctrl+{key}") } else { key };
        let outcome = bench.keymap.try_update(|keymap| keymap.remap(act, &chord));
        let kept = bench.keymap.with_untracked(keep);
        problem.set(match outcome {
            _ if !kept => "This browser can not keep the change; it holds until the page is closed.".to_owned(),
            Some(Err(refusal)) => refusal,
            Some(Ok(())) | None => String::new(),
        });
    };
    let list = move || problem.with(|problem| bench.keymap.with(|keymap| list(keymap, problem)));
    view! {
        <Dialog title="Keys of this page" open=bench.keys_open>
            <FollowingText text=list handlers=vec![handler(ev::keydown, press)] />
        </Dialog>
    }
}

/// Keeps the keys in the browser, if it lets us.
fn keep(keymap: &Keymap) -> bool {
    let text = serde_json::to_string(keymap).expect("a key map is plain data");
    storage().is_some_and(|storage| storage.set_item(PLACE, &text).is_ok())
}

fn list(keymap: &Keymap, problem: &str) -> Markup {
    html! {
        p class="text-muted" { "To change one, go to its field and press the new key." }
        p class="field-error" role="alert" { (problem) }
        div class="key-list" {
            @for act in KeyAct::ALL {
                label class="key-row" {
                    span class="grow" { (act.label()) }
                    input class="input key-input" readonly value=(keymap.printed(act)) data-act=(act);
                }
            }
        }
    }
}
