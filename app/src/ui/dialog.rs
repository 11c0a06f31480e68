//! Dialogs: the browser's own, which holds the focus and gives it back.

use leptos::{html, prelude::*};

use super::{
    button::{Button, IconButton, Look},
    icon::IconName,
};

/// A modal dialog.
#[component]
pub fn Dialog(
    /// What it is about.
    #[prop(into)]
    title: TextProp,
    /// Whether it is open; set it to open and close.
    open: RwSignal<bool>,
    /// Its contents.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            // Fails only when the element is not in the page, and then there is nothing to show.
            drop(dialog.show_modal());
            // One reads first, and then presses; a field that is to be filled in says so itself.
            if let (Ok(None), Some(heading)) = (dialog.query_selector("[autofocus]"), heading.get()) {
                drop(heading.focus());
            }
        } else if !open.get() {
            dialog.close();
        }
    });
    let name = title.clone();
    view! {
        <dialog class="dialog" node_ref=dialog aria-label=move || name.get() on:close=move |_| open.set(false)>
            <header class="dialog-head">
                <h2 tabindex="-1" node_ref=heading>
                    {move || title.get()}
                </h2>
                <IconButton icon=IconName::Cross label="Close" on_click=move |_| open.set(false) />
            </header>
            {children()}
        </dialog>
    }
}

/// A submit button that asks first. Without JavaScript it submits at once.
#[component]
pub fn ConfirmButton(
    /// On the button, and on the one that confirms.
    label: &'static str,
    /// What will happen to what, by name.
    #[prop(into)]
    question: String,
    /// How much the button stands out.
    #[prop(optional)]
    look: Look,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let sure = StoredValue::new(false);
    let button = NodeRef::<html::Span>::new();
    let ask = move |event: leptos::ev::MouseEvent| {
        // Whatever else happens, nothing is sent unless the answer was yes.
        if sure.try_get_value() == Some(true) {
            sure.set_value(false);
        } else {
            event.prevent_default();
            open.set(true);
        }
    };
    let confirm = move |_| {
        open.set(false);
        sure.set_value(true);
        let button = button
            .get()
            .and_then(|span| span.query_selector("button").ok().flatten());
        if let Some(button) =
            button.and_then(|button| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(button).ok())
        {
            button.click();
        }
    };
    view! {
        <span node_ref=button>
            <Button kind="submit" look on_click=ask>
                {label}
            </Button>
        </span>
        <Dialog title=label open>
            <p>{question}</p>
            <div class="dialog-foot">
                <Button on_click=move |_| open.set(false)>"Keep as it is"</Button>
                <Button look=Look::Danger on_click=confirm>
                    {label}
                </Button>
            </div>
        </Dialog>
    }
}
