//! Looking a supplier up when none of the candidates is right.

use contract::{SupplierFilter, SupplierLine};
use leptos::{prelude::*, task::spawn_local};
use maud::{Markup, html};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlInputElement, KeyboardEvent, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::{
    keymap::{KeyAct, Keymap},
    keys::focus_on,
};
use crate::{
    error::UiError,
    serverfns::suppliers::list_suppliers,
    ui::{following::pressed, icon::IconName},
};

/// Suppliers that the list under the field shows.
const SHOWN: u32 = 6;

/// The element id of the field.
const FIELD: &str = "supplier-search";
/// The element id of the list under it.
const FOUND: &str = "suppliers-found";

/// What was found for the words in the field; absent while it is empty. The words themselves are the field's.
#[derive(Clone, Copy)]
pub(super) struct SupplierSearch {
    found: RwSignal<Option<Result<Vec<SupplierLine>, UiError>>>,
}

impl SupplierSearch {
    pub(super) fn new() -> Self {
        Self {
            found: RwSignal::new(None),
        }
    }

    /// Puts the focus into the field.
    pub(super) fn focus() {
        focus_on(FIELD);
    }

    /// Looks up what the field says, once it says something else.
    pub(super) fn look_up(self, event: &Event) {
        if !in_field(event) {
            return;
        }
        let q = words();
        if q.is_empty() {
            return self.found.set(None);
        }
        let filter = SupplierFilter {
            q: Some(q.clone()),
            limit: Some(SHOWN),
            ..SupplierFilter::default()
        };
        spawn_local(async move {
            let answer = list_suppliers(filter).await.map(|page| page.items);
            // An answer to what the field said before comes too late; so does one after the page was left.
            if words() == q {
                self.found.try_set(Some(answer));
                // What was found is brought out from behind the foot.
                request_animation_frame(|| {
                    if let Some(list) = document().get_element_by_id(FOUND) {
                        let nearest = ScrollIntoViewOptions::new();
                        nearest.set_block(ScrollLogicalPosition::Nearest);
                        list.scroll_into_view_with_scroll_into_view_options(&nearest);
                    }
                });
            }
        });
    }

    /// Empties the field and forgets what was found.
    pub(super) fn clear(self) {
        if let Some(field) = field() {
            field.set_value("");
        }
        self.found.set(None);
    }

    /// Whether a key is Enter in the field.
    pub(super) fn is_enter(event: &KeyboardEvent) -> bool {
        event.key() == "Enter" && in_field(event)
    }

    /// Moves the focus between the field and what was found, or leaves the field on Escape. Gives whether the key meant that.
    pub(super) fn go(self, event: &KeyboardEvent) -> bool {
        let found = pressed::<usize>(event, "data-found");
        match (event.key().as_str(), found) {
            ("ArrowDown", None) if in_field(event) => focus_found(0),
            ("ArrowDown", Some(place)) => focus_found(place + 1),
            ("ArrowUp", Some(place)) if place > 0 => focus_found(place - 1),
            ("ArrowUp" | "Escape", Some(_)) => focus_on(FIELD),
            ("Escape", None) if in_field(event) => self.leave(),
            _ => return false,
        }
        true
    }

    fn leave(self) {
        self.clear();
        if let Some(field) = field() {
            // Fails only when the field is not in the page.
            drop(field.blur());
        }
    }

    /// Gives one of those found, by its place.
    pub(super) fn nth(self, index: usize) -> Option<SupplierLine> {
        self.found
            .with_untracked(|found| found.as_ref()?.as_ref().ok()?.get(index).cloned())
    }

    /// Writes the field, and what it finds.
    pub(super) fn text(self, keymap: &Keymap) -> Markup {
        html! {
            section class="card with-js" aria-label="Another supplier" {
                label class="field-label" for=(FIELD) { "Another supplier " kbd { (keymap.printed(KeyAct::Search)) } }
                input class="input" id=(FIELD) type="search" autocomplete="off" placeholder="Name or id" data-search="";
                ul class="candidates" id=(FOUND) aria-label="Suppliers found" {
                    (self.found.with(|found| found.as_ref().map(results)).unwrap_or_default())
                }
            }
        }
    }
}

fn field() -> Option<HtmlInputElement> {
    document().get_element_by_id(FIELD)?.dyn_into().ok()
}

/// Puts the focus on one of those found, by its place; past the last one it stays where it is.
fn focus_found(place: usize) {
    let found = document()
        .query_selector(&format!("[data-found='{place}']"))
        .ok()
        .flatten();
    if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        // Fails only when the button is not in the page.
        drop(found.focus());
    }
}

/// Whether an event of the page happened in the field.
fn in_field(event: &Event) -> bool {
    pressed::<String>(event, "data-search").is_some()
}

fn words() -> String {
    field().map_or_else(String::new, |field| field.value().trim().to_owned())
}

fn results(found: &Result<Vec<SupplierLine>, UiError>) -> Markup {
    let suppliers = match found {
        Ok(suppliers) if suppliers.is_empty() => {
            return html! { p class="text-muted" role="status" { "No supplier has a name like this." } };
        }
        Ok(suppliers) => suppliers,
        Err(UiError(problem)) => {
            return html! {
                div class="state state-error" role="alert" {
                    (IconName::Alert)
                    h2 { (problem.title) }
                    p { (problem.detail) }
                    @if !problem.error_id.is_empty() { p class="text-muted" { "Error id " code { (problem.error_id) } } }
                }
            };
        }
    };
    html! {
        @for (index, supplier) in suppliers.iter().enumerate() {
            @let place = [supplier.city.as_str(), supplier.country.as_str()];
            li {
                button type="button" class="candidate" data-found=(index) {
                    span class="candidate-name" { bdi { (supplier.name) } }
                    span class="text-muted" { (place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")) }
                    code { (supplier.external_id) }
                }
            }
        }
    }
}
