//! Copying a text.

use std::time::Duration;

use js_sys::Promise;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;

use super::{button::Button, icon::IconName};

/// What the button says when the browser did not copy: the text stands beside it.
const BY_HAND: &str = "Select the text and copy it by hand";

/// A button that copies a text and says whether it did.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: String,
    /// What the button says before.
    #[prop(default = "Copy")]
    label: &'static str,
) -> impl IntoView {
    let said = RwSignal::new(None::<&'static str>);
    let copy = move |_| {
        // Begun at once: the browser allows it only while it handles the press.
        let copying = begin(&text);
        spawn_local(async move {
            let is_copied = match copying {
                Some(promise) => promise.await.is_ok(),
                None => false,
            };
            let (words, seconds) = if is_copied { ("Copied", 2) } else { (BY_HAND, 10) };
            // Nothing to say, and nothing to reset, when the page is gone.
            let _gone = said.try_set(Some(words));
            set_timeout(
                move || {
                    let _gone = said.try_set(None);
                },
                Duration::from_secs(seconds),
            );
        });
    };
    view! {
        <Button icon=IconName::Copy on_click=copy>
            <span aria-live="polite">{move || said.get().unwrap_or(label)}</span>
        </Button>
    }
}

/// Begins to copy; nothing on plain HTTP, where browsers have no clipboard for pages.
fn begin(text: &str) -> Option<Promise> {
    let clipboard = window().navigator().clipboard();
    (!JsValue::is_undefined(clipboard.as_ref())).then(|| clipboard.write_text(text))
}
