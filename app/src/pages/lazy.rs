//! Pages whose code is no part of the first download.

/// Makes of some pages one part of the bundle: the browser fetches it when the first of them is visited. Gives an enum of the
/// pages, for `view=` of a route; on the server they are rendered at once, and the part is announced in the page's head.
///
/// Modules may name the same part. Few and large parts are best: functions that only some of the parts need become files of
/// their own, up to one for each combination of parts.
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

        impl $pages {
            fn view(self) -> ::leptos::prelude::AnyView {
                use ::leptos::prelude::*;
                match self {
                    $(Self::$name => view! { <$page /> }.into_any(),)+
                }
            }
        }

        #[::leptos::lazy($part)]
        fn lazy_view(page: $pages) -> ::leptos::prelude::AnyView {
            page.view()
        }

        impl ::leptos_router::ChooseView for $pages {
            async fn choose(self) -> ::leptos::prelude::AnyView {
                lazy_view(self).await
            }

            async fn preload(&self) {
                #[cfg(feature = "ssr")]
                $crate::shell::announce_part(stringify!($part));
                #[cfg(target_family = "wasm")]
                __preload_lazy_view().await;
            }
        }
    };
}

pub(crate) use lazy_pages;
