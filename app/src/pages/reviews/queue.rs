//! The reviewer's side of the queue as plain data: what is on screen, what comes next, what is not yet acknowledged.
//!
//! A decision moves on at once and leaves a command in the outbox; the server's answer settles or reverses it. Nothing
//! here touches the browser, so that every rule is tested on the host.

use std::collections::VecDeque;

use contract::{
    DecisionId, DecisionSummary, Payee, ReviewAction, ReviewBatch, ReviewCommand, ReviewItem, ReviewItemId,
    ReviewOutcome, ReviewProgress, SupplierChoice,
};

/// Items to have at hand beside the one on screen.
pub const PREFETCH: usize = 2;
/// Acts that the history drawer lists.
const HISTORY: usize = 10;

/// One of the last acts.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// The payee's name.
    pub name: String,
    /// The item; absent for what was done before this sitting.
    pub item: Option<ReviewItem>,
    /// What was done, in a few words.
    pub summary: String,
    /// Present once the server has acknowledged a decision. What was put off has become none.
    pub decision_id: Option<DecisionId>,
    /// Rows that the act settled; present once the server has acknowledged it.
    pub affected_count: Option<i64>,
    /// The key of the command, to find it by.
    pub idempotency_key: String,
    /// Whether it settled all rows of the file with the name.
    pub whole_cluster: bool,
    /// Whether it was taken back.
    pub undone: bool,
}

impl Act {
    /// Whether it can be taken back: only what the server has.
    pub fn can_be_undone(&self) -> bool {
        !self.undone && self.affected_count.is_some()
    }

    /// Whether `item` is this act's as it was before, or a row of the same name that the act settles too.
    fn settled(&self, item: &ReviewItem) -> bool {
        let Some(mine) = &self.item else {
            return false;
        };
        let own = mine.id == item.id && mine.row_version >= item.row_version;
        let (payee, other) = (&mine.detail.payee, &item.detail.payee);
        let key = &mine.name_key;
        let same_name = payee.payee_file_id == other.payee_file_id && !key.is_empty() && *key == item.name_key;
        !self.undone && (own || self.whole_cluster && payee.id != other.id && same_name)
    }
}

/// A conflict to be shown: somebody else was faster.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// What the server says happened, in words.
    pub message: String,
    /// What this person had done, in a few words.
    pub mine: String,
    /// The item as it is now.
    pub current: ReviewItem,
}

impl Conflict {
    /// Whether there is still something to decide. What somebody has settled would be refused again and again.
    pub fn is_open(&self) -> bool {
        self.current.detail.payee.in_review
    }
}

/// The queue as this browser sees it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Queue {
    items: VecDeque<ReviewItem>,
    /// Commands that the server has not acknowledged.
    outbox: Vec<ReviewCommand>,
    history: VecDeque<Act>,
    /// Oldest first; one is shown at a time.
    conflicts: VecDeque<Conflict>,
    progress: ReviewProgress,
    /// The server had nothing more the last time.
    exhausted: bool,
    /// The server may have more since.
    look_again: bool,
    done_here: i64,
}

impl Queue {
    /// A queue that begins with what the server sent with the page.
    pub fn new(batch: ReviewBatch) -> Self {
        let mut queue = Self::default();
        queue.refill(batch);
        queue
    }

    /// The item on screen.
    pub fn current(&self) -> Option<&ReviewItem> {
        self.items.front()
    }

    /// Whether the server has nothing more and every item is done.
    pub fn is_finished(&self) -> bool {
        self.items.is_empty() && self.exhausted
    }

    /// Whether fewer items are at hand than should be, and the server may have some.
    pub fn wants_more(&self) -> bool {
        self.look_again || !self.exhausted && self.items.len() <= PREFETCH
    }

    /// Ids of the items at hand, for [`Queue::let_go`].
    pub fn at_hand(&self) -> Vec<ReviewItemId> {
        self.items.iter().map(|item| item.id).collect()
    }

    /// Lets go of the items that were at hand when the server was asked and are no longer this person's: they were settled in
    /// another window, or by somebody else. Gives the one on screen, if it is among them; `keep_current` leaves that one alone.
    pub fn let_go(&mut self, asked: &[ReviewItemId], held: &[ReviewItemId], keep_current: bool) -> Option<ReviewItem> {
        let gone = |item: &ReviewItem| asked.contains(&item.id) && !held.contains(&item.id);
        let current = if keep_current { self.items.pop_front() } else { None };
        let shown = self
            .items
            .front()
            .filter(|item| current.is_none() && gone(item))
            .cloned();
        self.items.retain(|item| !gone(item));
        if let Some(current) = current {
            self.items.push_front(current);
        }
        shown
    }

