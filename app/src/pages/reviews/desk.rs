//! The desk: the state of the page, and what each act does with it.

use std::time::Duration;

use contract::{ProblemKind, ReviewAction, ReviewBatch, ReviewFilter, ReviewItem};
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_meta::Title;
use maud::{Markup, html};

use super::{
    BATCH,
    candidates::{self, candidates},
    choice::{Choice, ChosenSupplier},
    decisions::{HEADING, decisions, head},
    history::History,
    keymap::{KeyAct, Keymap, Meaning},
    keys::{self, Keys},
    plain_form::plain_form,
    queue::Queue,
    reason::{Reason, ReasonDialog},
    search::SupplierSearch,
    source::source,
    summary::{conflict_notice, summary},
};
use crate::{
    layout::{Outbox, use_outbox},
    serverfns::{
        payee_files::list_recent_decisions,
        reviews::{ReviewUndo, next_reviews, undo_review},
    },
    ui::{
        following::{FollowingText, handler, pressed},
        live::on_review_queue_change,
        time::browser_now,
        toast::{Toasts, use_toasts},
    },
};

/// How long to gather news of the queue before looking for new items.
const GATHER: Duration = Duration::from_millis(500);

/// The state of the page. Cheap to copy into handlers.
#[derive(Clone, Copy)]
pub(super) struct Bench {
    pub(super) queue: RwSignal<Queue>,
    /// What is chosen for the item on screen.
    pub(super) choice: RwSignal<Option<Choice>>,
    pub(super) keymap: RwSignal<Keymap>,
    /// What the reason dialog asks for, while it is open.
    pub(super) reason: RwSignal<Option<Reason>>,
    pub(super) history_open: RwSignal<bool>,
    pub(super) keys_open: RwSignal<bool>,
    search: SupplierSearch,
    filter: StoredValue<ReviewFilter>,
    /// When the item came on screen, in milliseconds of the browser's clock.
    shown_at_ms: StoredValue<i64>,
    fetching: StoredValue<bool>,
    /// Whether it will soon look for new items.
    looking: StoredValue<bool>,
    outbox: Outbox,
    toasts: Toasts,
}

impl Bench {
    fn new(batch: ReviewBatch, filter: ReviewFilter) -> Self {
        let queue = RwSignal::new(Queue::new(batch));
        let choice = RwSignal::new(queue.with_untracked(|queue| queue.current().map(Choice::new)));
        Self {
            queue,
            choice,
            keymap: RwSignal::new(Keymap::default()),
            reason: RwSignal::new(None),
            history_open: RwSignal::new(false),
            keys_open: RwSignal::new(false),
            search: SupplierSearch::new(),
            filter: StoredValue::new(filter),
            shown_at_ms: StoredValue::new(0),
            fetching: StoredValue::new(false),
            looking: StoredValue::new(false),
            outbox: use_outbox(),
            toasts: use_toasts(),
        }
    }

    /// Changes the queue. When that brings another item on screen, nothing is chosen for it yet, and its time begins.
    pub(super) fn change<T>(self, change: impl FnOnce(&mut Queue) -> T) -> Option<T> {
        let shown = |queue: &Queue| queue.current().map(|item| (item.id, item.row_version));
        let before = self.queue.try_with_untracked(shown)?;
        let result = self.queue.try_update(change);
        let (after, choice) = self
            .queue
            .with_untracked(|queue| (shown(queue), queue.current().map(Choice::new)));
        if after != before {
            self.choice.set(choice);
            self.search.clear();
            // Enter is to confirm this item, and not to press again what was pressed for the one before.
            keys::blur_within(".desk :is(button:not(.btn-primary), input)");
            // Once the page shows the item.
            request_animation_frame(|| keys::focus_if_lost(HEADING));
            self.shown_at_ms.set_value(browser_now().timestamp_millis());
        }
        result
    }

    /// The item on screen.
    fn current(self) -> Option<ReviewItem> {
        self.queue.with_untracked(|queue| queue.current().cloned())
    }

    /// Changes the choice for the item on screen.
    pub(super) fn choose(self, change: impl FnOnce(&mut Choice, &ReviewItem)) {
        self.queue.with_untracked(|queue| {
            self.choice.update(|choice| {
                if let (Some(choice), Some(item)) = (choice, queue.current()) {
                    change(choice, item);
                }
            });
        });
    }

    /// Takes a candidate by its place.
    pub(super) fn take(self, index: usize) {
        self.choose(|choice, item| choice.take(item.detail.match_evidence.candidates.len(), index));
    }

    /// Takes a supplier found by search, by its place.
    fn take_found(self, index: usize) {
        if let Some(supplier) = self.search.nth(index) {
            let (id, name) = (supplier.id, supplier.name);
            self.choose(|choice, _| choice.take_other(ChosenSupplier::Found { id, name }));
            self.search.clear();
            keys::focus_on(candidates::LIST);
        }
    }

