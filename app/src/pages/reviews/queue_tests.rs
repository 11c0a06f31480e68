//! Tests of the queue.

use contract::{DecisionSummary, PayeeType, Verdict};

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
        held: ids.iter().map(|&id| item_id(id)).collect(),
        progress: ReviewProgress {
            remaining,
            median_seconds: Some(2.0),
            ..ReviewProgress::default()
        },
    }
}

fn item_id(id: u128) -> ReviewItemId {
    ReviewItemId(uuid::Uuid::from_u128(id))
}

fn current_id(queue: &Queue) -> Option<u128> {
    queue.current().map(|i| i.id.0.as_u128())
}

fn ids(queue: &Queue) -> Vec<u128> {
    queue.items.iter().map(|i| i.id.0.as_u128()).collect()
}

fn accepted(decision: Option<u128>, affected_count: i64) -> ReviewOutcome {
    ReviewOutcome::Accepted {
        decision_id: decision.map(|id| DecisionId(uuid::Uuid::from_u128(id))),
        affected_count,
    }
}

fn conflict(id: u128, message: &str) -> ReviewOutcome {
    ReviewOutcome::Conflict {
        current: Box::new(sample::item(id)),
        message: message.into(),
    }
}

fn postpone() -> ReviewAction {
    ReviewAction::Postpone {
        reason: "No address".into(),
    }
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
    let mut capitals = batch(&[3], 1);
    capitals.items[0].detail.payee.name = "ACME".into();
    queue.refill(capitals);
    assert!(queue.current().is_none(), "the server says which names are the same");
    let mut other = batch(&[4], 1);
    other.items[0].name_key = "acme two".into();
    queue.refill(other);
    assert_eq!(current_id(&queue), Some(4));
}

#[test]
fn what_was_settled_elsewhere_is_let_go() {
    let mut queue = Queue::new(batch(&[1, 2, 3], 3));
    let asked = queue.at_hand();
    queue.refill(batch(&[4], 4));
    let held = [item_id(2)];
    let mut kept = queue.clone();
    let shown = queue.let_go(&asked, &held, false);
    assert_eq!(shown.map(|item| item.id), Some(item_id(1)));
    assert_eq!(ids(&queue), [2, 4], "what came since was not asked about");
    assert_eq!(queue.let_go(&asked, &held, false), None);
    assert_eq!(kept.let_go(&asked, &held, true), None);
    assert_eq!(ids(&kept), [1, 2, 4], "a reason is being given for what is on screen");
}

#[test]
fn a_queue_that_was_changed_is_asked_for_however_much_is_at_hand() {
    let mut queue = Queue::new(batch(&[1, 2, 3], 9));
    assert!(!queue.wants_more());
    queue.look_again();
    assert!(queue.wants_more());
    queue.refill(batch(&[1, 2, 3], 5));
    assert!(!queue.wants_more());
    assert_eq!(queue.progress().remaining, 5);
}

