//! Asking why an item is put off or escalated.

use leptos::{ev, prelude::*};
use maud::{Markup, html};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::desk::Bench;
use crate::ui::{
    button::Look,
    dialog::Dialog,
    following::{FollowingText, handler, pressed},
};

/// What needs a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// Putting off.
    Postpone,
    /// A second look by a manager.
    Escalate,
}

impl Reason {
    const fn title(self) -> &'static str {
        match self {
            Self::Postpone => "Postpone: what is missing?",
            Self::Escalate => "Escalate: what should be looked at?",
        }
    }

    const fn verb(self) -> &'static str {
        match self {
            Self::Postpone => "Postpone",
            Self::Escalate => "Escalate",
        }
    }

    /// What was done, for the history.
    pub(super) const fn done(self) -> &'static str {
        match self {
            Self::Postpone => "Postponed",
            Self::Escalate => "Escalated",
        }
    }
}

/// The element id of the field.
const FIELD: &str = "reason";

/// The dialog. It opens when a reason is asked for.
#[component]
pub(super) fn ReasonDialog(
    /// The desk.
    bench: Bench,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let empty = RwSignal::new(false);
    Effect::new(move |_| open.set(bench.reason.get().is_some()));
    Effect::watch(
        move || open.get(),
        move |open, _, _| {
            empty.set(false);
            if !open {
                // Setting it again would open and close the dialog without end: each effect would call the other.
                if bench.reason.with_untracked(Option::is_some) {
                    bench.reason.set(None);
                }
                if let Some(field) = field() {
                    field.set_value("");
                }
            }
        },
        false,
    );
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let words = field().map_or_else(String::new, |field| field.value().trim().to_owned());
        if words.is_empty() {
            empty.set(true);
        } else if let Some(reason) = bench.reason.get_untracked() {
            open.set(false);
            bench.put_aside(reason, words);
        }
    };
    let press = move |event: ev::MouseEvent| {
        if pressed::<String>(&event, "data-back").is_some() {
            open.set(false);
        }
    };
    let title = move || bench.reason.get().map_or("", Reason::title);
    let text = move || form(bench.reason.get().map_or("", Reason::verb), empty.get());
    view! {
        <Dialog title=title open>
            <FollowingText text handlers=vec![handler(ev::submit, send), handler(ev::click, press)] />
        </Dialog>
    }
}

fn field() -> Option<HtmlInputElement> {
    document().get_element_by_id(FIELD)?.dyn_into().ok()
}

fn form(verb: &str, empty: bool) -> Markup {
    html! {
        form class="form" {
            div class="field" {
                label class="field-label" for=(FIELD) { "Reason" }
                input class="input" id=(FIELD) maxlength="500" autocomplete="off" autofocus aria-describedby="reason-note"
                    aria-invalid=[empty.then_some("true")];
                p.field-note.field-error[empty] id="reason-note" {
                    @if empty { "Say why, in a few words" } @else { "Your colleagues see this" }
                }
            }
            div class="dialog-foot" {
                button type="button" class=(Look::Secondary.class()) data-back { "Back" }
                button type="submit" class=(Look::Primary.class()) { (verb) }
            }
        }
    }
}
