//! Asking why an item is put off or escalated.

use leptos::{ev, html, prelude::*};

use super::desk::Bench;
use crate::ui::{
    button::{Button, Look},
    dialog::Dialog,
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

/// The dialog. It opens when a reason is asked for.
#[component]
pub(super) fn ReasonDialog(
    /// The desk.
    bench: Bench,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let input = NodeRef::<html::Input>::new();
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
                if let Some(input) = input.get_untracked() {
                    input.set_value("");
                }
            }
        },
        false,
    );
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let words = input
            .get_untracked()
            .map(|input| input.value().trim().to_owned())
            .unwrap_or_default();
        if words.is_empty() {
            empty.set(true);
        } else if let Some(reason) = bench.reason.get_untracked() {
            open.set(false);
            bench.put_aside(reason, words);
        }
    };
    let title = move || bench.reason.get().map_or("", Reason::title);
    let verb = move || bench.reason.get().map_or("", Reason::verb);
    view! {
        <Dialog title=title open>
            <form class="form" on:submit=send>
                <div class="field">
                    <label class="field-label" for="reason">
                        "Reason"
                    </label>
                    <input
                        class="input"
                        id="reason"
                        maxlength="500"
                        autocomplete="off"
                        autofocus
                        aria-describedby="reason-note"
                        aria-invalid=move || empty.get().then_some("true")
                        node_ref=input
                    />
                    <p class="field-note" id="reason-note" class:field-error=empty>
                        {move || if empty.get() { "Say why, in a few words" } else { "Your colleagues see this" }}
                    </p>
                </div>
                <div class="dialog-foot">
                    <Button on:click=move |_| open.set(false)>"Back"</Button>
                    <Button kind="submit" look=Look::Primary>
                        {verb}
                    </Button>
                </div>
            </form>
        </Dialog>
    }
}