    /// Goes through what was found, from the field and back, and takes the first with Enter.
    fn search_key(self, event: &ev::KeyboardEvent) {
        if self.search.go(event) {
            event.prevent_default();
        } else if SupplierSearch::is_enter(event) {
            event.prevent_default();
            self.take_found(0);
        }
    }

    /// Settles the item on screen as shown, and goes on at once. Asks for a supplier first when none is chosen.
    pub(super) fn confirm(self) {
        let (Some(item), Some(choice)) = (self.current(), self.choice.get_untracked()) else {
            return;
        };
        let Some(verdict) = choice.verdict(&item) else {
            self.choose(|choice, _| choice.asked = true);
            // The list and not a candidate: Enter is to confirm what is chosen, and not to choose.
            keys::focus_on(candidates::LIST);
            return;
        };
        let summary = choice.summary(&item);
        let action = ReviewAction::Decide {
            verdict,
            whole_cluster: choice.whole_cluster,
        };
        self.send(&item, action, summary);
    }

    /// Puts the item off, or asks for a second look.
    pub(super) fn put_aside(self, reason: Reason, words: String) {
        let Some(item) = self.current() else {
            return;
        };
        let summary = format!("{}: {words}", reason.done());
        let action = match reason {
            Reason::Postpone => ReviewAction::Postpone { reason: words },
            Reason::Escalate => ReviewAction::Escalate { reason: words },
        };
        self.send(&item, action, summary);
    }

    /// Sends what was done with the item on screen, says so, and goes on.
    fn send(self, item: &ReviewItem, action: ReviewAction, summary: String) {
        let key = uuid::Uuid::new_v4().to_string();
        let name = item.detail.payee.name.clone();
        let (message, undo) = (told(&name, &summary), undo_of(item, &key));
        let spent_ms = (browser_now().timestamp_millis() - self.shown_at_ms.get_value()).max(0);
        let command = self
            .change(|queue| queue.act(action, summary.clone(), key.clone(), spent_ms))
            .flatten();
        if let Some(command) = command {
            self.outbox.push(&command);
        }
        self.refill();
        self.toasts.undoable(message, move || {
            if !self.queue.is_disposed() {
                self.undo(&key);
            } else if let Some(decision) = self.outbox.accepted(&key) {
                // The page was left, and its history is gone with it.
                self.take_back(
                    ReviewUndo {
                        decision,
                        ..undo.clone()
                    },
                    &name,
                    &summary,
                );
            } else {
                self.not_yet();
            }
        });
    }

    /// Fetches more items when few are at hand. Does nothing when the page was left.
    pub(super) fn refill(self) {
        let need = |queue: &Queue| queue.wants_more().then(|| (queue.waiting_count(), queue.at_hand()));
        let (Some(false), Some(Some((waiting, asked))), Some(filter)) = (
            self.fetching.try_get_value(),
            self.queue.try_with_untracked(need),
            self.filter.try_get_value(),
        ) else {
            return;
        };
        self.fetching.set_value(true);
        spawn_local(async move {
            // Acts that are still in the outbox keep their lease, so the server's first items may all be known here.
            let limit = BATCH + u32::try_from(waiting).unwrap_or(u32::MAX).min(10 - BATCH);
            let batch = next_reviews(filter, limit).await;
            self.fetching.try_set_value(false);
            match batch {
                Ok(batch) => {
                    let keep_current = self.reason.try_with_untracked(Option::is_some).unwrap_or_default();
                    let gone = self.change(|queue| {
                        let gone = queue.let_go(&asked, &batch.held, keep_current);
                        queue.refill(batch);
                        gone
                    });
                    if let Some(item) = gone.flatten() {
                        self.toasts
                            .done(format!("{} was dealt with elsewhere", item.detail.payee.name));
                    }
                }
                // The items at hand can still be worked; the next act tries again.
                Err(error) => {
                    let acts_wait = self.queue.try_with_untracked(Queue::waiting_count) != Some(0);
                    let has_banner = acts_wait || !window().navigator().on_line();
                    if !(has_banner && error.kind() == ProblemKind::Unavailable) {
                        self.toasts.failed(error.0.title);
                    }
                }
            }
        });
    }

    /// Looks for new items soon, once for all news until then: a colleague who works fast makes many.
    fn look_again_soon(self) {
        if self.looking.try_get_value() == Some(false) {
            self.looking.set_value(true);
            set_timeout(move || self.look_again(), GATHER);
        }
    }

    fn look_again(self) {
        match self.fetching.try_get_value() {
            // The answer under way may be older than the news.
            Some(true) => set_timeout(move || self.look_again(), GATHER),
            Some(false) => {
                self.looking.set_value(false);
                self.change(Queue::look_again);
                self.refill();
            }
            // The page was left.
            None => {}
        }
    }

