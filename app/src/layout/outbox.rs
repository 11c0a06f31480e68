//! Decisions on their way to the server. They are kept in the browser's storage until the server has acknowledged them, so neither
//! a lost connection nor a closed window loses one; each has an idempotency key, so none is made twice.

use contract::{Problem, ProblemKind, ReviewCommand, ReviewOutcome};
use gloo_net::http::{Request, Response};
use gloo_timers::future::sleep;
use leptos::{prelude::*, task::spawn_local};
use serde::de::DeserializeOwned;
use web_sys::Storage;

use crate::ui::format;

/// Where the commands go.
const ACT: &str = "/api/v1/reviews/act";
/// Seconds to wait after each failure in a row; the last one is for all that follow.
const WAITS_S: [u64; 5] = [1, 2, 5, 10, 30];

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
    /// Where they are kept: one place for each person in each organization. Absent until that is known.
    place: RwSignal<Option<String>>,
    answers: RwSignal<Vec<Answer>>,
    sending: StoredValue<bool>,
    /// Whether the last attempt to send failed.
    failing: RwSignal<bool>,
}

impl Outbox {
    /// Nothing waits.
    pub fn new() -> Self {
        Self {
            waiting: RwSignal::new(Vec::new()),
            place: RwSignal::new(None),
            answers: RwSignal::new(Vec::new()),
            sending: StoredValue::new(false),
            failing: RwSignal::new(false),
        }
    }

    /// Takes up what an earlier page has left in the storage of this person, and sends it.
    pub fn open(self, place: String) {
        if self.place.get_untracked().as_ref() == Some(&place) {
            return;
        }
        let kept = storage().and_then(|storage| storage.get_item(&place).ok().flatten());
        let kept: Vec<ReviewCommand> = kept
            .and_then(|kept| serde_json::from_slice(kept.as_bytes()).ok())
            .unwrap_or_default();
        self.place.set(Some(place));
        self.waiting.set(kept);
        self.send();
    }

    /// Puts a command in, and sends what waits.
    pub fn push(self, command: ReviewCommand) {
        self.waiting.update(|waiting| waiting.push(command));
        self.keep();
        self.send();
    }

    /// What waits, oldest first.
    pub fn waiting(self) -> Vec<ReviewCommand> {
        self.waiting.get()
    }

    /// Whether the server could not be reached the last time; follows it.
    pub fn is_failing(self) -> bool {
        self.failing.get()
    }

    /// Takes the answers that came since the last call.
    pub fn take_answers(self) -> Vec<Answer> {
        if self.answers.with(Vec::is_empty) {
            Vec::new()
        } else {
            std::mem::take(&mut *self.answers.write())
        }
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
                let Some(outcome) = deliver(&command).await else {
                    let wait = WAITS_S[failures.min(WAITS_S.len() - 1)];
                    failures += 1;
                    self.failing.try_set(true);
                    sleep(std::time::Duration::from_secs(wait)).await;
                    continue;
                };
                failures = 0;
                self.failing.try_set(false);
                let key = command.idempotency_key;
                self.waiting
                    .try_update(|waiting| waiting.retain(|other| other.idempotency_key != key));
                self.keep();
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

    fn keep(self) {
        let (Some(Some(place)), Some(storage)) = (self.place.try_get_untracked(), storage()) else {
            return;
        };
        let Some(text) = self.waiting.try_with_untracked(serde_json::to_string) else {
            return;
        };
        let text = text.expect("commands are plain data");
        if storage.set_item(&place, &text).is_err() {
            // The storage is full or forbidden: what waits is then kept only as long as the window.
            leptos::logging::warn!("decisions that wait can not be kept in this browser");
        }
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

/// Sends a command. `None` when it may succeed later: no connection, an overloaded server, or a session that has ended.
async fn deliver(command: &ReviewCommand) -> Option<Result<ReviewOutcome, Problem>> {
    let response = Request::post(ACT).json(command).ok()?.send().await.ok()?;
    if response.ok() {
        return read(&response).await.map(Ok);
    }
    let status = response.status();
    let problem = read(&response).await.unwrap_or_else(|| {
        let detail = format!("The server answered {status}. Nothing was changed.");
        Problem::new(ProblemKind::Internal, "The decision was not taken", detail)
    });
    is_final(status).then_some(Err(problem))
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
    format::count(
        count,
        "decision waits for the connection",
        "decisions wait for the connection",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

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