#[test]
fn what_already_stands_as_it_was_decided_is_no_conflict() {
    let mut settled = sample::item(1);
    settled.detail.payee.in_review = false;
    settled.detail.payee.payee_type = PayeeType::Business;
    for (payee_type, conflicts) in [(PayeeType::Business, false), (PayeeType::Individual, true)] {
        let mut queue = Queue::new(batch(&[1, 2], 2));
        let verdict = Verdict {
            payee_type: Some(payee_type),
            supplier: Some(SupplierChoice::NoSupplier),
            ..Verdict::default()
        };
        let action = ReviewAction::Decide {
            verdict,
            whole_cluster: false,
        };
        queue.act(action, String::new(), "k1".into(), 0);
        let outcome = ReviewOutcome::Conflict {
            current: Box::new(settled.clone()),
            message: "Ada decided it".into(),
        };
        let act = queue.settle("k1", outcome);
        assert!(act.is_some(), "there is nothing of this person's to undo");
        assert_eq!(queue.conflict().is_some(), conflicts);
        assert_eq!(queue.history().count(), 0);
        assert_eq!(current_id(&queue), Some(2));
    }
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
fn a_finished_queue_asks_again_when_it_was_changed() {
    let mut queue = Queue::new(batch(&[], 0));
    assert!(!queue.wants_more());
    queue.look_again();
    assert!(queue.wants_more());
    assert!(queue.is_finished(), "until the server answers");
    queue.refill(batch(&[], 0));
    assert!(!queue.wants_more());
    queue.look_again();
    queue.refill(batch(&[1], 1));
    assert_eq!(current_id(&queue), Some(1));
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
fn of_several_conflicts_each_is_shown() {
    let mut queue = Queue::new(batch(&[1, 2, 3], 3));
    for (id, key) in [(1, "k1"), (2, "k2")] {
        queue.act(confirm(), key.into(), key.into(), 0);
        let taken_back = queue.settle(key, conflict(id, key));
        assert_eq!(taken_back.map(|act| act.summary).as_deref(), Some(key));
    }
    assert_eq!(queue.conflict().map(|c| c.mine.as_str()), Some("k1"));
    queue.resolve_conflict(false);
    assert_eq!(queue.conflict().map(|c| c.mine.as_str()), Some("k2"));
    queue.resolve_conflict(true);
    assert!(queue.conflict().is_none());
    assert_eq!(ids(&queue), [2, 3], "the first was left");
}

#[test]
fn what_somebody_settled_is_not_open_after_a_conflict() {
    let mut queue = Queue::new(batch(&[1], 1));
    queue.act(confirm(), String::new(), "k1".into(), 0);
    let mut settled = sample::item(1);
    settled.detail.payee.in_review = false;
    let outcome = ReviewOutcome::Conflict {
        current: Box::new(settled),
        message: "Ada decided it: Confirmed".into(),
    };
    queue.settle("k1", outcome);
    assert_eq!(queue.conflict().map(Conflict::is_open), Some(false));
    queue.settle("k2", conflict(2, "Ada is at work on it"));
    queue.resolve_conflict(false);
    assert_eq!(queue.conflict().map(Conflict::is_open), Some(true));
}

#[test]
fn a_refused_command_puts_the_item_behind_the_one_on_screen() {
    let mut queue = Queue::new(batch(&[1, 2, 3], 3));
    queue.act(confirm(), "Confirmed".into(), "k1".into(), 0);
    let given_up = queue.refuse("k1");
    assert_eq!(given_up.map(|act| act.summary).as_deref(), Some("Confirmed"));
    assert_eq!(ids(&queue), [2, 1, 3]);
    assert_eq!(queue.progress().remaining, 3);
    assert_eq!(queue.history().count(), 0);
}

#[test]
fn a_refused_command_of_the_last_item_brings_it_back_on_screen() {
    let mut queue = Queue::new(batch(&[1], 1));
    queue.act(confirm(), String::new(), "k1".into(), 0);
    queue.refuse("k1");
    assert_eq!(current_id(&queue), Some(1));
    assert!(queue.refuse("k1").is_none());
}

#[test]
fn an_undone_item_waits_while_the_one_on_screen_is_asked_about() {
    let mut queue = Queue::new(batch(&[1, 2, 3], 3));
    queue.act(confirm(), String::new(), "k1".into(), 0);
    queue.settle("k1", accepted(Some(9), 1));
    queue.undone("k1", None, false);
    assert_eq!(ids(&queue), [2, 1, 3]);
}

#[test]
fn an_undone_item_that_somebody_settled_since_does_not_come() {
    let mut queue = Queue::new(batch(&[1, 2], 2));
    queue.act(confirm(), String::new(), "k1".into(), 0);
    queue.settle("k1", accepted(Some(9), 1));
    let mut settled = sample::item(1);
    settled.detail.payee.in_review = false;
    queue.undone("k1", Some(settled), true);
    assert_eq!(ids(&queue), [2]);
    assert!(queue.last_act().is_none());
}

#[test]
fn undo_means_the_last_act_also_when_that_was_put_off() {
    let mut queue = Queue::new(batch(&[1, 2], 2));
    queue.act(confirm(), String::new(), "k1".into(), 0);
    queue.settle("k1", accepted(Some(9), 1));
    queue.act(postpone(), String::new(), "k2".into(), 0);
    let last = |queue: &Queue| {
        queue
            .last_act()
            .map(|act| (act.idempotency_key.clone(), act.can_be_undone()))
    };
    assert_eq!(
        last(&queue),
        Some(("k2".into(), false)),
        "the server does not have it yet"
    );
    queue.settle("k2", accepted(None, 0));
    assert_eq!(last(&queue), Some(("k2".into(), true)));
    assert_eq!(queue.progress().remaining, 0);
    queue.undone("k2", None, true);
    assert_eq!((current_id(&queue), queue.progress().remaining), (Some(2), 1));
    assert_eq!(last(&queue), Some(("k1".into(), true)));
}

#[test]
fn what_was_put_off_is_less_to_do_but_not_done() {
    let mut queue = Queue::new(batch(&[1, 2], 2));
    queue.act(postpone(), String::new(), "k1".into(), 0);
    assert_eq!((queue.progress().done_today, queue.progress().remaining), (0, 1));
    queue.settle("k1", accepted(None, 0));
    assert_eq!((queue.progress().done_today, queue.progress().remaining), (0, 1));
}

#[test]
fn a_cluster_counts_with_all_its_rows() {
    let mut queue = Queue::new(batch(&[1], 5));
    let action = ReviewAction::Decide {
        verdict: Verdict::default(),
        whole_cluster: true,
    };
    queue.act(action, String::new(), "k1".into(), 0);
    queue.settle("k1", accepted(Some(9), 4));
    assert_eq!((queue.progress().done_today, queue.progress().remaining), (4, 1));
    queue.undone("k1", None, true);
    assert_eq!((queue.progress().done_today, queue.progress().remaining), (0, 5));
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
    assert_eq!(queue.last_act().and_then(|a| a.decision_id), Some(decision));
    let mut newer = sample::item(1);
    newer.row_version = 7;
    queue.undone("k1", Some(newer), true);
    assert_eq!(queue.current().map(|i| i.row_version), Some(7));
    assert!(queue.last_act().is_none());
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
fn what_was_decided_before_this_sitting_can_be_undone() {
    let before = |id: u128, undone| DecisionSummary {
        decision_id: DecisionId(uuid::Uuid::from_u128(id)),
        payee_file_id: uuid::Uuid::from_u128(1).into(),
        payee_id: uuid::Uuid::from_u128(1).into(),
        payee_name: format!("Payee {id}"),
        summary: "no supplier".into(),
        affected_count: 1,
        decided_at: chrono::DateTime::UNIX_EPOCH,
        undone,
    };
    let mut queue = Queue::new(batch(&[1, 2, 3], 3));
    queue.act(confirm(), String::new(), "k1".into(), 0);
    queue.settle("k1", accepted(Some(9), 1));
    queue.restore_history(vec![before(9, false), before(8, true), before(7, false)]);
    let names: Vec<&str> = queue.history().map(|act| act.name.as_str()).collect();
    assert_eq!(names, ["Acme", "Payee 8", "Payee 7"], "none twice");
    queue.undone("k1", None, true);
    let key = queue
        .last_act()
        .map(|act| act.idempotency_key.clone())
        .unwrap_or_default();
    queue.undone(&key, None, true);
    assert!(queue.wants_more(), "its item is the server's to give");
    assert!(queue.last_act().is_none());
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
