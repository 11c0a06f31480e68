//! What the server says by itself: one event stream for the whole console.

use std::{cell::RefCell, rc::Rc, sync::Arc, time::Duration};

use contract::{LiveEvent, PayeeFile};
use leptos::{prelude::*, task::spawn_local};
use serde::Deserialize;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{EventSource, MessageEvent};

use super::{answer::Readable, load::Loading, toast::use_toasts};
use crate::error::UiError;

/// Where the stream comes from.
const STREAM: &str = "/api/v1/live";

/// The attribute of the document that says how far the stream had come when the server began to write the page.
const POSITION: &str = "data-live";

/// [`LiveEvent::ReviewQueueChanged`] as the stream says it: to know it, a page need not be able to read all events.
const REVIEW_QUEUE_CHANGED: &str = r#"{"topic":"review_queue_changed"}"#;

/// [`LiveEvent::Missed`] as the stream says it.
const MISSED: &str = r#"{"topic":"missed"}"#;

/// [`LiveEvent::PayeeFile`], without the code to read all other events.
#[derive(Deserialize)]
struct FileEvent {
    file: PayeeFile,
}

/// How long to wait after a refusal, at least; at most twice as long.
const RETRY: Duration = Duration::from_secs(5);

/// How long to gather events before fetching again: a file at work reports several times a second.
const GATHER: Duration = Duration::from_secs(1);

/// The latest event of the stream, as it came; in the context of everything inside the layout. Only the pages that look into
/// events bring the code to read them.
#[derive(Clone, Copy)]
pub struct Live(RwSignal<Option<Arc<str>>>);

impl Live {
    /// Nothing has been said yet.
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// Listens, for as long as the layout is shown. What happened since the server wrote the page, or while nobody listened, is
    /// said to be missed.
    pub fn connect(self) {
        let root = document().document_element();
        let written_at = root.and_then(|root| root.get_attribute(POSITION)).unwrap_or_default();
        let stream = Rc::new(Stream {
            live: self,
            heard: RefCell::new(written_at),
            source: RefCell::default(),
        });
        stream.open();
        let follow = Closure::<dyn Fn()>::new(move || stream.follow_visibility());
        let listening =
            document().add_event_listener_with_callback("visibilitychange", follow.as_ref().unchecked_ref());
        if listening.is_ok() {
            // The document keeps it.
            follow.forget();
        }
    }
}

/// The open stream of a page. A page that nobody sees has none: a browser opens six connections to a server and no more.
struct Stream {
    live: Live,
    /// The id of the latest event.
    heard: RefCell<String>,
    source: RefCell<Option<EventSource>>,
}

impl Stream {
    fn open(self: &Rc<Self>) {
        if document().hidden() || self.source.borrow().is_some() || self.live.0.is_disposed() {
            return;
        }
        let address = format!("{STREAM}?after={}", self.heard.borrow());
        let Ok(source) = EventSource::new(&address) else {
            return;
        };
        let stream = Rc::clone(self);
        let receive = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| stream.receive(&message));
        source.set_onmessage(Some(receive.as_ref().unchecked_ref()));
        let stream = Rc::clone(self);
        let fail = Closure::<dyn Fn()>::new(move || stream.retry_when_refused());
        source.set_onerror(Some(fail.as_ref().unchecked_ref()));
        // The stream keeps them.
        receive.forget();
        fail.forget();
        self.source.replace(Some(source));
    }

    fn close(&self) {
        if let Some(source) = self.source.take() {
            source.close();
        }
    }

    fn receive(&self, message: &MessageEvent) {
        self.heard.replace(message.last_event_id());
        let text = message.data().as_string();
        let gone = text.and_then(|text| self.live.0.try_set(Some(text.into()))).is_some();
        if gone {
            self.close();
        }
    }

    /// The browser connects again by itself after an interruption, but not after an answer that is no stream, such as that of a
    /// proxy whose server is being restarted.
    fn retry_when_refused(self: &Rc<Self>) {
        let refused = self.source.borrow().as_ref().map(EventSource::ready_state) == Some(EventSource::CLOSED);
        if refused {
            self.close();
            let stream = Rc::clone(self);
            set_timeout(move || stream.open(), RETRY.mul_f64(1.0 + js_sys::Math::random()));
        }
    }

    fn follow_visibility(self: &Rc<Self>) {
        if document().hidden() {
            self.close();
        } else {
            self.open();
        }
    }
}

