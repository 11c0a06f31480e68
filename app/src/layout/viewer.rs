//! Who is signed in, for all that the layout and the pages show by role.

use contract::{Permission, Problem, Viewer};
use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    error::UiError,
    serverfns::identity::get_viewer,
    ui::{ErrorState, load::Loading},
};

#[derive(Clone, Copy)]
struct CurrentViewer(Loading<Viewer>);

/// Starts to read who is signed in, for everything inside.
pub fn provide_viewer() {
    provide_context(CurrentViewer(Loading::new(|| (), |()| get_viewer())));
}

/// Gives the signed-in person.
///
/// # Panics
/// Outside the layout.
pub fn use_viewer() -> Loading<Viewer> {
    let CurrentViewer(viewer) = use_context().expect("the layout provides the viewer");
    viewer
}

/// Gives whether the signed-in person may do something, for pages that show more or less by it. The use case decides again.
///
/// # Panics
/// Outside the layout.
pub fn use_may(to: Permission) -> Loading<bool> {
    let viewer = use_viewer();
    Loading::new(|| (), move |()| async move { Ok(viewer.await?.may(to)) })
}

/// Shows what depends on who is signed in; `None` when that can not be known.
///
/// # Panics
/// Outside the layout.
pub fn by_viewer(render: impl Fn(Option<Viewer>) -> AnyView + Send + Sync + 'static) -> AnyView {
    use_viewer().show(move |viewer| render(viewer.ok()))
}

/// Shows its contents to those who may do something. The use case decides again.
#[component]
pub fn Allowed(
    /// What.
    to: Permission,
    /// What they see.
    children: ChildrenFn,
) -> impl IntoView {
    by_viewer(move |viewer| {
        let allowed = viewer.is_some_and(|viewer| viewer.may(to));
        allowed.then(|| children()).into_any()
    })
}

/// A page that is of use only to those who may do something: the others see, in place of its contents, what the use case would
/// answer them.
#[component]
pub fn Guarded(
    /// What.
    to: Permission,
    /// The page, with its header.
    children: ChildrenFn,
) -> impl IntoView {
    use_viewer().show(move |viewer| {
        let error = match viewer {
            Ok(viewer) if viewer.may(to) => return children(),
            Ok(_) => refusal(to),
            Err(error) => error,
        };
        let title = error.0.title.clone();
        view! {
            <Title text=title.clone() />
            <h1 class="sr-only">{title}</h1>
            <ErrorState error />
        }
        .into_any()
    })
}

fn refusal(permission: Permission) -> UiError {
    let problem = Problem::forbidden(permission);
    #[cfg(feature = "ssr")]
    return UiError::refused(problem);
    #[cfg(not(feature = "ssr"))]
    UiError::from(problem)
}

/// Sends a request without a session to the sign-in page. Gives whether it did: then there is nothing else to render.
#[cfg(feature = "ssr")]
pub fn redirected_to_sign_in() -> bool {
    use contract::Actor;
    use http::request::Parts;

    use crate::paths::encode;

    let Some(request) = use_context::<Parts>() else {
        return false;
    };
    if use_context::<Actor>().is_some() {
        return false;
    }
    let wanted = request.uri.path_and_query().map_or("/", |wanted| wanted.as_str());
    if wanted == "/" {
        leptos_axum::redirect("/sign-in");
    } else {
        leptos_axum::redirect(&format!("/sign-in?next={}", encode(wanted)));
    }
    // Also for a program that did not say it wants a page: there is none to give.
    expect_context::<leptos_axum::ResponseOptions>().set_status(http::StatusCode::FOUND);
    true
}
