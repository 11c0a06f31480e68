//! Decisions on their way to the server. They are kept in the browser's storage until the server has acknowledged them, so neither
//! a lost connection nor a closed window loses one; each has an idempotency key, so none is made twice.
//!
//! Each waits in an entry of its own: windows that are open at the same time do not overwrite what another one keeps. A window
//! that opens takes over all that wait, also what another window still sends: the key makes that harmless.

use contract::{DecisionId, OrganizationId, Problem, ProblemKind, ReviewCommand, UserId, Viewer};
use gloo_net::http::{Request, Response};
use leptos::{prelude::*, task::spawn_local};
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use web_sys::Storage;

use crate::ui::{format, time::browser_now, toast::Toasts};

/// Where the commands go.
const ACT: &str = "/api/v1/reviews/act";
/// The header that says who decided. The browser sends the cookie of whoever is signed in by then.
const ACTOR: &str = "Vouch-Actor";
/// Seconds to wait after each failure in a row; the last one is for all that follow. A connection that is back ends the wait.
const WAITS_S: [u64; 5] = [1, 2, 5, 10, 30];
/// Acknowledged commands that can be found by their keys: more than there are messages to undo one.
const FINDABLE: usize = 50;

/// Who decides, and for which organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sender {
    user_id: UserId,
    organization_id: OrganizationId,
}

impl Sender {
    /// The signed-in person.
    pub fn of(viewer: &Viewer) -> Self {
        Self {
            user_id: viewer.user_id,
            organization_id: viewer.current.organization_id,
        }
    }

    /// As the header says it.
    fn stated(self) -> String {
        format!("{}/{}", self.user_id, self.organization_id)
    }

    /// What the names of this person's entries in the storage begin with.
    fn place(self) -> String {
        format!("vouch.outbox.{}.{}/", self.organization_id, self.user_id)
    }

    /// The name of an entry. Sorted by name, entries are in the order of time: until the year 2286 it has 13 digits.
    fn entry(self, at_ms: i64, key: &str) -> String {
        format!("{}{at_ms:013}/{key}", self.place())
    }

    /// Gives this person's entries among all in the storage, in the order in which they were written.
    fn entries(self, names: impl Iterator<Item = String>) -> Vec<String> {
        let place = self.place();
        let mut entries: Vec<_> = names.filter(|name| name.starts_with(&place)).collect();
        entries.sort_unstable();
        entries
    }
}

/// Why a command still waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delay {
    /// No connection, or a server that has too much to do.
    Unreachable,
    /// The session has ended, or somebody else has signed in: it waits until the person who decided is signed in again.
    SignedOut,
}

/// A command as it is kept and sent. Only the review desk reads commands and what came of them; every page sends them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The command's key.
    pub idempotency_key: String,
    /// The command as JSON.
    pub body: String,
}

impl Waiting {
    fn new(command: &ReviewCommand) -> Self {
        Self {
            idempotency_key: command.idempotency_key.clone(),
            body: serde_json::to_string(command).expect("a command is plain data"),
        }
    }
}

/// What came of a command.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The command's key.
    pub idempotency_key: String,
    /// The [`contract::ReviewOutcome`] as JSON, or why the server will never take the command.
    pub outcome: Result<Vec<u8>, Problem>,
}

/// As much of a [`contract::ReviewOutcome`] as every page reads.
struct Told {
    outcome: String,
    decision_id: Option<DecisionId>,
    message: String,
    /// Of the payee.
    name: String,
}

impl Told {
    /// Reads it by the browser's own parser: code to read a part of a type weighs more than the part.
    fn read(body: &[u8]) -> Option<Self> {
        let outcome = js_sys::JSON::parse(std::str::from_utf8(body).ok()?).ok()?;
        let text = |path: &[&str]| {
            let part = |whole: JsValue, name: &&str| js_sys::Reflect::get(&whole, &JsValue::from_str(name)).ok();
            path.iter().try_fold(outcome.clone(), part)?.as_string()
        };
        Some(Self {
            outcome: text(&["outcome"])?,
            decision_id: text(&["decision_id"]).and_then(|id| id.parse().ok()),
            message: text(&["message"]).unwrap_or_default(),
            name: text(&["current", "detail", "payee", "name"]).unwrap_or_default(),
        })
    }

    /// Why the command was not taken, if it was not.
    fn conflict(&self) -> Option<String> {
        let Self { name, message, .. } = self;
        (self.outcome == "conflict").then(|| format!("Your decision on {name} was not taken. {message}"))
    }
}

/// The commands that wait; in the context of everything inside the layout.
#[derive(Clone, Copy)]
pub struct Outbox {
    waiting: RwSignal<Vec<Waiting>>,
    /// Absent until it is known: then nothing is kept beyond the window.
    sender: StoredValue<Option<Sender>>,
    answers: RwSignal<Vec<Answer>>,
    /// Whether a page takes the answers; else they are told by messages.
    heard: StoredValue<bool>,
    /// What the last commands became, newest first, for those who ask after the page has taken the answers.
    accepted: StoredValue<Vec<(String, Option<DecisionId>)>>,
    sending: StoredValue<bool>,
    /// Failures in a row.
    failures: StoredValue<usize>,
    /// Commands that were taken since some waited longer than a moment; absent while none does.
    late: StoredValue<Option<i64>>,
    /// Why the last attempt to send failed.
    delay: RwSignal<Option<Delay>>,
    toasts: Toasts,
}

