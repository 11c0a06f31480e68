//! The keyboard of the page: listening, and the list in which people give an act another key.

use leptos::{ev, prelude::*};
use web_sys::KeyboardEvent;

use super::{
    desk::Bench,
    keymap::{KeyAct, Keymap, Stroke},
};
use crate::{
    layout::{PageKey, use_page_keys},
    ui::dialog::Dialog,
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
        line(&[KeyAct::Confirm], "Confirm and next"),
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
        if let Some(keymap) = kept.and_then(|kept| serde_json::from_str::<Keymap>(&kept).ok()) {
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

fn focus_is_within(selector: &str) -> bool {
    document()
        .active_element()
        .is_some_and(|element| element.closest(selector).is_ok_and(|found| found.is_some()))
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
    let problem = RwSignal::new(None::<String>);
    let remap = move |act: KeyAct, event: KeyboardEvent| {
        let key = event.key();
        if matches!(key.as_str(), "Tab" | "Escape" | "Shift" | "Control" | "Alt" | "Meta") {
            return;
        }
        event.prevent_default();
        event.stop_propagation();
        let ctrl = event.ctrl_key() || event.meta_key();
        let chord = if ctrl { format!("Ctrl+{key}") } else { key };
        let outcome = bench
            .keymap
            .try_update(|keymap| keymap.remap(act, &chord))
            .unwrap_or(Ok(()));
        let text = bench
            .keymap
            .with_untracked(|keymap| serde_json::to_string(keymap).expect("a key map is plain data"));
        if storage().is_none_or(|storage| storage.set_item(PLACE, &text).is_err()) {
            problem.set(Some(
                "This browser can not keep the change; it holds until the page is closed.".to_owned(),
            ));
            return;
        }
        problem.set(outcome.err());
    };
    let rows: Vec<_> = KeyAct::ALL
        .into_iter()
        .map(|act| {
            let chord = move || bench.keymap.with(|keymap| keymap.printed(act));
            view! {
                <label class="key-row">
                    <span class="grow">{act.label()}</span>
                    <input class="input key-input" readonly prop:value=chord on:keydown=move |event| remap(act, event) />
                </label>
            }
        })
        .collect();
    view! {
        <Dialog title="Keys of this page" open=bench.keys_open>
            <p class="text-muted">"To change one, go to its field and press the new key."</p>
            <p class="field-error" role="alert">
                {move || problem.get()}
            </p>
            <div class="key-list">{rows}</div>
        </Dialog>
    }
}
