//! Forms that post themselves to a server function.
//!
//! A form sends what the browser itself would send, so it works before the wasm has loaded and without it. Only a
//! [`Submission`] knows the server function, and only to name its address and to read its answers; all else is
//! [`Exchange`], which a browser downloads once.

use std::marker::PhantomData;

use contract::Problem;
use gloo_net::http::Request;
use leptos::{
    ev::SubmitEvent,
    prelude::*,
    server::ServerActionError,
    server_fn::{
        Http, ServerFn,
        codec::{Json, PostUrl},
        error::{FromServerFnError, ServerFnErrorErr},
        redirect::{REDIRECT_HEADER, call_redirect_hook},
    },
    task::spawn_local,
};
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;
use web_sys::{FormData, HtmlElement, HtmlFormElement, UrlSearchParams};

use super::answer::{Answer, Readable};
use crate::error::UiError;

/// What forms post to a server function, and what comes back.
pub struct Submission<S> {
    exchange: Exchange,
    to: PhantomData<fn() -> S>,
}

impl<S> Clone for Submission<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Submission<S> {}

impl<S> Submission<S>
where
    S: ServerFn<Error = UiError, Protocol = Http<PostUrl, Json>>,
    S::Output: Readable,
{
    /// Nothing is posted yet. After a post without JavaScript that was refused, the refusal is the answer at first.
    pub fn new() -> Self {
        Self {
            exchange: Exchange::new(S::PATH),
            to: PhantomData,
        }
    }

    /// Gives the last answer, and follows it.
    pub fn answer(self) -> Option<Result<S::Output, UiError>> {
        self.exchange
            .answer
            .with(|answer| answer.as_ref().map(Answer::read::<S::Output>))
    }
}

impl<S> Submission<S> {
    /// Tells whether the last post was accepted, or why not, and follows it.
    pub fn outcome(self) -> Option<Result<(), UiError>> {
        self.exchange.outcome()
    }

    /// Gives what was wrong with the last post.
    pub fn problem(self) -> Signal<Option<Problem>> {
        self.exchange.problem()
    }

    /// Whether an answer is awaited.
    pub fn pending(self) -> Signal<bool> {
        self.exchange.pending()
    }

    /// Counts the posts that were accepted, and follows them. What a form changes is fetched again by this; not after a
    /// refusal, for then a form beside it would be made anew without what was typed.
    pub fn version(self) -> u32 {
        self.exchange.version.get()
    }
}

impl<S> Default for Submission<S>
where
    S: ServerFn<Error = UiError, Protocol = Http<PostUrl, Json>>,
    S::Output: Readable,
{
    fn default() -> Self {
        Self::new()
    }
}

/// A [`Submission`] without its types.
#[derive(Clone, Copy)]
pub struct Exchange {
    url: &'static str,
    /// Posts under way: forms of several rows may share one exchange.
    awaited: RwSignal<u32>,
    version: RwSignal<u32>,
    answer: RwSignal<Option<Answer>>,
}

impl<S> From<Submission<S>> for Exchange {
    fn from(submission: Submission<S>) -> Self {
        submission.exchange
    }
}

impl Exchange {
    fn new(url: &'static str) -> Self {
        Self {
            url,
            awaited: RwSignal::new(0),
            version: RwSignal::new(0),
            answer: RwSignal::new(refusal_of(url).map(Answer::Refused)),
        }
    }

    fn outcome(self) -> Option<Result<(), UiError>> {
        self.answer.with(|answer| answer.as_ref().map(Answer::outcome))
    }

    fn problem(self) -> Signal<Option<Problem>> {
        Signal::derive(move || self.outcome()?.err().map(|error| *error.0))
    }

    fn pending(self) -> Signal<bool> {
        Signal::derive(move || self.awaited.get() > 0)
    }

