//! Showing what a server function reads, with all four states.
//!
//! A browser downloads every generic function once for each type it is used with, and Leptos' resources are large generic
//! machines. Hence [`Loading`]: one resource type for everything that pages read, with the type known only at its two ends.

use std::{
    any::Any,
    convert::Infallible,
    fmt,
    future::{Future, IntoFuture},
    marker::PhantomData,
    pin::Pin,
    str::FromStr,
    sync::{Arc, Mutex, PoisonError},
};

use leptos::{
    prelude::*,
    server::codee::string::FromToStringCodec,
    server_fn::error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Serialize, de::DeserializeOwned};

use super::states::{ErrorState, Skeleton};
use crate::error::UiError;

/// What may be read: it crosses from the server's rendering to the browser as JSON.
pub trait Readable: Serialize + DeserializeOwned + Clone + Send + Sync + 'static {}
impl<T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static> Readable for T {}

type Erased<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// An answer of any type.
#[derive(Clone)]
struct Answer {
    /// As it was fetched here.
    held: Option<Arc<dyn Any + Send + Sync>>,
    /// As the server's rendering left it in the page.
    json: Arc<str>,
    /// Writes what is held as JSON, for the page.
    #[cfg(feature = "ssr")]
    encode: fn(&(dyn Any + Send + Sync)) -> String,
}

impl Answer {
    fn new<T: Readable>(answer: Result<T, UiError>) -> Self {
        Self {
            held: Some(Arc::new(answer)),
            json: Arc::from(""),
            #[cfg(feature = "ssr")]
            encode: |held| {
                let answer = held.downcast_ref::<Result<T, UiError>>();
                serde_json::to_string(&answer.expect("an answer is encoded as the type it was made of"))
                    .expect("what crosses the wire can be written as JSON")
            },
        }
    }

    fn read<T: Readable>(&self) -> Result<T, UiError> {
        if let Some(answer) = self
            .held
            .as_ref()
            .and_then(|held| held.downcast_ref::<Result<T, UiError>>())
        {
            return answer.clone();
        }
        // From bytes, as answers of server functions are read: the same generic code serves both.
        serde_json::from_slice(self.json.as_bytes()).unwrap_or_else(|error| {
            Err(UiError::from_server_fn_error(ServerFnErrorErr::Deserialization(
                error.to_string(),
            )))
        })
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        #[cfg(feature = "ssr")]
        if let Some(held) = &self.held {
            return f.write_str(&(self.encode)(&**held));
        }
        f.write_str(&self.json)
    }
}

impl FromStr for Answer {
    type Err = Infallible;

    fn from_str(json: &str) -> Result<Self, Infallible> {
        Ok(Self {
            held: None,
            json: json.into(),
            #[cfg(feature = "ssr")]
            encode: |_| String::new(),
        })
    }
}

/// What a page reads from a server function: a resource. Await it inside `Suspend`, or show it with [`Load`].
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
            let answer = fetch(now.expect("the source is read before anything is fetched"));
            Box::pin(async move { Answer::new(answer.await) })
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

    /// Gives the answer if it has come, and follows it.
    pub fn get(self) -> Option<Result<T, UiError>> {
        self.resource.get().map(|answer| answer.read())
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
    let render = move |answer: Answer| answer.read().map(|data| children(data).into_any());
    states(from.resource, rows, Arc::new(render))
}

type Render = Arc<dyn Fn(Answer) -> Result<AnyView, UiError> + Send + Sync>;

fn states(from: Resource<Answer, FromToStringCodec>, rows: u32, render: Render) -> impl IntoView {
    let retry = Callback::new(move |()| from.refetch());
    let content = move || {
        let render = Arc::clone(&render);
        Suspend::new(async move {
            match render(from.await) {
                Ok(data) => data,
                Err(error) => view! { <ErrorState error retry /> }.into_any(),
            }
        })
    };
    view! { <Transition fallback=move || view! { <Skeleton rows /> }>{content}</Transition> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_as_it_was_made() {
        assert_eq!(Answer::new(Ok(7_u32)).read::<u32>(), Ok(7));
    }

    #[test]
    fn an_answer_in_the_page_is_read_from_its_text() {
        let Ok(answer) = r#"{"Ok":["a","b"]}"#.parse::<Answer>();
        assert_eq!(answer.read::<Vec<String>>(), Ok(vec!["a".to_owned(), "b".to_owned()]));
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn the_page_gets_the_answer_as_json() {
        assert_eq!(Answer::new(Ok(vec![1_u8, 2])).to_string(), r#"{"Ok":[1,2]}"#);
    }
}
