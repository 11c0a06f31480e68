//! How far down a person had read what they come back to.
//!
//! The browser remembers that only of documents, and tries at once: by then the list that was left is not there again.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::Element;

/// How long what is gone back to may take to come, at most.
const PATIENCE_MS: f64 = 5_000.0;

/// Where the content and the window stood. In a wide window the content scrolls, on a phone the window.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Position {
    content: i32,
    window: f64,
}

/// For each place, where it stood when it was left.
#[derive(Clone, Copy)]
pub struct LeftAt {
    positions: StoredValue<Vec<(String, Position)>>,
    /// Whether the last that happened was going back, or forth.
    goes_back: StoredValue<bool>,
    /// Counts the moves, so that a later one ends the restoring for an earlier one.
    moves: StoredValue<u32>,
}

impl LeftAt {
    /// Nothing was left yet.
    pub(crate) fn new() -> Self {
        Self {
            positions: StoredValue::new(Vec::new()),
            goes_back: StoredValue::new(false),
            moves: StoredValue::new(0),
        }
    }

    /// Starts to note whether the person goes back. The listener of the router moves at once, so this one has to be there before.
    #[cfg(feature = "hydrate")]
    pub fn listen_to_history(self) {
        let goes_back = Closure::<dyn Fn()>::new(move || self.goes_back.set_value(true));
        drop(window().add_event_listener_with_callback("popstate", goes_back.as_ref().unchecked_ref()));
        goes_back.forget();
    }

    /// Starts to note where `place` stands whenever something happens that may lead away. The layout lives as long as the
    /// document, and listens before the router, which listens on the window.
    pub fn listen(self, place: Memo<String>) {
        let note = Closure::<dyn Fn()>::new(move || {
            let (Some(place), Some(content)) = (place.try_get_untracked(), content()) else {
                return;
            };
            let position = Position {
                content: content.scroll_top(),
                window: window().scroll_y().unwrap_or_default(),
            };
            self.goes_back.set_value(false);
            self.positions.update_value(|positions| {
                positions.retain(|(known, _)| *known != place);
                positions.push((place, position));
            });
        });
        for event in ["click", "keydown"] {
            drop(document().add_event_listener_with_callback(event, note.as_ref().unchecked_ref()));
        }
        note.forget();
    }

    /// Shows a new place from its top, and one that is gone back to where it was left. The router moves the window to the top,
    /// but not the content.
    pub fn moved(self, now: &str, before: &str) {
        self.moves.update_value(|moves| *moves += 1);
        if self.goes_back.get_value() {
            self.restore(now, before);
        } else if let Some(content) = content() {
            content.set_scroll_top(0);
        }
    }

    /// Shows a place where it was left, once it is there again in place of `before`.
    fn restore(self, place: &str, before: &str) {
        let positions = self.positions.read_value();
        if let Some((_, position)) = positions.iter().find(|(known, _)| known == place) {
            let path = |place: &str| place.split('?').next().map(str::to_owned);
            // Another part of the same list replaces it in place.
            let replaces = (path(place) != path(before)).then(title);
            let until_ms = js_sys::Date::now() + PATIENCE_MS;
            self.try_restore(self.moves.get_value(), *position, replaces, until_ms);
        }
    }

    /// Tries with each frame until the page is another than the one with the title `replaces`, and long enough.
    fn try_restore(self, own_move: u32, position: Position, replaces: Option<String>, until_ms: f64) {
        request_animation_frame(move || {
            if self.moves.try_get_value() != Some(own_move) || js_sys::Date::now() > until_ms {
                return;
            }
            if replaces == Some(title()) || !reach(position) {
                self.try_restore(own_move, position, replaces, until_ms);
            }
        });
    }
}

fn content() -> Option<Element> {
    document().get_element_by_id("main")
}

/// What tells one page from another: elements may be the same in both.
fn title() -> String {
    let heading = content().and_then(|content| content.query_selector("h1").ok().flatten());
    heading.and_then(|heading| heading.text_content()).unwrap_or_default()
}

/// Scrolls there; gives whether that is within the page.
fn reach(position: Position) -> bool {
    let Some(content) = content() else { return false };
    content.set_scroll_top(position.content);
    window().scroll_to_with_x_and_y(0.0, position.window);
    let scrolled = window().scroll_y().unwrap_or_default();
    content.scroll_top() >= position.content && scrolled + 1.0 >= position.window
}
