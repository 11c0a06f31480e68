//! Says so when the browser has lost its connection, or the server does not answer.

use leptos::{ev, prelude::*};

use super::outbox::{use_outbox, waiting_words};
use crate::ui::icon::{Icon, IconName};

/// A quiet banner while the server can not be reached.
#[component]
pub fn OfflineBanner() -> impl IntoView {
    let offline = RwSignal::new(false);
    Effect::new(move |_| {
        offline.set(!window().navigator().on_line());
        let lost = window_event_listener(ev::offline, move |_| offline.set(true));
        let back = window_event_listener(ev::online, move |_| offline.set(false));
        on_cleanup(move || {
            lost.remove();
            back.remove();
        });
    });
    let outbox = use_outbox();
    let waiting = move || match outbox.waiting().len() {
        0 => "Decisions wait until the connection is back.".to_owned(),
        count => format!("{}.", waiting_words(count)),
    };
    let is_lost = move || offline.get() || outbox.is_failing();
    let reason = move || {
        if offline.get() {
            "You are offline. What you see may be old. "
        } else {
            "The server can not be reached. What you see may be old. "
        }
    };
    view! {
        <div class="offline" role="status" hidden=move || !is_lost()>
            {move || {
                is_lost()
                    .then(|| {
                        view! {
                            <Icon name=IconName::Alert />
                            <span>{reason} {waiting}</span>
                        }
                    })
            }}
        </div>
    }
}
