//! What surrounds every page of a signed-in person: navigation, menus, messages, keys.

mod areas;
mod focus;
mod frame;
mod keys;
mod offline;
mod outbox;
mod palette;
mod press;
mod scroll;
mod user_menu;
mod viewer;

use contract::Viewer;
use leptos::prelude::*;
use leptos_router::{components::Outlet, hooks::use_location};

use self::{
    areas::follow_location,
    focus::keep_focus,
    keys::{KeysDialog, listen_to_keys},
    offline::OfflineBanner,
    palette::Palette,
    press::listen_to_presses,
};
pub use self::{
    keys::{PageKey, use_page_keys},
    outbox::{Outbox, Sender, use_outbox},
    scroll::LeftAt,
    viewer::{Allowed, Guarded, by_viewer, use_may, use_viewer},
};
use crate::ui::{
    live::Live,
    toast::{ToastHost, Toasts},
    unsaved::{LeaveDialog, use_unsaved},
};

/// The frame of the console. Signed-out people are sent to sign in, and come back afterwards.
#[component]
pub fn Console() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if viewer::redirected_to_sign_in() {
        return ().into_any();
    }

    viewer::provide_viewer();
    let toasts = Toasts::new();
    provide_context(toasts);
    provide_context(Outbox::new(toasts));
    let unsaved = use_unsaved();
    let live = Live::new();
    provide_context(live);
    Effect::new(move |_| live.connect());
    let (palette_open, keys_open) = (RwSignal::new(false), RwSignal::new(false));
    let page_keys = keys::provide_page_keys();
    listen_to_keys(palette_open, keys_open, unsaved);
    listen_to_presses(palette_open, keys_open, toasts);
    follow_location();
    keep_focus();

    view! {
        <a class="skip-link" href="#main">
            "Skip to the content"
        </a>
        {by_viewer(|viewer| {
            let sender = viewer.as_ref().map(Sender::of);
            view! { <OfflineBanner sender /> }.into_any()
        })}
        <div class="console">
            {framed(|viewer, path| {
                view! { <aside class="side" inner_html=frame::side(viewer, path).into_string()></aside> }.into_any()
            })}
            <main class="main" id="main" tabindex="-1">
                <Outlet />
            </main>
        </div>
        {framed(|viewer, path| {
            view! { <div class="foot" inner_html=frame::foot(viewer, path).into_string()></div> }.into_any()
        })}
        {once_open(palette_open, move || {
            by_viewer(move |viewer| view! { <Palette open=palette_open unsaved viewer /> }.into_any())
        })}
        {once_open(keys_open, move || {
            by_viewer(move |viewer| view! { <KeysDialog open=keys_open page_keys viewer /> }.into_any())
        })}
        {once_open(unsaved.asking(), move || view! { <LeaveDialog unsaved /> }.into_any())}
        <ToastHost toasts />
    }
    .into_any()
}

/// A part of the frame, for the signed-in person on the page that is shown first.
fn framed(part: fn(Option<&Viewer>, &str) -> AnyView) -> AnyView {
    let pathname = use_location().pathname;
    by_viewer(move |viewer| part(viewer.as_ref(), &pathname.read_untracked()))
}

/// A dialog that is made when it is first opened: few pages need it.
fn once_open(open: RwSignal<bool>, dialog: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    let was_opened = Memo::new(move |before| before == Some(&true) || open.get());
    (move || was_opened.get().then(&dialog)).into_any()
}
