//! Keeps the focus in the page when what has it goes: a button that did its work, a message, a panel.
//!
//! The browser would give it to the document, from where the keyboard starts all over.

use std::{cell::RefCell, rc::Rc};

use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, FocusOptions, HtmlElement, MutationObserver, MutationObserverInit};

/// What can take the focus in a row.
const PRESSED: &str = "a[href], button:not(:disabled), input:not([type=hidden]), select";

/// Starts to keep it, for as long as the document lives.
pub fn keep_focus() {
    Effect::new(move |_| {
        let held = Rc::new(RefCell::new(Vec::<Element>::new()));
        let holders = Rc::clone(&held);
        let _listens_for_ever = window_event_listener(ev::focusin, move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            *held.borrow_mut() = std::iter::successors(target, |element| element.parent_element()).collect();
        });
        let look = Closure::<dyn Fn()>::new(move || {
            let focused = document().active_element();
            let is_lost = focused.is_none_or(|focused| focused.tag_name() == "BODY");
            if let Some(successor) = is_lost.then(|| successor(&holders.borrow())).flatten() {
                let options = FocusOptions::new();
                options.set_prevent_scroll(true);
                drop(successor.focus_with_options(&options));
            }
        });
        if let (Ok(observer), Some(body)) = (MutationObserver::new(look.as_ref().unchecked_ref()), document().body()) {
            let options = MutationObserverInit::new();
            options.set_child_list(true);
            options.set_subtree(true);
            drop(observer.observe_with_options(&body, &options));
        }
        look.forget();
    });
}

/// What takes the focus when the first of these elements, each within the next, is gone: what can be pressed in the same row, or
/// the nearest frame around it, which is the content at last.
fn successor(held: &[Element]) -> Option<HtmlElement> {
    if held.first()?.is_connected() {
        return None;
    }
    let around = held.iter().find(|element| element.is_connected());
    let near = around.and_then(|around| {
        let row = around.closest("tr").ok().flatten();
        let in_row = [Some(around).filter(|_| row.is_some()), row.as_ref()];
        let pressed = in_row
            .into_iter()
            .flatten()
            .find_map(|element| element.query_selector(PRESSED).ok().flatten());
        pressed.or_else(|| around.closest("[tabindex]").ok().flatten())
    });
    near.or_else(|| document().get_element_by_id("main"))?.dyn_into().ok()
}
