//! Changes in a form that are not saved yet: announced beside the form, and not lost by a slip of the mouse or the keys.
//!
//! The root component provides the state and listens to all ways off the page: links, keys and the palette ask
//! [`Unsaved::may_leave`], going back is taken back, and the browser asks before it closes or reloads the page.

use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, Event, MouseEvent};

use super::{
    button::{Button, Look},
    dialog::Dialog,
};

/// Whether a form on the page has changes that are not saved; in the context of everything.
#[derive(Clone, Copy)]
pub struct Unsaved {
    has_changes: RwSignal<bool>,
    /// The address of the page with the form.
    changed_at: StoredValue<String>,
    /// Where to go once the person agrees to lose them.
    wanted: RwSignal<String>,
    asking: RwSignal<bool>,
}

impl Unsaved {
    /// Nothing is changed.
    pub fn new() -> Self {
        Self {
            has_changes: RwSignal::new(false),
            changed_at: StoredValue::new(String::new()),
            wanted: RwSignal::new(String::new()),
            asking: RwSignal::new(false),
        }
    }

    /// Notes that there are changes, or none any more.
    pub fn set(self, has_changes: bool) {
        if has_changes {
            self.changed_at.set_value(address());
        }
        self.has_changes.set(has_changes);
    }

    /// Whether there are changes; follows them.
    pub fn get(self) -> bool {
        self.has_changes.get()
    }

    /// Whether the person may go to `href` at once. If not, they are asked, and go there if they agree.
    pub fn may_leave(self, href: &str) -> bool {
        if !self.has_changes.get_untracked() {
            return true;
        }
        self.wanted.set(href.to_owned());
        self.asking.set(true);
        false
    }

    /// Whether the person is being asked.
    pub fn asking(self) -> RwSignal<bool> {
        self.asking
    }

    /// Starts to watch the ways off the page, for as long as the document lives. Call it in the browser, before the router is
    /// made: listeners of the window are called in the order in which they came.
    pub fn listen(self) {
        let _listens_for_ever = window_event_listener(ev::beforeunload, move |event| {
            if self.has_changes.get_untracked() {
                event.prevent_default();
            }
        });
        let _listens_for_ever = window_event_listener(ev::popstate, move |event| self.hold_back(&event));
        on_document("click", move |event| self.hold_link(&event));
        on_document("submit", move |event| {
            if event.target().is_some_and(|form| is_watched(&form)) {
                self.set(false);
            }
        });
    }

    /// Keeps a click on a link of this site from leaving.
    fn hold_link(self, event: &Event) {
        let click = event.dyn_ref::<MouseEvent>();
        if event.default_prevented()
            || click.is_none_or(|click| click.ctrl_key() || click.meta_key() || click.shift_key())
        {
            return;
        }
        let link = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let link = link.and_then(|target| {
            target
                .closest("a[href^='/']:not([download], [target], [rel=external])")
                .ok()?
        });
        let href = link.and_then(|link| link.get_attribute("href"));
        if href.is_some_and(|href| !self.may_leave(&href)) {
            event.prevent_default();
            event.stop_propagation();
        }
    }

    /// Takes a step back or forward back, and asks.
    fn hold_back(self, event: &Event) {
        let (wanted, changed) = (address(), self.changed_at.get_value());
        if wanted == changed || self.may_leave(&wanted) {
            return;
        }
        event.stop_immediate_propagation();
        if let Ok(history) = window().history() {
            // Fails only for an address of another site.
            drop(history.push_state_with_url(&JsValue::NULL, "", Some(&changed)));
        }
    }
}

impl Default for Unsaved {
    fn default() -> Self {
        Self::new()
    }
}

/// The address of the page that is shown, as links have it.
fn address() -> String {
    let location = window().location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

/// Gives what is not saved.
///
/// # Panics
/// Outside the root component.
pub fn use_unsaved() -> Unsaved {
    use_context().expect("the root component provides what is not saved")
}

/// Listens on the document, and so before the router, which listens on the window. The layout lives as long as the document.
fn on_document(event: &str, handle: impl Fn(Event) + 'static) {
    let handle = Closure::<dyn Fn(Event)>::new(handle);
    drop(document().add_event_listener_with_callback(event, handle.as_ref().unchecked_ref()));
    handle.forget();
}

fn is_watched(form: &web_sys::EventTarget) -> bool {
    form.dyn_ref::<Element>()
        .and_then(|form| form.query_selector("[data-watched]").ok().flatten())
        .is_some()
}

/// Asks whether the changes may be lost.
#[component]
pub fn LeaveDialog(
    /// What is not saved.
    unsaved: Unsaved,
) -> impl IntoView {
    let navigate = use_navigate();
    let Unsaved { wanted, asking, .. } = unsaved;
    let leave = move |_| {
        asking.set(false);
        unsaved.set(false);
        navigate(&wanted.get_untracked(), NavigateOptions::default());
    };
    view! {
        <Dialog title="Leave without saving?" open=asking>
            <p>"What you changed on this page is not saved yet."</p>
            <div class="dialog-foot">
                <Button look=Look::Danger on_click=leave>
                    "Leave without saving"
                </Button>
                <Button look=Look::Primary on_click=move |_| asking.set(false)>
                    "Stay on the page"
                </Button>
            </div>
        </Dialog>
    }
}