    /// Takes an act of the history back.
    pub(super) fn undo(self, key: &str) {
        let act = self
            .queue
            .with_untracked(|queue| queue.history().find(|act| act.idempotency_key == key).cloned());
        let Some(act) = act.filter(|act| !act.undone) else {
            return;
        };
        if act.can_be_undone() {
            let item = act.item.as_ref();
            let undo = ReviewUndo {
                item: item.map(|item| item.id),
                decision: act.decision_id,
                command: key.to_owned(),
                row_version: item.map_or(0, |item| item.row_version + 1),
            };
            self.take_back(undo, &act.name, &act.summary);
        } else {
            self.not_yet();
        }
    }

    fn not_yet(self) {
        self.toasts
            .failed("This can not be undone yet: the server has not acknowledged it.");
    }

    /// Takes an act back, whether the page is still there or not.
    fn take_back(self, undo: ReviewUndo, name: &str, summary: &str) {
        let (message, done) = (told(name, summary), format!("Undone: {name}"));
        spawn_local(async move {
            let key = undo.command.clone();
            match undo_review(undo).await {
                Ok(item) => {
                    if !self.queue.is_disposed() {
                        // When the item can not be read, it is shown as it was; a stale version comes back as a conflict.
                        let at_once = self.reason.try_with_untracked(Option::is_none).unwrap_or_default();
                        self.change(|queue| queue.undone(&key, item, at_once));
                        self.refill();
                    }
                    self.toasts.withdraw(&message);
                    self.toasts.done(done);
                }
                Err(error) => self.toasts.failed(error.0.to_string()),
            }
        });
    }

    fn undo_last(self) {
        match self
            .queue
            .with_untracked(|queue| queue.last_act().map(|act| act.idempotency_key.clone()))
        {
            Some(key) => self.undo(&key),
            None => self.toasts.done("Nothing to undo"),
        }
    }

    /// Does what a key means.
    pub(super) fn run(self, meaning: Meaning) {
        use contract::PayeeType;
        let act = match meaning {
            Meaning::Choose(index) => return self.take(index),
            Meaning::Act(act) => act,
        };
        let set_type = |payee_type| self.choose(|choice, _| choice.payee_type = Some(payee_type));
        match act {
            KeyAct::Confirm | KeyAct::ConfirmAll => self.confirm(),
            KeyAct::TakeSupplier => {
                if let Some(focused) = self.choice.with_untracked(|choice| choice.as_ref()?.focused) {
                    self.take(focused);
                }
            }
            KeyAct::NoSupplier => self.choose(|choice, _| choice.take_other(ChosenSupplier::NoSupplier)),
            KeyAct::Unsure => {
                if self.current().is_some() {
                    self.put_aside(Reason::Postpone, "Unsure".to_owned());
                }
            }
            KeyAct::Business => set_type(PayeeType::Business),
            KeyAct::Individual => set_type(PayeeType::Individual),
            KeyAct::Government => set_type(PayeeType::Government),
            KeyAct::Previous | KeyAct::Next => self.choose(|choice, item| {
                choice.move_focus(item.detail.match_evidence.candidates.len(), act == KeyAct::Next);
            }),
            KeyAct::Search => SupplierSearch::focus(),
            KeyAct::Cluster => self.choose(|choice, item| {
                choice.whole_cluster = !choice.whole_cluster && item.detail.cluster_size > 1;
            }),
            KeyAct::Remember => self.choose(|choice, _| choice.remember = !choice.remember),
            KeyAct::Postpone => self.ask(Reason::Postpone),
            KeyAct::Escalate => self.ask(Reason::Escalate),
            KeyAct::Undo => self.undo_last(),
            KeyAct::History => self.history_open.update(|open| *open = !*open),
        }
    }

    /// Does what the pressed button or box says.
    fn press(self, event: &ev::MouseEvent) {
        if let Some(act) = pressed(event, "data-act") {
            self.run(Meaning::Act(act));
        } else if let Some(index) = pressed(event, "data-candidate") {
            self.take(index);
        } else if let Some(index) = pressed(event, "data-found") {
            self.take_found(index);
        } else if let Some(look_again) = pressed(event, "data-resolve") {
            self.change(|queue| queue.resolve_conflict(look_again));
        } else if let Some(dialog) = pressed::<String>(event, "data-open") {
            let open = if dialog == "keys" {
                self.keys_open
            } else {
                self.history_open
            };
            open.set(true);
        }
    }

    /// Writes the page.
    fn text(self) -> Markup {
        self.queue.with(|queue| {
            let work = self.choice.with(|choice| self.work(queue, choice.as_ref()));
            html! {
                (head(queue, self.postponed()))
                @match queue.conflict() {
                    Some(conflict) => div { (conflict_notice(conflict)) },
                    None => div hidden {},
                }
                (work)
                @if queue.current().is_none() { (summary(queue, self.postponed(), self.outbox.delay().is_some())) }
            }
        })
    }