    /// Takes in that somebody changed the queue: a server that had nothing more may have something now, and items at hand may be
    /// settled. Until it answers, the queue stays as finished as it was.
    pub fn look_again(&mut self) {
        self.look_again = true;
    }

    /// How many commands wait for the server.
    pub fn waiting_count(&self) -> usize {
        self.outbox.len()
    }

    /// Keys of the commands that wait for the server.
    pub fn waiting_keys(&self) -> Vec<String> {
        self.outbox
            .iter()
            .map(|command| command.idempotency_key.clone())
            .collect()
    }

    /// The last acts, newest first.
    pub fn history(&self) -> impl Iterator<Item = &Act> {
        self.history.iter()
    }

    /// The conflict to be shown, if there is one.
    pub fn conflict(&self) -> Option<&Conflict> {
        self.conflicts.front()
    }

    /// Items settled in this sitting.
    pub fn done_here(&self) -> i64 {
        self.done_here
    }

    /// The server's figures, less what is done here but not yet in them.
    pub fn progress(&self) -> ReviewProgress {
        let count = |commands: usize| i64::try_from(commands).unwrap_or(i64::MAX);
        let decides = |command: &&ReviewCommand| matches!(command.action, ReviewAction::Decide { .. });
        let decisions = self.outbox.iter().filter(decides).count();
        let remaining = (self.progress.remaining - count(self.outbox.len())).max(0);
        ReviewProgress {
            done_today: self.progress.done_today + count(decisions),
            remaining,
            seconds_left: self.progress.median_seconds.map(|median| {
                #[expect(clippy::cast_precision_loss, reason = "a count of items is far below 2^52")]
                let count = remaining as f64;
                median * count
            }),
            ..self.progress
        }
    }

    /// Takes in what the server sent: new items go behind those at hand, acts that wait stay done. So do those that were
    /// acknowledged while the batch was on its way.
    pub fn refill(&mut self, batch: ReviewBatch) {
        let mut added = false;
        for item in batch.items {
            let known = self.items.iter().any(|i| i.id == item.id)
                || self.outbox.iter().any(|p| p.review_item_id == item.id)
                || self.history.iter().any(|act| act.settled(&item));
            if !known {
                self.items.push_back(item);
                added = true;
            }
        }
        self.progress = batch.progress;
        self.look_again = false;
        self.exhausted = !added && self.outbox.is_empty();
    }

    /// Takes in what the server knows of this person's last decisions, newest first. They are behind what was done here.
    pub fn restore_history(&mut self, decisions: Vec<DecisionSummary>) {
        for decision in decisions {
            let id = Some(decision.decision_id);
            if self.history.len() < HISTORY && self.history.iter().all(|act| act.decision_id != id) {
                self.history.push_back(Act {
                    name: decision.payee_name,
                    item: None,
                    summary: decision.summary,
                    decision_id: id,
                    affected_count: Some(decision.affected_count),
                    idempotency_key: decision.decision_id.to_string(),
                    whole_cluster: false,
                    undone: decision.undone,
                });
            }
        }
    }

    /// Counts in what an earlier page has left in the outbox.
    pub fn restore_outbox(&mut self, commands: Vec<ReviewCommand>) {
        for command in commands {
            self.items.retain(|item| item.id != command.review_item_id);
            self.outbox.push(command);
        }
    }

    /// Acts on the item on screen and moves on. Returns what to send; nothing when no item is on screen.
    pub fn act(&mut self, action: ReviewAction, summary: String, key: String, spent_ms: i64) -> Option<ReviewCommand> {
        let item = self.items.pop_front()?;
        let whole_cluster = matches!(
            action,
            ReviewAction::Decide {
                whole_cluster: true,
                ..
            }
        );
        let command = ReviewCommand {
            review_item_id: item.id,
            row_version: item.row_version,
            idempotency_key: key.clone(),
            spent_ms,
            action,
        };
        self.outbox.push(command.clone());
        self.history.push_front(Act {
            name: item.detail.payee.name.clone(),
            item: Some(item),
            summary,
            decision_id: None,
            affected_count: None,
            idempotency_key: key,
            whole_cluster,
            undone: false,
        });
        if let Some(act) = self.history.front() {
            self.items.retain(|item| !act.settled(item));
        }
        self.history.truncate(HISTORY);
        self.done_here += 1;
        self.exhausted = false;
        Some(command)
    }

