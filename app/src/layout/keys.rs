//! The keys that work on every page, and the dialog that lists them.

use contract::Viewer;
use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::areas::{AREAS, is_linked};
use crate::ui::{dialog::Dialog, unsaved::Unsaved};

/// A key of a page, for the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageKey {
    /// As printed on the key.
    pub key: String,
    /// What it does.
    pub does: &'static str,
}

#[derive(Clone, Copy)]
struct PageKeys(RwSignal<Vec<PageKey>>);

/// Makes room for the keys of the page.
pub fn provide_page_keys() -> RwSignal<Vec<PageKey>> {
    let keys = RwSignal::new(Vec::new());
    provide_context(PageKeys(keys));
    keys
}

/// Lists the keys of the page in the dialog, as long as the page is shown, and follows them when a person changes them.
///
/// # Panics
/// Outside the layout.
pub fn use_page_keys(keys: impl Fn() -> Vec<PageKey> + 'static) {
    let PageKeys(current) = use_context().expect("the layout provides the list of keys");
    Effect::new(move |_| current.set(keys()));
    on_cleanup(move || {
        // Nothing to clear when the layout is gone as well.
        let _gone = current.try_set(Vec::new());
    });
}

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Command {
    OpenPalette,
    OpenKeys,
    Search,
    /// The next letter names an area.
    AwaitArea,
    Go(&'static str),
    /// To the row so many further down.
    MoveRow(i32),
    TickRow,
}

/// A key press, without the browser.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "what a keyboard event says, as it says it")]
struct Press<'a> {
    key: &'a str,
    /// Ctrl, or Command on a Mac.
    control: bool,
    /// Alt: left to the browser.
    alt: bool,
    /// Whether the person is typing into a field.
    typing: bool,
    /// Whether `g` came just before.
    after_g: bool,
}

impl Press<'_> {
    fn command(self) -> Option<Command> {
        if self.control && !self.alt {
            return self.key.eq_ignore_ascii_case("k").then_some(Command::OpenPalette);
        }
        if self.typing || self.alt {
            return None;
        }
        if self.after_g {
            let area = AREAS.iter().find(|area| self.key.chars().eq([area.key]))?;
            return Some(Command::Go(area.href));
        }
        match self.key {
            "?" => Some(Command::OpenKeys),
            "/" => Some(Command::Search),
            "g" => Some(Command::AwaitArea),
            "j" => Some(Command::MoveRow(1)),
            "k" => Some(Command::MoveRow(-1)),
            "x" => Some(Command::TickRow),
            _ => None,
        }
    }
}

