//! Short messages at the edge of the page about what was just done, with a way to undo it.

use std::{sync::Arc, time::Duration};

use leptos::prelude::*;

use super::{
    button::{Button, IconButton, Look},
    icon::{Icon, IconName},
};

/// How long a message stays. One that can be undone stays for the ten seconds in which people notice a slip.
const STAY: Duration = Duration::from_secs(6);
const STAY_UNDO: Duration = Duration::from_secs(10);

/// At most so many messages of success are shown; the oldest gives way. Who decides an item a second is not to be buried in
/// them.
const MOST: usize = 2;

/// Undoes what a message tells of. No `Callback`: one that is made in a handler of a page ends with the page, and the message
/// does not.
type Undo = Arc<dyn Fn() + Send + Sync>;

#[derive(Clone)]
struct Toast {
    id: u32,
    text: String,
    failed: bool,
    undo: Option<Undo>,
}

/// The messages of the page; in the context of everything inside the layout.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next_id: StoredValue<u32>,
}

impl Toasts {
    /// No messages.
    pub fn new() -> Self {
        Self {
            shown: RwSignal::new(Vec::new()),
            next_id: StoredValue::new(0),
        }
    }

    /// Says that something was done.
    pub fn done(self, text: impl Into<String>) {
        self.push(text.into(), false, None);
    }

    /// Says that something failed.
    pub fn failed(self, text: impl Into<String>) {
        self.push(text.into(), true, None);
    }

    /// Says that something was done and offers to undo it, also after the page that did it was left: `undo` must not count on what
    /// belongs to that page.
    pub fn undoable(self, text: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
        self.push(text.into(), false, Some(Arc::new(undo)));
    }

    /// Takes away what was said to be done in these words: it was not done after all.
    pub fn withdraw(self, text: &str) {
        // What is taken away may be gone with the layout.
        self.shown
            .try_update(|shown| shown.retain(|toast| toast.failed || toast.text != text));
    }

    fn push(self, text: String, failed: bool, undo: Option<Undo>) {
        // What is told may come when the layout is gone.
        let Some(id) = self.next_id.try_get_value() else {
            return;
        };
        self.next_id.set_value(id.wrapping_add(1));
        let stay = if undo.is_some() { STAY_UNDO } else { STAY };
        self.shown.update(|shown| {
            shown.push(Toast { id, text, failed, undo });
            let mut surplus = shown.iter().filter(|toast| !toast.failed).count().saturating_sub(MOST);
            shown.retain(|toast| {
                let goes = surplus > 0 && !toast.failed;
                surplus -= usize::from(goes);
                !goes
            });
        });
        set_timeout(move || self.remove(id), stay);
    }

    fn remove(self, id: u32) {
        // The page may be gone when the time is over.
        self.shown.try_update(|shown| shown.retain(|toast| toast.id != id));
    }
}

impl Default for Toasts {
    fn default() -> Self {
        Self::new()
    }
}

/// Gives the messages of the page.
///
/// # Panics
/// Outside the layout.
pub fn use_toasts() -> Toasts {
    use_context().expect("the layout provides the messages")
}

/// Where the messages appear.
#[component]
pub fn ToastHost(
    /// The messages.
    toasts: Toasts,
) -> impl IntoView {
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.shown.get() key=|toast| toast.id let:toast>
                <div class="toast" class:toast-failed=toast.failed>
                    <Icon name=if toast.failed { IconName::Alert } else { IconName::Check } />
                    <span class="grow">{toast.text.clone()}</span>
                    {toast
                        .undo
                        .map(|undo| {
                            let press = move |_| {
                                undo();
                                toasts.remove(toast.id);
                            };
                            view! {
                                <Button look=Look::Quiet icon=IconName::Undo on_click=press>
                                    "Undo"
                                </Button>
                            }
                        })}
                    <IconButton icon=IconName::Cross label="Dismiss" on_click=move |_| toasts.remove(toast.id) />
                </div>
            </For>
        </div>
    }
}
