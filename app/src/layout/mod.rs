//! What surrounds every page of a signed-in person: navigation, menus, messages, keys.

mod areas;
mod keys;
mod offline;
mod outbox;
mod palette;
mod user_menu;
mod viewer;

use leptos::prelude::*;
use leptos_router::{components::Outlet, hooks::use_location};
use maud::html;

use self::{
    areas::{AREAS, Area, current_area},
    keys::{KeysDialog, listen_to_keys},
    offline::OfflineBanner,
    palette::Palette,
    user_menu::UserMenu,
};
pub use self::{
    keys::{PageKey, use_page_keys},
    outbox::{Outbox, use_outbox},
    viewer::{Allowed, use_may, use_viewer},
};
use crate::{
    preferences::Preference,
    ui::{
        icon::{Icon, IconName},
        live::Live,
        toast::{ToastHost, Toasts, use_toasts},
        unsaved::{LeaveDialog, use_unsaved},
    },
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
    provide_context(Outbox::new());
    let unsaved = use_unsaved();
    let live = Live::new();
    provide_context(live);
    Effect::new(move |_| live.connect());
    let (palette_open, keys_open) = (RwSignal::new(false), RwSignal::new(false));
    let page_keys = keys::provide_page_keys();
    listen_to_keys(palette_open, keys_open, unsaved);

    view! {
        <a class="skip-link" href="#main">
            "Skip to the content"
        </a>
        <OfflineBanner />
        <div class="console">
            <aside class="side">
                <a class="brand" href="/" title="Dashboard">
                    <Icon name=IconName::Check />
                    <span class="side-word">"Vouch"</span>
                </a>
                <button type="button" class="side-search" title="Go to or search" on:click=move |_| palette_open.set(true)>
                    <Icon name=IconName::Search />
                    <span class="side-word">"Go to or search"</span>
                    <kbd class="side-word">"Ctrl K"</kbd>
                </button>
                <nav class="side-nav" aria-label="Areas">
                    <AreaLinks areas=AREAS />
                </nav>
                <span class="grow" />
                <FoldButton />
                <UserMenu keys_open />
            </aside>
            <main class="main" id="main" tabindex="-1">
                <Outlet />
            </main>
        </div>
        <nav class="bottom-bar" aria-label="Main areas">
            <AreaLinks areas=&AREAS[..4] />
            <button type="button" class="side-link" popovertarget="more">
                <Icon name=IconName::Menu />
                <span>"More"</span>
            </button>
        </nav>
        <div class="sheet" id="more" popover="auto">
            <nav aria-label="More areas">
                <AreaLinks areas=&AREAS[4..] />
            </nav>
            <a class="side-link" href="/account">
                <Icon name=IconName::Person />
                <span>"Account"</span>
            </a>
        </div>
        <Palette open=palette_open unsaved />
        <KeysDialog open=keys_open page_keys />
        <LeaveDialog unsaved />
        <ToastHost toasts />
    }
    .into_any()
}

/// Links to those of `areas` that the person may see.
#[component]
fn AreaLinks(
    /// The areas.
    areas: &'static [Area],
) -> impl IntoView {
    let pathname = use_location().pathname;
    viewer::by_viewer(move |viewer| {
        let allowed = areas.iter().filter(|area| {
            area.permission
                .is_none_or(|permission| viewer.as_ref().is_some_and(|viewer| viewer.may(permission)))
        });
        allowed
            .map(|area| {
                let current = move || (current_area(&pathname.read()) == Some(area.href)).then_some("page");
                let words = html! { (area.icon) span class="side-word" { (area.title) } };
                view! {
                    <a
                        class="side-link"
                        href=area.href
                        aria-current=current
                        title=area.title
                        inner_html=words.into_string()
                    ></a>
                }
            })
            .collect::<Vec<_>>()
            .into_any()
    })
}

/// Folds the side navigation to icons, and remembers it.
#[component]
fn FoldButton() -> impl IntoView {
    let toasts = use_toasts();
    let fold = move |_| {
        let root = document().document_element().expect("a document has a root element");
        let folded = root.get_attribute("data-navigation").as_deref() == Some("folded");
        let value = if folded { "open" } else { "folded" };
        user_menu::prefer(toasts, Preference::Navigation, value);
    };
    view! {
        <button type="button" class="side-link side-fold" on:click=fold title="Fold or open the navigation">
            <Icon name=IconName::Sidebar />
            <span class="side-word">"Fold"</span>
        </button>
    }
}
