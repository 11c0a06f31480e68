//! Pages whose code is no part of the first download.

use std::{future::Future, pin::Pin};

use leptos::prelude::AnyView;
use leptos_router::ChooseView;

/// What comes once a part of the bundle is there.
pub type Fetched<T> = Pin<Box<dyn Future<Output = T>>>;

/// A page as the view of a route; see `lazy_pages!`. One type for all pages: the browser downloads the router's code once for
/// each type of view.
#[derive(Clone, Copy)]
pub struct LazyPage {
    /// Renders the page.
    pub(crate) view: fn() -> Fetched<AnyView>,
    /// In the browser, fetches its part of the bundle; on the server, announces it in the page's head.
    pub(crate) preload: fn() -> Fetched<()>,
}

impl ChooseView for LazyPage {
    async fn choose(self) -> AnyView {
        (self.view)().await
    }

    async fn preload(&self) {
        (self.preload)().await;
    }
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

            #[::leptos::lazy($part)]
            fn lazy_view(page: $pages) -> ::leptos::prelude::AnyView {
                match page {
                    $($pages::$name => view! { <$page /> }.into_any(),)+
                }
            }

            async fn preload() {
                #[cfg(feature = "ssr")]
                $crate::shell::announce_part(stringify!($part));
                #[cfg(target_family = "wasm")]
                __preload_lazy_view().await;
            }

            impl $pages {
                /// As a route takes it.
                $vis fn lazy(self) -> $crate::pages::LazyPage {
                    let view: fn() -> $crate::pages::lazy::Fetched<_> = match self {
                        $(Self::$name => || ::std::boxed::Box::pin(lazy_view(Self::$name)),)+
                    };
                    $crate::pages::LazyPage { view, preload: || ::std::boxed::Box::pin(preload()) }
                }
            }
        };
    };
}

pub(crate) use lazy_pages;
