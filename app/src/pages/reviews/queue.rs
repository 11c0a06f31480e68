//! The reviewer's side of the queue as plain data: what is on screen, what comes next, what is not yet acknowledged.
//!
//! A decision moves on at once and leaves a command in the outbox; the server's answer settles or reverses it. Nothing
//! here touches the browser, so that every rule is tested on the host.

use std::collections::VecDeque;

use contract::{DecisionId, ReviewAction, ReviewBatch, ReviewCommand, ReviewItem, ReviewOutcome, ReviewProgress};

/// Items to have at hand beside the one on screen.
pub const PREFETCH: usize = 2;
/// Acts that the history drawer lists.
const HISTORY: usize = 10;

/// One of the last acts of this sitting.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// The item.
    pub item: ReviewItem,
    /// What was done, in a few words.
    pub summary: String,
    /// Present once the server has acknowledged a decision: it can be undone.
    pub decision_id: Option<DecisionId>,
    /// Rows that the act settled, once known.
    pub affected_count: Option<i64>,
    /// The key of the command, to find it by.
    pub idempotency_key: String,
    /// Whether it settled all rows of the file with the name.
    pub whole_cluster: bool,
    /// Whether it was taken back.
    pub undone: bool,
}

impl Act {
    /// Whether `item` is this act's as it was before, or a row of the same name that the act settles too.
    fn settled(&self, item: &ReviewItem) -> bool {
        let own = self.item.id == item.id && self.item.row_version >= item.row_version;
        let (payee, other) = (&self.item.detail.payee, &item.detail.payee);
        let same_name = payee.payee_file_id == other.payee_file_id && payee.name == other.name;
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

/// The queue as this browser sees it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Queue {
    items: VecDeque<ReviewItem>,
    /// Commands that the server has not acknowledged.
    outbox: Vec<ReviewCommand>,
    history: VecDeque<Act>,
    conflict: Option<Conflict>,
    progress: ReviewProgress,
    exhausted: bool,
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

    /// Whether fewer items are at hand than should be.
    pub fn wants_more(&self) -> bool {
        !self.exhausted && self.items.len() <= PREFETCH
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
        self.conflict.as_ref()
    }

    /// Items settled in this sitting.
    pub fn done_here(&self) -> i64 {
        self.done_here
    }

    /// The server's figures, less what is done here but not yet in them.
    pub fn progress(&self) -> ReviewProgress {
        let waiting = i64::try_from(self.outbox.len()).unwrap_or(i64::MAX);
        let remaining = (self.progress.remaining - waiting).max(0);
        ReviewProgress {
            done_today: self.progress.done_today + waiting,
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
        self.exhausted = !added && self.outbox.is_empty();
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
            item,
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

    /// Takes in the server's answer to a command.
    pub fn settle(&mut self, key: &str, outcome: ReviewOutcome) {
        self.outbox.retain(|p| p.idempotency_key != key);
        match outcome {
            ReviewOutcome::Accepted {
                decision_id,
                affected_count,
            } => {
                self.progress.done_today += 1;
                self.progress.remaining = (self.progress.remaining - 1).max(0);
                if let Some(act) = self.history.iter_mut().find(|a| a.idempotency_key == key) {
                    act.decision_id = decision_id;
                    act.affected_count = Some(affected_count);
                }
            }
            ReviewOutcome::Conflict { current, message } => {
                self.done_here = (self.done_here - 1).max(0);
                let mine = self
                    .history
                    .iter()
                    .position(|a| a.idempotency_key == key)
                    .and_then(|i| self.history.remove(i))
                    .map_or_else(String::new, |a| a.summary);
                self.conflict = Some(Conflict {
                    message,
                    mine,
                    current: *current,
                });
            }
        }
    }

    /// Gives up a command that the server refused for good, and puts the item back on screen.
    pub fn refuse(&mut self, key: &str) {
        self.outbox.retain(|p| p.idempotency_key != key);
        if let Some(index) = self.history.iter().position(|a| a.idempotency_key == key)
            && let Some(act) = self.history.remove(index)
        {
            self.done_here = (self.done_here - 1).max(0);
            self.items.push_front(act.item);
        }
    }

    /// The newest act that can still be taken back.
    pub fn last_undoable(&self) -> Option<&Act> {
        self.history.iter().find(|a| !a.undone)
    }

    /// Takes an act back that the server has undone: its item comes on screen again, with the version it has now.
    pub fn undone(&mut self, key: &str, current: Option<ReviewItem>) {
        let Some(act) = self.history.iter_mut().find(|a| a.idempotency_key == key) else {
            return;
        };
        act.undone = true;
        self.done_here = (self.done_here - 1).max(0);
        let item = current.unwrap_or_else(|| act.item.clone());
        self.items.retain(|i| i.id != item.id);
        self.items.push_front(item);
        self.progress.done_today = (self.progress.done_today - 1).max(0);
        self.progress.remaining += 1;
        self.exhausted = false;
    }

    /// Ends the conflict: the item comes on screen as it is now, or is left as the other person settled it.
    pub fn resolve_conflict(&mut self, look_again: bool) {
        if let Some(conflict) = self.conflict.take()
            && look_again
        {
            self.items.push_front(conflict.current);
        }
    }
}

#[cfg(test)]
mod tests {
    use contract::{ReviewItemId, Verdict};

    use super::{super::sample, *};

    fn confirm() -> ReviewAction {
        ReviewAction::Decide {
            verdict: Verdict {
                confirm: true,
                ..Verdict::default()
            },
            whole_cluster: false,
        }
    }

    fn batch(ids: &[u128], remaining: i64) -> ReviewBatch {
        ReviewBatch {
            items: ids.iter().map(|&id| sample::item(id)).collect(),
            progress: ReviewProgress {
                remaining,
                median_seconds: Some(2.0),
                ..ReviewProgress::default()
            },
        }
    }

    fn current_id(queue: &Queue) -> Option<u128> {
        queue.current().map(|i| i.id.0.as_u128())
    }

    #[test]
    fn acting_shows_the_next_item_before_the_server_answers() {
        let mut queue = Queue::new(batch(&[1, 2, 3], 3));
        let command = queue
            .act(confirm(), "Confirmed".into(), "k1".into(), 900)
            .expect("an item is on screen");
        assert_eq!(command.review_item_id.0.as_u128(), 1);
        assert_eq!(current_id(&queue), Some(2));
        assert_eq!(queue.progress().remaining, 2);
        assert_eq!(queue.progress().seconds_left, Some(4.0));
        assert!(queue.wants_more());
    }

    #[test]
    fn refill_never_brings_back_what_is_at_hand_or_waiting() {
        let mut queue = Queue::new(batch(&[1, 2, 3], 4));
        queue.act(confirm(), String::new(), "k1".into(), 0);
        queue.refill(batch(&[1, 2, 3, 4], 4));
        assert_eq!(
            queue.items.iter().map(|i| i.id.0.as_u128()).collect::<Vec<_>>(),
            [2, 3, 4]
        );
    }

    #[test]
    fn a_batch_from_before_the_answer_does_not_bring_the_item_back() {
        let mut queue = Queue::new(batch(&[1, 2], 2));
        queue.act(confirm(), String::new(), "k1".into(), 0);
        let accepted = ReviewOutcome::Accepted {
            decision_id: None,
            affected_count: 1,
        };
        queue.settle("k1", accepted);
        queue.refill(batch(&[1, 2], 2));
        assert_eq!(queue.items.len(), 1);
        let mut newer = batch(&[1], 1);
        newer.items[0].row_version += 1;
        queue.refill(newer);
        assert_eq!(queue.items.len(), 2, "it was opened again since");
    }

    #[test]
    fn rows_of_a_name_that_was_settled_as_a_whole_do_not_come() {
        let mut queue = Queue::new(batch(&[1, 2], 3));
        let action = ReviewAction::Decide {
            verdict: Verdict::default(),
            whole_cluster: true,
        };
        queue.act(action, String::new(), "k1".into(), 0);
        assert!(queue.current().is_none(), "both items have the name of the sample");
        queue.refill(batch(&[3], 1));
        assert!(queue.current().is_none());
    }

    #[test]
    fn the_queue_ends_only_when_the_server_has_nothing_and_nothing_waits() {
        let mut queue = Queue::new(batch(&[1], 1));
        queue.act(confirm(), String::new(), "k1".into(), 0);
        queue.refill(batch(&[], 1));
        assert!(!queue.is_finished());
        queue.settle(
            "k1",
            ReviewOutcome::Accepted {
                decision_id: None,
                affected_count: 1,
            },
        );
        queue.refill(batch(&[], 0));
        assert!(queue.is_finished());
    }

    #[test]
    fn a_conflict_takes_the_act_back_and_shows_both_sides() {
        let mut queue = Queue::new(batch(&[1, 2], 2));
        queue.act(confirm(), "Confirmed Acme".into(), "k1".into(), 0);
        queue.settle(
            "k1",
            ReviewOutcome::Conflict {
                current: Box::new(sample::item(1)),
                message: "Ada settled it".into(),
            },
        );
        assert_eq!(queue.done_here(), 0);
        assert_eq!(queue.conflict().map(|c| c.mine.as_str()), Some("Confirmed Acme"));
        queue.resolve_conflict(true);
        assert_eq!(current_id(&queue), Some(1));
        assert!(queue.conflict().is_none());
    }

    #[test]
    fn a_refused_command_puts_the_item_back() {
        let mut queue = Queue::new(batch(&[1, 2], 2));
        queue.act(confirm(), String::new(), "k1".into(), 0);
        queue.refuse("k1");
        assert_eq!(current_id(&queue), Some(1));
        assert_eq!(queue.progress().remaining, 2);
        assert_eq!(queue.history().count(), 0);
    }

    #[test]
    fn undo_brings_the_item_back_with_its_new_version() {
        let mut queue = Queue::new(batch(&[1, 2], 2));
        queue.act(confirm(), String::new(), "k1".into(), 0);
        let decision = DecisionId(uuid::Uuid::from_u128(9));
        queue.settle(
            "k1",
            ReviewOutcome::Accepted {
                decision_id: Some(decision),
                affected_count: 1,
            },
        );
        assert_eq!(queue.last_undoable().and_then(|a| a.decision_id), Some(decision));
        let mut newer = sample::item(1);
        newer.row_version = 7;
        queue.undone("k1", Some(newer));
        assert_eq!(queue.current().map(|i| i.row_version), Some(7));
        assert!(queue.last_undoable().is_none());
        assert_eq!(queue.progress().remaining, 2);
    }

    #[test]
    fn history_keeps_the_last_ten() {
        let ids: Vec<u128> = (1..=12).collect();
        let mut queue = Queue::new(batch(&ids, 12));
        for id in ids {
            queue.act(confirm(), id.to_string(), format!("k{id}"), 0);
        }
        assert_eq!(queue.history().count(), 10);
        assert_eq!(queue.history().next().map(|a| a.summary.as_str()), Some("12"));
    }

    #[test]
    fn an_outbox_from_an_earlier_page_hides_its_items() {
        let mut queue = Queue::new(batch(&[1, 2], 2));
        let command = ReviewCommand {
            review_item_id: ReviewItemId(uuid::Uuid::from_u128(1)),
            row_version: 1,
            idempotency_key: "old".into(),
            spent_ms: 0,
            action: confirm(),
        };
        queue.restore_outbox(vec![command]);
        assert_eq!(current_id(&queue), Some(2));
        assert_eq!(queue.progress().done_today, 1);
    }
}