impl Outbox {
    /// Nothing waits. What nobody listens to is told by messages.
    pub fn new(toasts: Toasts) -> Self {
        Self {
            waiting: RwSignal::new(Vec::new()),
            sender: StoredValue::new(None),
            answers: RwSignal::new(Vec::new()),
            heard: StoredValue::new(false),
            accepted: StoredValue::new(Vec::new()),
            sending: StoredValue::new(false),
            failures: StoredValue::new(0),
            late: StoredValue::new(None),
            delay: RwSignal::new(None),
            toasts,
        }
    }

    /// Takes up what windows have left in the storage of this person, and sends it.
    pub fn open(self, sender: Sender) {
        if self.sender.get_value() == Some(sender) {
            return;
        }
        self.sender.set_value(Some(sender));
        let left = storage().map(|storage| take_up(&storage, sender)).unwrap_or_default();
        self.late.set_value((!left.is_empty()).then_some(0));
        self.waiting.set(left);
        self.send();
    }

    /// Puts a command in, and sends what waits.
    pub fn push(self, command: &ReviewCommand) {
        let waiting = Waiting::new(command);
        if let Some(sender) = self.sender.get_value() {
            let entry = sender.entry(browser_now().timestamp_millis(), &waiting.idempotency_key);
            let kept = storage().is_some_and(|storage| storage.set_item(&entry, &waiting.body).is_ok());
            if !kept {
                // The storage is full or forbidden: what waits is then kept only as long as the window.
                leptos::logging::warn!("decisions that wait can not be kept in this browser");
            }
        }
        self.waiting.update(|all| all.push(waiting));
        self.send();
    }

    /// What waits, oldest first.
    pub fn waiting(self) -> Vec<Waiting> {
        self.waiting.get()
    }

    /// Why the last attempt to send failed; follows it.
    pub fn delay(self) -> Option<Delay> {
        self.delay.get()
    }

    /// Leaves the answers to the page, for as long as it is shown. Gives whether some came before.
    pub fn listen(self) -> bool {
        self.heard.set_value(true);
        on_cleanup(move || {
            // Nothing to tell when the layout is gone as well.
            let _gone = self.heard.try_set_value(false);
        });
        self.accepted.with_value(|accepted| !accepted.is_empty())
    }

    /// Takes the answers that came since the last call.
    pub fn take_answers(self) -> Vec<Answer> {
        if self.answers.with(Vec::is_empty) {
            Vec::new()
        } else {
            std::mem::take(&mut *self.answers.write())
        }
    }

    /// Gives what a command has become: a decision or none. Nothing while the server has not acknowledged it.
    pub fn accepted(self, key: &str) -> Option<Option<DecisionId>> {
        self.accepted.try_with_value(|accepted| {
            let found = accepted.iter().find(|(known, _)| known == key);
            found.map(|(_, decision)| *decision)
        })?
    }

    /// Sends one after the other, in order. A connection that fails is tried again for as long as the console is open.
    pub fn send(self) {
        if self.sending.try_get_value() != Some(false) {
            return;
        }
        self.sending.set_value(true);
        spawn_local(async move {
            while let Some(Some(waiting)) = self.waiting.try_with_untracked(|waiting| waiting.first().cloned()) {
                let sender = self.sender.try_get_value().flatten();
                match deliver(&waiting.body, sender).await {
                    Ok(outcome) => self.take_out(sender, waiting.idempotency_key, outcome),
                    Err(delay) => return self.try_later(delay),
                }
            }
            self.sending.try_set_value(false);
            if let Some(taken @ 1..) = self.late.try_update_value(Option::take).flatten() {
                let count = format::count(taken, "decision was sent", "decisions were sent");
                self.toasts.done(format!("{count}."));
            }
        });
    }

    fn try_later(self, delay: Delay) {
        self.delay.try_set(Some(delay));
        self.sending.try_set_value(false);
        self.late.try_update_value(|late| _ = late.get_or_insert(0));
        let failures = self.failures.try_update_value(|failures| {
            *failures += 1;
            *failures
        });
        let wait = WAITS_S[failures.unwrap_or(1).min(WAITS_S.len()) - 1];
        set_timeout(move || self.send(), std::time::Duration::from_secs(wait));
    }

