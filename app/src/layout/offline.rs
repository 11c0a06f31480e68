//! Says so when the browser has lost its connection, the server does not answer, or the session has ended.

use leptos::{ev, prelude::*};

use super::outbox::{Delay, Sender, use_outbox, waiting_words};
use crate::{
    paths::encode,
    ui::{
        icon::{Icon, IconName},
        query::use_here,
    },
};

/// A quiet banner while the server can not be reached. Sends what waits in the outbox, from whatever page.
#[component]
pub fn OfflineBanner(
    /// Who decides; `None` when that can not be known.
    sender: Option<Sender>,
) -> impl IntoView {
    let offline = RwSignal::new(false);
    let outbox = use_outbox();
    Effect::new(move |_| {
        if let Some(sender) = sender {
            outbox.open(sender);
        }
        offline.set(!window().navigator().on_line());
        let lost = window_event_listener(ev::offline, move |_| offline.set(true));
        let back = window_event_listener(ev::online, move |_| {
            offline.set(false);
            outbox.send();
        });
        on_cleanup(move || {
            lost.remove();
            back.remove();
        });
    });
    let is_lost = move || offline.get() || outbox.delay().is_some();
    let signed_out = move || !offline.get() && outbox.delay() == Some(Delay::SignedOut);
    let reason = move || {
        if offline.get() {
            "You are offline. What you see may be old. "
        } else if signed_out() {
            "You are signed out. "
        } else {
            "The server can not be reached. What you see may be old. "
        }
    };
    let waiting = move || match outbox.waiting().len() {
        0 => "Decisions wait until the connection is back.".to_owned(),
        count if signed_out() => format!("{} for you to sign in again.", waiting_words(count)),
        count => format!("{} for the connection.", waiting_words(count)),
    };
    let here = use_here();
    let sign_in = move || format!("/sign-in?next={}", encode(&here.read().address()));
    view! {
        <div class="offline" role="status" hidden=move || !is_lost()>
            {move || {
                is_lost()
                    .then(|| {
                        view! {
                            <Icon name=IconName::Alert />
                            <span>{reason} {waiting}</span>
                            <a href=sign_in rel="external" hidden=move || !signed_out()>
                                "Sign in"
                            </a>
                        }
                    })
            }}
        </div>
    }
}
