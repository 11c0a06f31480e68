//! Showing what a server function reads, with all four states.

use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use super::states::{ErrorState, Skeleton};
use crate::error::UiError;

/// What a page reads: a resource over a server function.
pub type Loading<T> = Resource<Result<T, UiError>>;

/// Shows a resource: grey lines at first, then the data (the old stays while the new is on its way), or the error with a retry.
#[component]
pub fn Load<T, F, V>(
    /// The resource.
    from: Loading<T>,
    /// How many grey rows to show at first.
    #[prop(default = 8)]
    rows: u32,
    /// Renders the data.
    children: F,
) -> impl IntoView
where
    T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static,
    F: Fn(T) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let retry = Callback::new(move |()| from.refetch());
    let content = move || {
        let children = children.clone();
        Suspend::new(async move {
            match from.await {
                Ok(data) => children(data).into_any(),
                Err(error) => view! { <ErrorState error retry /> }.into_any(),
            }
        })
    };
    view! { <Transition fallback=move || view! { <Skeleton rows /> }>{content}</Transition> }
}
