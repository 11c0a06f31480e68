//! Copying a text.

use std::time::Duration;

use leptos::prelude::*;

use super::{button::Button, icon::IconName};

/// A button that copies a text and says so.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: String,
    /// What the button says before.
    #[prop(default = "Copy")]
    label: &'static str,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let copy = move |_| {
        // The answer only says whether the browser allowed it; the text stays selectable either way.
        drop(window().navigator().clipboard().write_text(&text));
        copied.set(true);
        set_timeout(
            move || {
                // Nothing to reset when the page is gone.
                let _gone = copied.try_set(false);
            },
            Duration::from_secs(2),
        );
    };
    view! {
        <Button icon=IconName::Copy on:click=copy>
            <span aria-live="polite">{move || if copied.get() { "Copied" } else { label }}</span>
        </Button>
    }
}
