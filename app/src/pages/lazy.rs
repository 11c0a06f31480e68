//! Pages whose code is no part of the first download.

use std::{
    future::{Future, pending},
    pin::Pin,
};

use leptos::{
    prelude::*,
    server_fn::error::{FromServerFnError, ServerFnErrorErr},
    task::spawn_local,
};
use leptos_meta::Title;
use leptos_router::ChooseView;

use crate::{
    error::UiError,
    ui::{ErrorState, Skeleton},
};

/// What comes once a part of the bundle is there.
pub type Fetched<T> = Pin<Box<dyn Future<Output = T>>>;

/// A page as the view of a route; see `lazy_pages!`. One type for all pages: the browser downloads the router's code once for
/// each type of view.
#[derive(Clone, Copy)]
pub struct LazyPage {
    /// Renders the page, or gives nothing when its part of the bundle can not be fetched.
    pub(crate) view: fn() -> Fetched<Option<AnyView>>,
    /// In the browser, fetches its part of the bundle and says whether that is there; on the server, announces it in the page's
    /// head.
    pub(crate) preload: fn() -> Fetched<bool>,
}

impl ChooseView for LazyPage {
    async fn choose(self) -> AnyView {
        if let Some(page) = (self.view)().await {
            return page;
        }
        if !root_has("data-hydrated") {
            // The server wrote this page: it stays as it is, complete without scripts.
            pending::<()>().await;
        }
        view! { <Unfetched page=self /> }.into_any()
    }

    async fn preload(&self) {
        // What does not come is asked for again, and told of, when the page is chosen.
        (self.preload)().await;
    }
}

/// Stands in for a page whose part of the bundle did not come. By then the address is the page's.
#[component]
fn Unfetched(
    /// The page.
    page: LazyPage,
) -> impl IntoView {
    if is_outdated() {
        // The page from before must be gone, so that nothing in it asks whether to leave.
        request_animation_frame(reload);
        return view! { <Skeleton /> }.into_any();
    }
    let retry = Callback::new(move |()| {
        spawn_local(async move {
            if (page.preload)().await || is_outdated() {
                reload();
            }
        });
    });
    let error = UiError::from_server_fn_error(ServerFnErrorErr::Request(String::new()));
    let title = error.0.title.clone();
    view! {
        <Title text=title.clone() />
        <h1 class="sr-only">{title}</h1>
        <ErrorState error retry />
    }
    .into_any()
}

/// Whether the server no longer has the parts of this bundle: it was updated since. The loading script says so.
fn is_outdated() -> bool {
    root_has("data-outdated")
}

fn root_has(attribute: &str) -> bool {
    let root = document().document_element();
    root.is_some_and(|root| root.has_attribute(attribute))
}

fn reload() {
    // Fails only for documents that have no address.
    drop(window().location().reload());
}

/// Makes of some pages one part of the bundle: the browser fetches it when the first of them is visited. Gives an enum of the
/// pages, whose method `lazy` gives what `view=` of a route takes; on the server they are rendered at once.
///
/// Modules may name the same part. A part is one file with all that its pages need besides what every page loads: pages that are
/// mostly visited without each other are best in parts of their own.
macro_rules! lazy_pages {
    ($(#[$doc:meta])* $vis:vis enum $pages:ident in $part:ident { $($name:ident: $page:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        $vis enum $pages {
            $(
                #[doc = concat!("`", stringify!($page), "`.")]
                $name
            ),+
        }

        const _: () = {
            use ::leptos::prelude::*;

            // `leptos::lazy` is this without `fallible`: there a part that does not come ends the whole program.
            #[::leptos::wasm_split::wasm_split($part, wasm_split_path = ::leptos::wasm_split, preload(fetch_part), fallible)]
            fn lazy_view(page: $pages) -> Result<AnyView, ::leptos::wasm_split::SplitLoaderError> {
                Ok(match page {
                    $($pages::$name => view! { <$page /> }.into_any(),)+
                })
            }

            async fn preload() -> bool {
                #[cfg(feature = "ssr")]
                $crate::shell::announce_part(stringify!($part));
                fetch_part().await.is_ok()
            }

            impl $pages {
                /// As a route takes it.
                $vis fn lazy(self) -> $crate::pages::LazyPage {
                    let view: fn() -> $crate::pages::lazy::Fetched<_> = match self {
                        $(Self::$name => || ::std::boxed::Box::pin(async { lazy_view(Self::$name).await.ok() }),)+
                    };
                    $crate::pages::LazyPage { view, preload: || ::std::boxed::Box::pin(preload()) }
                }
            }
        };
    };
}

pub(crate) use lazy_pages;