impl Default for Live {
    fn default() -> Self {
        Self::new()
    }
}

/// Calls `react` for each event from now on. Only in the browser; the server renders without events.
///
/// # Panics
/// Outside the layout.
pub fn on_live_event(react: impl Fn(LiveEvent) + 'static) {
    on_text(Box::new(move |text| {
        // From bytes, as answers of server functions are read. An event that this page does not know yet is none of its business.
        if let Ok(event) = serde_json::from_slice(text.as_bytes()) {
            react(event);
        }
    }));
}

/// Calls `react` whenever somebody changed the review queue, or may have.
///
/// # Panics
/// Outside the layout.
pub fn on_review_queue_change(react: impl Fn() + 'static) {
    on_text(Box::new(move |text| {
        if [REVIEW_QUEUE_CHANGED, MISSED].contains(&text) {
            react();
        }
    }));
}

/// Calls `react` with a payee file whenever one moved on.
///
/// # Panics
/// Outside the layout.
pub fn on_payee_file(react: impl Fn(PayeeFile) + 'static) {
    on_text(Box::new(move |text| {
        // No other event has a file.
        if let Ok(FileEvent { file }) = serde_json::from_slice(text.as_bytes()) {
            react(file);
        }
    }));
}

/// Reads again, when events went by unheard, what is kept up to date by events alone.
///
/// # Panics
/// Outside the layout.
pub fn reread_after_missed<T, F>(current: RwSignal<T>, is_final: fn(&T) -> bool, read: impl Fn() -> F + 'static)
where
    T: Send + Sync + 'static,
    F: Future<Output = Result<T, UiError>> + 'static,
{
    let toasts = use_toasts();
    on_text(Box::new(move |text| {
        if text != MISSED {
            return;
        }
        let reading = read();
        spawn_local(async move {
            match reading.await {
                // The end may have been told while this was on its way.
                Ok(read) => drop(current.try_update(|current| {
                    if is_final(&read) || !is_final(current) {
                        *current = read;
                    }
                })),
                Err(error) => toasts.failed(error.to_string()),
            }
        });
    }));
}

fn on_text(react: Box<dyn Fn(&str)>) {
    let Live(latest) = use_context().expect("the layout provides the event stream");
    Effect::watch(
        move || latest.get(),
        move |text, _, _| {
            if let Some(text) = text {
                react(text);
            }
        },
        false,
    );
}

/// Fetches a resource again after events that `concern` it, and after missed ones, once for all within a second.
///
/// # Panics
/// Outside the layout.
pub fn refetch_on<T: Readable>(resource: Loading<T>, concerns: impl Fn(&LiveEvent) -> bool + 'static) {
    let refetch = gathered(Rc::new(move || resource.refetch()));
    on_live_event(move |event| {
        if event == LiveEvent::Missed || concerns(&event) {
            refetch();
        }
    });
}

/// Fetches a resource again after any event, once for all within a second.
///
/// # Panics
/// Outside the layout.
pub fn refetch_on_any<T: Readable>(resource: Loading<T>) {
    let refetch = gathered(Rc::new(move || resource.refetch()));
    on_text(Box::new(move |_| refetch()));
}

/// Acts once for all calls within a second.
fn gathered(act: Rc<dyn Fn()>) -> impl Fn() + 'static {
    let gathering = StoredValue::new(false);
    move || {
        if gathering.get_value() {
            return;
        }
        gathering.set_value(true);
        let act = Rc::clone(&act);
        set_timeout(
            move || {
                // The page may be gone by then, and with it what it would act on.
                if gathering.try_set_value(false).is_none() {
                    act();
                }
            },
            GATHER,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_without_data_are_known_as_the_server_says_them() {
        for (event, known) in [
            (LiveEvent::ReviewQueueChanged, REVIEW_QUEUE_CHANGED),
            (LiveEvent::Missed, MISSED),
        ] {
            let said = serde_json::to_string(&event).expect("an event is plain data");
            assert_eq!(said, known);
        }
    }
}