    /// Takes in the server's answer to a command. Gives the act that a conflict takes back.
    pub fn settle(&mut self, key: &str, outcome: ReviewOutcome) -> Option<Act> {
        let place = self.outbox.iter().position(|p| p.idempotency_key == key);
        let command = place.map(|place| self.outbox.remove(place));
        match outcome {
            ReviewOutcome::Accepted {
                decision_id,
                affected_count,
            } => {
                // What was put off has left the queue, but nothing is decided.
                let rows = decision_id.map_or(0, |_| affected_count);
                self.progress.done_today += rows;
                self.progress.remaining = (self.progress.remaining - rows.max(1)).max(0);
                if let Some(act) = self.history.iter_mut().find(|a| a.idempotency_key == key) {
                    act.decision_id = decision_id;
                    act.affected_count = Some(affected_count);
                }
                None
            }
            // What already stands as this person wanted it, such as from another window of theirs, is nothing to decide again. It
            // belongs to the other decision, so this act can not be undone.
            ReviewOutcome::Conflict { current, .. }
                if command.is_some_and(|command| stands(&current.detail.payee, &command.action)) =>
            {
                self.forget(key)
            }
            ReviewOutcome::Conflict { current, message } => {
                self.done_here = (self.done_here - 1).max(0);
                let act = self.forget(key);
                let mine = act.as_ref().map_or_else(String::new, |act| act.summary.clone());
                self.conflicts.push_back(Conflict {
                    message,
                    mine,
                    current: *current,
                });
                act
            }
        }
    }

    /// Gives up a command that the server refused for good, and gives its act. The item comes next: what is on screen stays
    /// there, for the person may be about to act on it, or to give a reason for it in a dialog.
    pub fn refuse(&mut self, key: &str) -> Option<Act> {
        self.outbox.retain(|p| p.idempotency_key != key);
        let act = self.forget(key)?;
        self.done_here = (self.done_here - 1).max(0);
        if let Some(item) = act.item.clone() {
            self.put_back(item, false);
        }
        Some(act)
    }

    /// The newest act that was not taken back: the one that undo means, also when it can not be undone.
    pub fn last_act(&self) -> Option<&Act> {
        self.history.iter().find(|act| !act.undone)
    }

    /// Takes an act back that the server has undone: its item comes again with the version it has now, unless somebody has
    /// settled it since. It comes on screen if `at_once`, else behind the item there: see [`Queue::refuse`].
    pub fn undone(&mut self, key: &str, current: Option<ReviewItem>, at_once: bool) {
        let Some(act) = self.history.iter_mut().find(|a| a.idempotency_key == key) else {
            return;
        };
        act.undone = true;
        let rows = act.affected_count.unwrap_or(1);
        let item = current.or_else(|| act.item.clone());
        self.done_here = (self.done_here - 1).max(0);
        self.progress.done_today = (self.progress.done_today - rows).max(0);
        // What was put off had left the queue without being counted as done.
        self.progress.remaining += rows.max(1);
        match item {
            Some(item) if item.detail.payee.in_review => self.put_back(item, at_once),
            Some(_) => {}
            None => self.look_again = true,
        }
        self.exhausted = false;
    }

    /// Ends the conflict that is shown: the item comes on screen as it is now, or is left as the other person settled it.
    pub fn resolve_conflict(&mut self, look_again: bool) {
        if let Some(conflict) = self.conflicts.pop_front()
            && look_again
        {
            self.put_back(conflict.current, true);
        }
    }

    /// Takes an act out of the history.
    fn forget(&mut self, key: &str) -> Option<Act> {
        let index = self.history.iter().position(|act| act.idempotency_key == key)?;
        self.history.remove(index)
    }

    /// Puts an item on screen, or behind the one there. Never twice.
    fn put_back(&mut self, item: ReviewItem, on_screen: bool) {
        let behind = self
            .current()
            .is_some_and(|current| !on_screen && current.id != item.id);
        self.items.retain(|other| other.id != item.id);
        self.items.insert(usize::from(behind), item);
    }
}

/// Whether a payee is settled as an action would settle it.
fn stands(payee: &Payee, action: &ReviewAction) -> bool {
    let ReviewAction::Decide { verdict, .. } = action else {
        return false;
    };
    let supplier = match verdict.supplier {
        Some(SupplierChoice::Supplier { supplier_id }) => Some(supplier_id),
        Some(SupplierChoice::NoSupplier) | None => None,
    };
    !payee.in_review && verdict.payee_type == Some(payee.payee_type) && supplier == payee.supplier_id
}

#[cfg(test)]
#[path = "queue_tests.rs"]
mod tests;
