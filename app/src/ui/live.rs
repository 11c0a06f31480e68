//! What the server says by itself: one event stream for the whole console.

use contract::LiveEvent;
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{EventSource, MessageEvent};

use super::load::Loading;

/// Where the stream comes from.
const STREAM: &str = "/api/v1/live";

/// The latest event of the stream; in the context of everything inside the layout.
#[derive(Clone, Copy)]
pub struct Live(RwSignal<Option<LiveEvent>>);

impl Live {
    /// Nothing has been said yet.
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// Opens the stream, for as long as the page is open. The browser connects again by itself after an interruption.
    pub fn connect(self) {
        let Ok(stream) = EventSource::new(STREAM) else { return };
        let receive = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
            let event = message
                .data()
                .as_string()
                .and_then(|text| serde_json::from_str(&text).ok());
            if let Some(event) = event {
                self.0.set(Some(event));
            }
        });
        stream.set_onmessage(Some(receive.as_ref().unchecked_ref()));
        // Both live as long as the page.
        receive.forget();
        std::mem::forget(stream);
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
    let Live(latest) = use_context().expect("the layout provides the event stream");
    Effect::watch(
        move || latest.get(),
        move |event, _, _| {
            if let Some(event) = event.clone() {
                react(event);
            }
        },
        false,
    );
}

/// Fetches a resource again for each event that `concerns` it.
pub fn refetch_on<T>(resource: Loading<T>, concerns: impl Fn(&LiveEvent) -> bool + 'static)
where
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
{
    on_live_event(move |event| {
        if concerns(&event) {
            resource.refetch();
        }
    });
}