    /// Takes a command out that the server has answered.
    fn take_out(self, sender: Option<Sender>, key: String, outcome: Result<(Vec<u8>, Told), Problem>) {
        self.failures.try_set_value(0);
        self.delay.try_set(None);
        if let (Some(storage), Some(sender)) = (storage(), sender) {
            forget(&storage, sender, &key);
        }
        self.waiting
            .try_update(|waiting| waiting.retain(|other| other.idempotency_key != key));
        let refusal = match &outcome {
            Err(problem) => Some(problem.to_string()),
            Ok((_, told)) => told.conflict(),
        };
        if let (None, Ok((_, told))) = (&refusal, &outcome) {
            self.accepted.try_update_value(|accepted| {
                accepted.truncate(FINDABLE - 1);
                accepted.insert(0, (key.clone(), told.decision_id));
            });
            self.late.try_update_value(|late| *late = late.map(|taken| taken + 1));
        }
        if self.heard.try_get_value() == Some(true) {
            let outcome = outcome.map(|(body, _)| body);
            self.answers.try_update(|answers| {
                answers.push(Answer {
                    idempotency_key: key,
                    outcome,
                });
            });
        } else if let Some(refusal) = refusal {
            self.toasts.failed(refusal);
        }
    }
}

/// Gives the outbox.
///
/// # Panics
/// Outside the layout.
pub fn use_outbox() -> Outbox {
    use_context().expect("the layout provides the outbox")
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// The names of all entries in the storage.
fn names(storage: &Storage) -> impl Iterator<Item = String> {
    (0..storage.length().unwrap_or_default()).filter_map(move |place| storage.key(place).ok().flatten())
}

/// Reads what waits.
fn take_up(storage: &Storage, sender: Sender) -> Vec<Waiting> {
    let entries = sender.entries(names(storage)).into_iter();
    let waiting = entries.filter_map(|entry| {
        Some(Waiting {
            body: storage.get_item(&entry).ok()??,
            idempotency_key: entry.rsplit('/').next()?.to_owned(),
        })
    });
    waiting.collect()
}

/// Forgets a command, whichever window has kept it.
fn forget(storage: &Storage, sender: Sender, key: &str) {
    for entry in sender.entries(names(storage)) {
        if entry.ends_with(key) {
            // Fails only where the storage is forbidden, and there is nothing in it then.
            drop(storage.remove_item(&entry));
        }
    }
}

/// Sends a command. Gives the outcome, or why the server will never take it; or why it may take it later.
async fn deliver(body: &str, sender: Option<Sender>) -> Result<Result<(Vec<u8>, Told), Problem>, Delay> {
    let mut request = Request::post(ACT).header("Content-Type", "application/json");
    if let Some(sender) = sender {
        request = request.header(ACTOR, &sender.stated());
    }
    let request = request.body(body).map_err(|_| Delay::Unreachable)?;
    let response = request.send().await.map_err(|_| Delay::Unreachable)?;
    if response.ok() {
        let body = response.binary().await.map_err(|_| Delay::Unreachable)?;
        // What is no outcome does not come from the server.
        let told = Told::read(&body).ok_or(Delay::Unreachable)?;
        return Ok(Ok((body, told)));
    }
    let status = response.status();
    let problem = read(&response).await.unwrap_or_else(|| {
        let detail = format!("The server answered {status}. Nothing was changed.");
        Problem::new(ProblemKind::Internal, "The decision was not taken", detail)
    });
    if is_final(status) {
        Ok(Err(problem))
    } else if status == 401 {
        Err(Delay::SignedOut)
    } else {
        Err(Delay::Unreachable)
    }
}

/// Reads an answer. From bytes, as those of server functions are read: the same generic code serves both.
async fn read<T: DeserializeOwned>(response: &Response) -> Option<T> {
    serde_json::from_slice(&response.binary().await.ok()?).ok()
}

/// Whether a refusal with this status stays one however often it is tried.
const fn is_final(status: u16) -> bool {
    matches!(status, 400..=499) && !matches!(status, 401 | 408 | 425 | 429)
}

/// How many decisions wait, in words.
pub fn waiting_words(count: usize) -> String {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    format::count(count, "decision waits", "decisions wait")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sender(user: u128) -> Sender {
        Sender {
            user_id: uuid::Uuid::from_u128(user).into(),
            organization_id: uuid::Uuid::from_u128(9).into(),
        }
    }

    #[test]
    fn entries_come_in_the_order_in_which_they_were_written() {
        let ada = sender(1);
        let written = [(3, "b"), (20, "a"), (1_700_000_000_000, "d"), (1_700_000_000_001, "c")];
        let written: Vec<_> = written.iter().map(|(at_ms, key)| ada.entry(*at_ms, key)).collect();
        assert_eq!(ada.entries(written.iter().rev().cloned()), written);
    }

    #[test]
    fn what_others_keep_and_what_is_no_command_is_left_alone() {
        let (ada, bo) = (sender(1), sender(2));
        let names = [ada.entry(1, "a"), bo.entry(2, "b"), "vouch.review_keys".to_owned()];
        assert_eq!(ada.entries(names.into_iter()), [ada.entry(1, "a")]);
    }

    #[test]
    fn only_what_will_never_be_taken_is_given_up() {
        for status in [400, 403, 404, 409, 422] {
            assert!(is_final(status), "{status}");
        }
        for status in [401, 408, 429, 500, 502, 503, 504] {
            assert!(!is_final(status), "{status}");
        }
    }
}