/// Starts to listen, for as long as the layout is shown.
pub fn listen_to_keys(palette_open: RwSignal<bool>, keys_open: RwSignal<bool>, unsaved: Unsaved) {
    let navigate = use_navigate();
    let after_g = StoredValue::new(false);
    Effect::new(move |_| {
        let navigate = navigate.clone();
        let listener = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
            if event.default_prevented() || event.is_composing() {
                return;
            }
            let key = event.key();
            let press = Press {
                key: &key,
                control: event.ctrl_key() || event.meta_key(),
                alt: event.alt_key(),
                typing: is_typing(),
                after_g: after_g.get_value(),
            };
            let command = press.command();
            after_g.set_value(command == Some(Command::AwaitArea));
            let handled = match command {
                Some(Command::OpenPalette) => {
                    palette_open.set(true);
                    true
                }
                Some(Command::OpenKeys) => {
                    keys_open.set(true);
                    true
                }
                Some(Command::Go(href)) if is_linked(href) => {
                    if unsaved.may_leave(href) {
                        navigate(href, NavigateOptions::default());
                    }
                    true
                }
                Some(Command::Search) => {
                    // A page without a search of its own has the one that goes everywhere.
                    if !focus("[data-search]") {
                        palette_open.set(true);
                    }
                    true
                }
                Some(Command::MoveRow(step)) => move_row(step),
                Some(Command::TickRow) => tick_row(),
                Some(Command::Go(_) | Command::AwaitArea) | None => false,
            };
            if handled {
                event.prevent_default();
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// Whether the focus is where letters are text, or in a dialog that has keys of its own.
fn is_typing() -> bool {
    let selector = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog";
    document()
        .active_element()
        .is_some_and(|element| element.closest(selector).is_ok_and(|found| found.is_some()))
}

fn focus(selector: &str) -> bool {
    let element = document().query_selector(selector).ok().flatten();
    element
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

/// Gives the opening links of the rows on screen.
fn rows() -> Vec<Element> {
    let Ok(list) = document().query_selector_all("[data-row]") else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|index| list.get(index)?.dyn_into().ok())
        .collect()
}

/// The row that has the focus, by its place among `rows`.
fn current_row(rows: &[Element]) -> Option<usize> {
    let row = document().active_element()?.closest("tr").ok()??;
    rows.iter()
        .position(|link| link.closest("tr").ok().flatten().as_ref() == Some(&row))
}

fn move_row(step: i32) -> bool {
    let rows = rows();
    let target = neighbour(current_row(&rows), rows.len(), step);
    let link = target.and_then(|target| rows.get(target)?.clone().dyn_into::<HtmlElement>().ok());
    link.is_some_and(|link| link.focus().is_ok())
}

/// The row to go to from `current`: the first one when none has the focus; no further than the ends.
fn neighbour(current: Option<usize>, count: usize, step: i32) -> Option<usize> {
    let last = count.checked_sub(1)?;
    Some(match current {
        None => 0,
        Some(current) if step < 0 => current.saturating_sub(step.unsigned_abs() as usize),
        Some(current) => (current + step.unsigned_abs() as usize).min(last),
    })
}

fn tick_row() -> bool {
    let row = document()
        .active_element()
        .and_then(|element| element.closest("tr").ok().flatten());
    let tick = row.and_then(|row| row.query_selector("input[type=checkbox]").ok().flatten());
    tick.and_then(|tick| tick.dyn_into::<HtmlElement>().ok())
        .is_some_and(|tick| {
            tick.click();
            true
        })
}

/// The keys that work everywhere.
const EVERYWHERE: [(&str, &str); 5] = [
    ("Ctrl K", "Go to a page or search"),
    ("/", "Search"),
    ("j  k", "Next and previous row"),
    ("x", "Choose the row"),
    ("?", "This list"),
];

/// Whether the page gives a key that works everywhere a meaning of its own.
fn is_taken(page_keys: &[PageKey], key: &str) -> bool {
    let mut printed = page_keys.iter().flat_map(|page| page.key.split("  "));
    printed.any(|other| other.eq_ignore_ascii_case(key))
}

/// The list of keys.
#[component]
pub fn KeysDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The keys of the page.
    page_keys: RwSignal<Vec<PageKey>>,
    /// Who looks; `None` when that can not be known.
    viewer: Option<Viewer>,
) -> impl IntoView {
    let row = |key: String, does: &'static str| {
        view! {
            <div>
                <dt>
                    <kbd>{key}</kbd>
                </dt>
                <dd>{does}</dd>
            </div>
        }
    };
    let areas: Vec<_> = AREAS
        .iter()
        .filter(|area| area.is_for(viewer.as_ref()))
        .map(|area| row(format!("g {}", area.key), area.title))
        .collect();
    view! {
        <Dialog title="Keys" open>
            <div class="keys">
                <section hidden=move || page_keys.with(Vec::is_empty)>
                    <h3>"This page"</h3>
                    <dl>{move || page_keys.get().into_iter().map(|key| row(key.key, key.does)).collect::<Vec<_>>()}</dl>
                </section>
                <section>
                    <h3>"Everywhere"</h3>
                    <dl>
                        {move || {
                            let everywhere = EVERYWHERE.into_iter().filter(|(key, _)| !page_keys.with(|keys| is_taken(keys, key)));
                            everywhere.map(|(key, does)| row(key.to_owned(), does)).collect::<Vec<_>>()
                        }}
                    </dl>
                </section>
                <section>
                    <h3>"Go to"</h3>
                    <dl>{areas}</dl>
                </section>
            </div>
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: &str) -> Press<'_> {
        Press {
            key,
            ..Press::default()
        }
    }

    #[test]
    fn letters_are_text_while_typing() {
        assert_eq!(
            Press {
                typing: true,
                ..press("j")
            }
            .command(),
            None
        );
        assert_eq!(
            Press {
                typing: true,
                control: true,
                ..press("k")
            }
            .command(),
            Some(Command::OpenPalette)
        );
    }

    #[test]
    fn a_letter_after_g_names_an_area() {
        assert_eq!(press("g").command(), Some(Command::AwaitArea));
        assert_eq!(
            Press {
                after_g: true,
                ..press("s")
            }
            .command(),
            Some(Command::Go("/suppliers"))
        );
        assert_eq!(
            Press {
                after_g: true,
                ..press("z")
            }
            .command(),
            None
        );
    }

    #[test]
    fn a_key_of_the_page_is_not_listed_twice() {
        let page_keys = [PageKey {
            key: "X  N".to_owned(),
            does: "Match, no supplier",
        }];
        assert!(is_taken(&page_keys, "x"));
        assert!(!is_taken(&page_keys, "j  k"));
    }

    #[test]
    fn rows_end_at_both_ends() {
        assert_eq!(neighbour(None, 3, 1), Some(0));
        assert_eq!(neighbour(Some(2), 3, 1), Some(2));
        assert_eq!(neighbour(Some(0), 3, -1), Some(0));
        assert_eq!(neighbour(None, 0, 1), None);
    }
}