    /// Whether the desk shows the postponed items in place of the open ones.
    fn postponed(self) -> bool {
        self.filter.with_value(|filter| filter.postponed)
    }

    /// Writes the item on screen, or as many empty elements: each keeps its place.
    fn work(self, queue: &Queue, choice: Option<&Choice>) -> Markup {
        let (Some(item), Some(choice)) = (queue.current(), choice) else {
            return html! { div hidden {} footer hidden {} div hidden {} };
        };
        self.keymap.with(|keymap| {
            html! {
                div class="desk-panes" {
                    (source(item))
                    div class="desk-pane" {
                        (candidates(item, choice, keymap))
                        (self.search.text(keymap))
                    }
                }
                (decisions(item, choice, keymap))
                (plain_form(item))
            }
        })
    }

    /// Asks for a reason.
    pub(super) fn ask(self, reason: Reason) {
        if self.current().is_some() {
            self.reason.set(Some(reason));
        }
    }

    /// Connects the state with the outbox, the event stream and the keyboard. Effects run in the browser only.
    fn wire(self) {
        let outbox = self.outbox;
        Effect::new(move |_| {
            if outbox.listen() {
                // Decisions were sent while the page was on its way, and may be of items on it.
                self.look_again_soon();
            }
        });
        Effect::new(move |_| {
            let waiting = outbox.waiting().into_iter();
            let known = self.queue.with_untracked(Queue::waiting_keys);
            let earlier = waiting
                .filter(|waiting| !known.contains(&waiting.idempotency_key))
                // Another version of the console may know what this one can not read.
                .filter_map(|waiting| serde_json::from_slice(waiting.body.as_bytes()).ok())
                .collect::<Vec<_>>();
            if !earlier.is_empty() {
                self.change(|queue| queue.restore_outbox(earlier));
            }
        });
        Effect::new(move |_| {
            for answer in outbox.take_answers() {
                let key = &answer.idempotency_key;
                let taken_back = match answer.outcome.map(|body| serde_json::from_slice(&body)) {
                    Ok(Ok(outcome)) => self.change(|queue| queue.settle(key, outcome)),
                    // What can not be read is of another version of the server; its next items say how the item stands.
                    refused => {
                        if let Err(problem) = refused {
                            self.toasts.failed(problem.to_string());
                        }
                        self.change(|queue| queue.refuse(key))
                    }
                };
                if let Some(act) = taken_back.flatten() {
                    // It was not done after all, so there is nothing to undo.
                    self.toasts.withdraw(&told(&act.name, &act.summary));
                }
                self.refill();
            }
        });
        Effect::new(move |_| {
            spawn_local(async move {
                // Without them, the history has what is done here.
                if let Ok(decisions) = list_recent_decisions().await {
                    self.queue.try_update(|queue| queue.restore_history(decisions));
                }
            });
            self.shown_at_ms.set_value(browser_now().timestamp_millis());
            // Enter is to confirm, and not to follow again the link that led here.
            keys::blur_within("nav a");
        });
        on_review_queue_change(move || self.look_again_soon());
        keys::listen(self);
    }
}

/// What takes an act on an item back, while it is not known to have become a decision.
fn undo_of(item: &ReviewItem, key: &str) -> ReviewUndo {
    ReviewUndo {
        item: Some(item.id),
        decision: None,
        command: key.to_owned(),
        row_version: item.row_version + 1,
    }
}

/// The title of the page, which names the payee.
fn title(queue: &Queue) -> String {
    let name = queue.current().map(|item| &item.detail.payee.name);
    name.map_or_else(|| "Review".to_owned(), |name| format!("{name} \u{b7} Review"))
}

/// An act as its message tells it.
fn told(name: &str, summary: &str) -> String {
    format!("{name}: {summary}")
}

/// The page, once the first items are there.
#[component]
pub(super) fn Desk(
    /// The first items.
    batch: ReviewBatch,
    /// Which part of the queue.
    filter: ReviewFilter,
) -> impl IntoView {
    let bench = Bench::new(batch, filter);
    bench.wire();
    view! {
        // The title is asked for once more when the page has gone.
        <Title text=move || bench.queue.try_with(title).unwrap_or_default() />
        <FollowingText
            class="desk"
            text=move || bench.text()
            handlers=vec![
                handler(ev::click, move |event| bench.press(&event)),
                handler(ev::input, move |event| bench.search.look_up(&event)),
                handler(ev::keydown, move |event| bench.search_key(&event)),
            ]
        />
        <ReasonDialog bench />
        <History bench />
        <Keys bench />
    }
}
