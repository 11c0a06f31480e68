//! Showing what a server function reads, with all four states.
//!
//! A browser downloads every generic function once for each type it is used with, and Leptos' resources are large generic
//! machines. Hence [`Loading`]: one resource type for everything that pages read, with the type known only at its two ends.

use std::{
    future::{Future, IntoFuture},
    marker::PhantomData,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
};

use leptos::{prelude::*, server::codee::string::FromToStringCodec};

use super::{
    answer::{Answer, Readable},
    query::Here,
    states::{ErrorState, Skeleton},
    written::WrittenPage,
};
use crate::error::UiError;

type Erased<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// What a page reads from a server function: a resource. Show it with [`Load`] or [`Loading::show`].
pub struct Loading<T> {
    resource: Resource<Answer, FromToStringCodec>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Loading<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Loading<T> {}

impl<T: Readable> Loading<T> {
    /// Fetches now, and again whenever `source` gives something else.
    ///
    /// # Panics
    /// Never: a resource reads its source before it fetches.
    pub fn new<S, F>(
        source: impl Fn() -> S + Send + Sync + 'static,
        fetch: impl Fn(S) -> F + Send + Sync + 'static,
    ) -> Self
    where
        S: PartialEq + Clone + Send + 'static,
        F: Future<Output = Result<T, UiError>> + Send + 'static,
    {
        Self::with(source, fetch, Answer::new)
    }

    fn with<S, F>(
        source: impl Fn() -> S + Send + Sync + 'static,
        fetch: impl Fn(S) -> F + Send + Sync + 'static,
        answer: fn(Result<T, UiError>) -> Answer,
    ) -> Self
    where
        S: PartialEq + Clone + Send + 'static,
        F: Future<Output = Result<T, UiError>> + Send + 'static,
    {
        let last = Arc::new(Mutex::new((0_u32, None::<S>)));
        let current = Arc::clone(&last);
        // Counts the changes: the resource then need not know the source's type.
        let changes = move || {
            let now = source();
            let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
            if last.1.as_ref() != Some(&now) {
                *last = (last.0 + 1, Some(now));
            }
            last.0
        };
        let fetch = move |_| -> Erased<Answer> {
            let now = current.lock().unwrap_or_else(PoisonError::into_inner).1.clone();
            let fetched = fetch(now.expect("the source is read before anything is fetched"));
            Box::pin(async move { answer(fetched.await) })
        };
        Self {
            resource: resource(Box::new(changes), Box::new(fetch)),
            of: PhantomData,
        }
    }

    /// Fetches again.
    pub fn refetch(self) {
        self.resource.refetch();
    }

    /// Puts an answer that came another way, such as with a live event, in place of the fetched one.
    pub fn set(self, data: T) {
        self.resource.set(Some(Answer::new(Ok(data))));
    }

    /// Shows what `render` makes of the answer, and nothing before it has come.
    pub fn show(self, render: impl Fn(Result<T, UiError>) -> AnyView + Send + Sync + 'static) -> AnyView {
        let render = move |answer: Answer| render(answer.read());
        settled(self.resource, Box::new(|| ().into_any()), Arc::new(render))
    }
}

impl<T: Readable> IntoFuture for Loading<T> {
    type Output = Result<T, UiError>;
    type IntoFuture = Erased<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let answer = self.resource.into_future();
        Box::pin(async move { answer.await.read() })
    }
}

impl Loading<WrittenPage> {
    /// A list that the server writes: fetched now, and again for each other address.
    pub fn written<F>(here: Memo<Here>, fetch: impl Fn(String) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<WrittenPage, UiError>> + Send + 'static,
    {
        Self::with(move || here.read().address(), fetch, Answer::written)
    }
}

type Changes = Box<dyn Fn() -> u32 + Send + Sync>;
type Fetch = Box<dyn Fn(u32) -> Erased<Answer> + Send + Sync>;

fn resource(changes: Changes, fetch: Fetch) -> Resource<Answer, FromToStringCodec> {
    Resource::new_str(changes, fetch)
}

/// Shows what is read: grey lines at first, then the data (the old stays while the new is on its way), or the error with a retry.
#[component]
pub fn Load<T, F, V>(
    /// What is read.
    from: Loading<T>,
    /// How many grey rows to show at first.
    #[prop(default = 8)]
    rows: u32,
    /// Renders the data.
    children: F,
) -> impl IntoView
where
    T: Readable,
    F: Fn(T) -> V + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let retry = Callback::new(move |()| from.refetch());
    let render = move |answer: Answer| match answer.read() {
        Ok(data) => children(data).into_any(),
        Err(error) => view! { <ErrorState error retry /> }.into_any(),
    };
    let pending = move || view! { <Skeleton rows /> }.into_any();
    settled(from.resource, Box::new(pending), Arc::new(render))
}

type Pending = Box<dyn Fn() -> AnyView + Send + Sync>;
type Render = Arc<dyn Fn(Answer) -> AnyView + Send + Sync>;

/// The server waits for the answer and renders it once. `Suspense` would render it twice, and run an effect for it.
#[cfg(feature = "ssr")]
fn settled(from: Resource<Answer, FromToStringCodec>, _pending: Pending, render: Render) -> AnyView {
    use leptos::tachys::reactive_graph::OwnedView;

    Suspend::new(async move { OwnedView::new(render(from.await)) }).into_any()
}

/// The browser shows what it has: the answer that came with the page, and the old one while a new one is on its way.
#[cfg(not(feature = "ssr"))]
fn settled(from: Resource<Answer, FromToStringCodec>, pending: Pending, render: Render) -> AnyView {
    let content = move || match (*from).get() {
        Some(answer) => untrack(|| render(answer)),
        None => pending(),
    };
    content.into_any()
}