    /// Posts a form instead of the browser. While its answer is awaited the form is busy, and is not sent again.
    fn submit(self, event: &SubmitEvent, empty_after: bool) {
        let form = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
        let Some((form, parameters)) = form.and_then(|form| {
            let parameters = parameters_of(&form, event)?;
            Some((form, parameters))
        }) else {
            return;
        };
        event.prevent_default();
        let refuses = |button: HtmlElement| button.get_attribute("aria-disabled").as_deref() == Some("true");
        if form.has_attribute(BUSY) || event.submitter().is_some_and(refuses) {
            return;
        }
        // The name is a valid one.
        drop(form.set_attribute(BUSY, "true"));
        self.awaited.update(|awaited| *awaited += 1);
        spawn_local(async move {
            let answer = post(self.url, parameters).await.unwrap_or_else(Answer::Refused);
            drop(form.remove_attribute(BUSY));
            let accepted = answer.outcome().is_ok();
            if accepted && empty_after {
                form.reset();
            }
            // The page may be gone by now, and its signals with it.
            self.awaited.try_update(|awaited| *awaited -= 1);
            self.answer.try_set(Some(answer));
            if accepted {
                self.version.try_update(|version| *version += 1);
            }
        });
    }
}

/// Says that a form awaits its answer.
const BUSY: &str = "aria-busy";

/// What the form would send by itself: its fields, and the button that was pressed.
fn parameters_of(form: &HtmlFormElement, event: &SubmitEvent) -> Option<UrlSearchParams> {
    let data = FormData::new_with_form(form).ok()?;
    if let Some(button) = event.submitter() {
        let name = button.get_attribute("name").filter(|name| !name.is_empty());
        if let Some(name) = name {
            let value = button.get_attribute("value").unwrap_or_default();
            data.append_with_str(&name, &value).ok()?;
        }
    }
    UrlSearchParams::new_with_str_sequence_sequence(&data).ok()
}

/// Sends, and goes where the server wants the person to go.
async fn post(url: &str, parameters: UrlSearchParams) -> Result<Answer, UiError> {
    let failed = UiError::from_server_fn_error;
    let not_sent = |error: gloo_net::Error| failed(ServerFnErrorErr::Request(error.to_string()));
    let request = Request::post(url).header("Accept", "application/json");
    let request = request.body(parameters).map_err(not_sent)?;
    let response = request.send().await.map_err(not_sent)?;
    let body = response.text().await;
    let body = body.map_err(|error| failed(ServerFnErrorErr::Deserialization(error.to_string())))?;
    let headers = response.headers();
    if headers.get(REDIRECT_HEADER).is_some()
        && let Some(location) = headers.get("Location")
    {
        call_redirect_hook(&location);
    }
    Ok(Answer::of_response(response.status(), body))
}

/// Gives what a post without JavaScript to `path` was refused with, on the page that it came back to.
pub(super) fn refusal_of(path: &str) -> Option<UiError> {
    let refused = use_context::<ServerActionError>().filter(|error| error.path() == path)?;
    // The context outlives the page.
    let is_here = use_location()
        .query
        .with_untracked(|query| query.get_str("__err").is_some());
    is_here.then(|| refusal_in_address(refused.err()))
}

/// Reads the refusal that a post without JavaScript left in the address.
#[cfg(feature = "ssr")]
fn refusal_in_address(text: &str) -> UiError {
    server_fn::error::ServerFnUrlError::decode_err(text)
}

/// The same by the browser's own decoder, which knows base64 but not the alphabet for addresses.
#[cfg(not(feature = "ssr"))]
fn refusal_in_address(text: &str) -> UiError {
    let bytes = window().atob(&text.replace('-', "+").replace('_', "/"));
    // One character for each byte.
    let bytes: Vec<u8> = bytes
        .unwrap_or_default()
        .chars()
        .filter_map(|byte| u8::try_from(byte).ok())
        .collect();
    UiError::de(bytes.into())
}

/// A form that posts itself.
#[component]
pub fn PostForm(
    /// The submission that takes part in it.
    #[prop(into)]
    to: Exchange,
    /// The form's element id, for a button outside of it.
    #[prop(optional, into)]
    id: Option<&'static str>,
    /// Whether the form is as at first again once it was accepted.
    #[prop(optional)]
    empty_after: bool,
    /// The fields and the buttons; see [`super::form::FormFields`].
    children: Children,
) -> impl IntoView {
    view! {
        <form id=id method="post" action=to.url on:submit=move |event| to.submit(&event, empty_after)>
            {children()}
        </form>
    }
}
