//! Decisions on their way to the server. They are kept in the browser's storage until the server has acknowledged them, so neither
//! a lost connection nor a closed window loses one; each has an idempotency key, so none is made twice.
//!
//! Each waits in an entry of its own: windows that are open at the same time do not overwrite what another one keeps. A window
//! that opens takes over all that wait, also what another window still sends: the key makes that harmless.

use contract::{DecisionId, OrganizationId, Problem, ProblemKind, ReviewCommand, ReviewOutcome, UserId, Viewer};
use gloo_net::http::{Request, Response};
use gloo_timers::future::sleep;
use leptos::{prelude::*, task::spawn_local};
use serde::de::DeserializeOwned;
use web_sys::Storage;

use crate::ui::{format, time::browser_now};

/// Where the commands go.
const ACT: &str = "/api/v1/reviews/act";
/// The header that says who decided. The browser sends the cookie of whoever is signed in by then.
const ACTOR: &str = "Vouch-Actor";
/// Seconds to wait after each failure in a row; the last one is for all that follow.
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

    /// Where an earlier version kept all commands as one list.
    fn old_place(self) -> String {
        format!("vouch.outbox.{}.{}", self.organization_id, self.user_id)
    }

    /// What the names of this person's entries in the storage begin with.
    fn place(self) -> String {
        self.old_place() + "/"
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

/// What came of a command.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The command's key.
    pub idempotency_key: String,
    /// The outcome, or why the server will never take it.
    pub outcome: Result<ReviewOutcome, Problem>,
}

/// The commands that wait; in the context of everything inside the layout.
#[derive(Clone, Copy)]
pub struct Outbox {
    waiting: RwSignal<Vec<ReviewCommand>>,
    /// Absent until it is known: then nothing is kept beyond the window.
    sender: StoredValue<Option<Sender>>,
    answers: RwSignal<Vec<Answer>>,
    /// What the last commands became, newest first, for those who ask after the page has taken the answers.
    accepted: StoredValue<Vec<(String, Option<DecisionId>)>>,
    sending: StoredValue<bool>,
    /// Why the last attempt to send failed.
    delay: RwSignal<Option<Delay>>,
}

impl Outbox {
    /// Nothing waits.
    pub fn new() -> Self {
        Self {
            waiting: RwSignal::new(Vec::new()),
            sender: StoredValue::new(None),
            answers: RwSignal::new(Vec::new()),
            accepted: StoredValue::new(Vec::new()),
            sending: StoredValue::new(false),
            delay: RwSignal::new(None),
        }
    }

    /// Takes up what windows have left in the storage of this person, and sends it.
    pub fn open(self, sender: Sender) {
        if self.sender.get_value() == Some(sender) {
            return;
        }
        self.sender.set_value(Some(sender));
        self.waiting
            .set(storage().map(|storage| take_up(&storage, sender)).unwrap_or_default());
        self.send();
    }

    /// Puts a command in, and sends what waits.
    pub fn push(self, command: ReviewCommand) {
        if let Some(sender) = self.sender.get_value() {
            let kept =
                storage().is_some_and(|storage| keep(&storage, sender, browser_now().timestamp_millis(), &command));
            if !kept {
                // The storage is full or forbidden: what waits is then kept only as long as the window.
                leptos::logging::warn!("decisions that wait can not be kept in this browser");
            }
        }
        self.waiting.update(|waiting| waiting.push(command));
        self.send();
    }

    /// What waits, oldest first.
    pub fn waiting(self) -> Vec<ReviewCommand> {
        self.waiting.get()
    }

    /// Why the last attempt to send failed; follows it.
    pub fn delay(self) -> Option<Delay> {
        self.delay.get()
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
        if self.sending.get_value() {
            return;
        }
        self.sending.set_value(true);
        spawn_local(async move {
            let mut failures = 0;
            while let Some(Some(command)) = self.waiting.try_with_untracked(|waiting| waiting.first().cloned()) {
                let sender = self.sender.try_get_value().flatten();
                let outcome = match deliver(&command, sender).await {
                    Ok(outcome) => outcome,
                    Err(delay) => {
                        let wait = WAITS_S[failures.min(WAITS_S.len() - 1)];
                        failures += 1;
                        self.delay.try_set(Some(delay));
                        sleep(std::time::Duration::from_secs(wait)).await;
                        continue;
                    }
                };
                failures = 0;
                self.delay.try_set(None);
                let key = command.idempotency_key;
                if let (Some(storage), Some(sender)) = (storage(), sender) {
                    forget(&storage, sender, &key);
                }
                self.waiting
                    .try_update(|waiting| waiting.retain(|other| other.idempotency_key != key));
                if let Ok(ReviewOutcome::Accepted { decision_id, .. }) = outcome {
                    self.accepted.try_update_value(|accepted| {
                        accepted.truncate(FINDABLE - 1);
                        accepted.insert(0, (key.clone(), decision_id));
                    });
                }
                self.answers.try_update(|answers| {
                    answers.push(Answer {
                        idempotency_key: key,
                        outcome,
                    });
                });
            }
            self.sending.try_set_value(false);
        });
    }
}

impl Default for Outbox {
    fn default() -> Self {
        Self::new()
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

/// Reads what waits. An entry that can not be read stays as it is: another version of the console may know it.
fn take_up(storage: &Storage, sender: Sender) -> Vec<ReviewCommand> {
    let text_of = |name: &String| storage.get_item(name).ok().flatten();
    let old_place = sender.old_place();
    let old = text_of(&old_place).and_then(|text| serde_json::from_slice::<Vec<ReviewCommand>>(text.as_bytes()).ok());
    if let Some(old) = old
        && (0..)
            .zip(&old)
            .all(|(place, command)| keep(storage, sender, place, command))
    {
        remove(storage, &old_place);
    }
    let entries = sender.entries(names(storage));
    let texts = entries.iter().filter_map(text_of);
    texts
        .filter_map(|text| serde_json::from_slice(text.as_bytes()).ok())
        .collect()
}

/// Keeps a command; tells whether the browser let us.
fn keep(storage: &Storage, sender: Sender, at_ms: i64, command: &ReviewCommand) -> bool {
    let text = serde_json::to_string(command).expect("a command is plain data");
    let entry = sender.entry(at_ms, &command.idempotency_key);
    storage.set_item(&entry, &text).is_ok()
}

/// Forgets a command, whichever window has kept it.
fn forget(storage: &Storage, sender: Sender, key: &str) {
    for entry in sender.entries(names(storage)) {
        if entry.ends_with(key) {
            remove(storage, &entry);
        }
    }
}

fn remove(storage: &Storage, name: &str) {
    // Fails only where the storage is forbidden, and there is nothing in it then.
    drop(storage.remove_item(name));
}

/// Sends a command. Gives the outcome, or why the server will never take it; or why it may take it later.
async fn deliver(command: &ReviewCommand, sender: Option<Sender>) -> Result<Result<ReviewOutcome, Problem>, Delay> {
    let mut request = Request::post(ACT);
    if let Some(sender) = sender {
        request = request.header(ACTOR, &sender.stated());
    }
    let request = request.json(command).map_err(|_| Delay::Unreachable)?;
    let response = request.send().await.map_err(|_| Delay::Unreachable)?;
    if response.ok() {
        return read(&response).await.map(Ok).ok_or(Delay::Unreachable);
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
        let names = [
            ada.entry(1, "a"),
            bo.entry(2, "b"),
            ada.old_place(),
            "vouch.review_keys".to_owned(),
        ];
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
