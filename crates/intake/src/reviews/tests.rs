//! The queue, on both databases.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use contract::{
    Actor, Blocker, EventFilter, LiveEvent, MatchDecision, PayeeFileId, PayeeType, ReviewAction, ReviewCommand,
    ReviewFilter, ReviewItem, ReviewItemId, ReviewOutcome, Role, SupplierChoice, Verdict,
};
use store::tables::event;

use crate::{Error, payees::fixture::Desk, testing::for_each_bench};

/// Six rows whose supplier is in doubt (there are two of the name), the dearest last, and a sure one.
const VENDORS: &str = "Vendor Name,Amount\n\
    Alderbrook Packaging,100\n\
    ALDERBROOK PACKAGING,200\n\
    Kestrel Printing,300\n\
    Northgate Catering,400\n\
    Bluepine Roofing,500\n\
    Harrowgate Dairy,600\n\
    Microsoft Corporation,1000000\n";

const DOUBTED: [&str; 5] = [
    "Alderbrook Packaging",
    "Kestrel Printing",
    "Northgate Catering",
    "Bluepine Roofing",
    "Harrowgate Dairy",
];

async fn desk_with_queue(
    bench: &crate::testing::Bench,
) -> Result<(Desk, PayeeFileId), Box<dyn std::error::Error + Send + Sync>> {
    let desk = Desk::new(bench)?;
    for (number, name) in DOUBTED.iter().enumerate() {
        for city in ["Dayton", "Boise"] {
            desk.supplier(&format!("S-{number}-{city}"), &format!("{name} LLC"), city)
                .await?;
        }
    }
    let file = desk.worked(VENDORS).await?;
    Ok((desk, file))
}

fn any() -> ReviewFilter {
    ReviewFilter::default()
}

fn command(item: &ReviewItem, key: &str, action: ReviewAction) -> ReviewCommand {
    ReviewCommand {
        review_item_id: item.id,
        row_version: item.row_version,
        idempotency_key: key.to_owned(),
        spent_ms: 4_000,
        action,
    }
}

fn decide(verdict: Verdict) -> ReviewAction {
    ReviewAction::Decide {
        verdict,
        whole_cluster: false,
    }
}

fn confirm() -> ReviewAction {
    decide(Verdict {
        confirm: true,
        ..Verdict::default()
    })
}

fn ids(items: &[ReviewItem]) -> Vec<ReviewItemId> {
    items.iter().map(|item| item.id).collect()
}

impl Desk {
    async fn next(&self, actor: &Actor, limit: u32) -> crate::Result<Vec<ReviewItem>> {
        Ok(Box::pin(self.reviews.next(actor, &any(), limit)).await?.items)
    }

    async fn accepted(&self, actor: &Actor, command: &ReviewCommand) -> crate::Result<i64> {
        match Box::pin(self.reviews.act(actor, command)).await? {
            ReviewOutcome::Accepted { affected_count, .. } => Ok(affected_count),
            ReviewOutcome::Conflict { message, .. } => Err(Error::Conflict(message)),
        }
    }
}

#[tokio::test]
async fn the_dearest_doubt_comes_first_and_two_people_never_share_one() {
    for_each_bench(async |bench| {
        let (desk, _) = desk_with_queue(&bench).await?;
        let (ada, bob) = (bench.actor(Role::Reviewer), bench.actor(Role::Reviewer));
        let first = Box::pin(desk.reviews.next(&ada, &any(), 2)).await?;
        assert_eq!(first.items[0].detail.payee.name, "Harrowgate Dairy");
        assert_eq!(first.items[0].blockers, [Blocker::SupplierAmbiguous]);
        assert_eq!(first.progress.remaining, 6);
        let second = desk.next(&bob, 10).await?;
        assert_eq!(second.len(), 4);
        let both: BTreeSet<ReviewItemId> = ids(&first.items).into_iter().chain(ids(&second)).collect();
        assert_eq!(both.len(), 6, "nobody shares");
        assert_eq!(
            ids(&desk.next(&ada, 2).await?),
            ids(&first.items),
            "a reload shows the same"
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_person_is_told_of_all_that_is_his_and_of_nothing_that_was_settled() {
    for_each_bench(async |bench| {
        let (desk, _) = desk_with_queue(&bench).await?;
        let (ada, bob) = (bench.actor(Role::Reviewer), bench.actor(Role::Reviewer));
        let hers = desk.next(&ada, 3).await?;
        desk.next(&bob, 1).await?;
        let held = async |limit| Ok::<_, Error>(Box::pin(desk.reviews.next(&ada, &any(), limit)).await?.held);
        assert_eq!(held(1).await?, ids(&hers), "not only what was asked for");
        desk.accepted(&ada, &command(&hers[0], "k1", confirm())).await?;
        assert_eq!(held(2).await?, ids(&hers)[1..]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn reviewers_who_ask_at_once_never_share() {
    for_each_bench(async |bench| {
        let (desk, _) = desk_with_queue(&bench).await?;
        let people: Vec<Actor> = (0..6).map(|_| bench.actor(Role::Reviewer)).collect();
        let asked = people.iter().map(|person| desk.next(person, 1));
        let got = futures::future::try_join_all(asked).await?;
        let all: Vec<ReviewItemId> = got.iter().flat_map(|items| ids(items)).collect();
        let different: BTreeSet<ReviewItemId> = all.iter().copied().collect();
        assert_eq!((all.len(), different.len()), (6, 6));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_key_that_settled_another_item_is_refused() {
    for_each_bench(async |bench| {
        let (desk, _) = desk_with_queue(&bench).await?;
        let ada = bench.actor(Role::Reviewer);
        let items = desk.next(&ada, 2).await?;
        let postpone = |item: &ReviewItem, reason: &str| {
            let reason = reason.to_owned();
            command(item, "same", ReviewAction::Postpone { reason })
        };
        desk.reviews.act(&ada, &postpone(&items[0], "ask them")).await?;
        let again = desk.reviews.act(&ada, &postpone(&items[0], "ask them")).await?;
        assert!(matches!(again, ReviewOutcome::Accepted { .. }), "{again:?}");
        for reused in [postpone(&items[1], "ask them"), postpone(&items[0], "ask others")] {
            let outcome = desk.reviews.act(&ada, &reused).await;
            assert!(matches!(outcome, Err(Error::Invalid(_))), "{outcome:?}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_lapsed_lease_is_free_and_asking_again_renews_it() {
    for_each_bench(async |bench| {
        let (desk, _) = desk_with_queue(&bench).await?;
        let (ada, bob) = (bench.actor(Role::Reviewer), bench.actor(Role::Reviewer));
        let hers = desk.next(&ada, 6).await?;
        assert!(desk.next(&bob, 6).await?.is_empty());
        bench.clock.advance(TimeDelta::minutes(4));
        desk.next(&ada, 1).await?;
        bench.clock.advance(TimeDelta::minutes(2));
        let his = desk.next(&bob, 6).await?;
        assert_eq!(ids(&his), ids(&hers)[1..], "all but the one that was renewed");
        desk.reviews.get(&bob, hers[0].id).await?;
        assert_eq!(
            ids(&desk.next(&ada, 1).await?),
            [hers[0].id],
            "looking does not take it away"
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_decision_settles_the_item_and_its_undo_opens_it_again() {
    for_each_bench(async |bench| {
        let (desk, file) = desk_with_queue(&bench).await?;
        let ada = bench.actor(Role::Reviewer);
        let item = desk.next(&ada, 1).await?.remove(0);
        let chosen = item.detail.match_evidence.candidates[1].supplier_id;
        let verdict = Verdict {
            supplier: Some(SupplierChoice::Supplier { supplier_id: chosen }),
            ..Verdict::default()
        };
        let outcome = desk.reviews.act(&ada, &command(&item, "k1", decide(verdict))).await?;
        let ReviewOutcome::Accepted {
            decision_id: Some(decision_id),
            affected_count: 1,
        } = outcome
        else {
            return Err(format!("{outcome:?}").into());
        };
        let row = desk.row(file, "Harrowgate Dairy").await?;
        assert_eq!(
            (row.decision, row.supplier_id, row.in_review),
            (MatchDecision::Match, Some(chosen), false)
        );
        let batch = desk.reviews.next(&ada, &any(), 1).await?;
        assert_ne!(batch.items[0].id, item.id);
        assert_eq!((batch.progress.done_today, batch.progress.remaining), (1, 5));
        assert_eq!(batch.progress.median_seconds, Some(4.0));
        assert_eq!(batch.progress.seconds_left, Some(20.0));
        desk.decisions.undo(&ada, decision_id).await?;
        let again = desk.reviews.get(&ada, item.id).await?;
        assert_eq!(again.blockers, item.blockers);
        assert!(again.row_version > item.row_version);
        assert_eq!(desk.reviews.next(&ada, &any(), 1).await?.progress.done_today, 0);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_decision_tells_open_pages_of_the_file_and_a_postponement_only_of_the_queue() {
    for_each_bench(async |bench| {
        let (desk, file) = desk_with_queue(&bench).await?;
        let ada = bench.actor(Role::Reviewer);
        let items = desk.next(&ada, 2).await?;
        let mut live = bench.env.live.subscribe(bench.ours);
        desk.accepted(&ada, &command(&items[0], "k1", confirm())).await?;
        assert_eq!(live.try_recv()?, LiveEvent::ReviewQueueChanged);
        let now = desk.files.get(&desk.ada, file).await?;
        assert_eq!(now.split.open_reviews, 5);
        assert_eq!(live.try_recv()?, LiveEvent::PayeeFile { file: Box::new(now) });

        let postpone = ReviewAction::Postpone {
            reason: "Ask the clerk".to_owned(),
        };
        desk.accepted(&ada, &command(&items[1], "k2", postpone)).await?;
        assert_eq!(live.try_recv()?, LiveEvent::ReviewQueueChanged);
        assert!(live.try_recv().is_err(), "the counts are as they were");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_type_alone_leaves_the_supplier_in_doubt() {
    for_each_bench(async |bench| {
        let (desk, file) = desk_with_queue(&bench).await?;
        let ada = bench.actor(Role::Reviewer);
        let item = desk.next(&ada, 1).await?.remove(0);
        let verdict = Verdict {
            payee_type: Some(PayeeType::Individual),
            ..Verdict::default()
        };
        assert_eq!(desk.accepted(&ada, &command(&item, "k1", decide(verdict))).await?, 1);
        let row = desk.row(file, "Harrowgate Dairy").await?;
        assert_eq!((row.payee_type, row.in_review), (PayeeType::Individual, true));
        let again = desk.reviews.get(&ada, item.id).await?;
        assert_eq!(again.blockers, [Blocker::SupplierAmbiguous]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_whole_cluster_is_settled_at_once() {
    for_each_bench(async |bench| {
        let (desk, file) = desk_with_queue(&bench).await?;
        let ada = bench.actor(Role::Reviewer);
        let items = desk.next(&ada, 10).await?;
        let item = items
            .iter()
            .find(|item| item.detail.payee.name == "ALDERBROOK PACKAGING")
            .ok_or("no item")?;
        assert_eq!(item.detail.cluster_size, 2);
        let keys = items.iter().filter(|other| other.name_key == item.name_key);
        assert_eq!(keys.count(), 2, "in whatever case the name is written");
        let verdict = Verdict {
            supplier: Some(SupplierChoice::NoSupplier),
            ..Verdict::default()
        };
        let action = ReviewAction::Decide {
            verdict,
            whole_cluster: true,
        };
        assert_eq!(desk.accepted(&ada, &command(item, "k1", action)).await?, 2);
        for name in ["Alderbrook Packaging", "ALDERBROOK PACKAGING"] {
            assert_eq!(desk.row(file, name).await?.decision, MatchDecision::None);
        }
        assert_eq!(desk.reviews.next(&ada, &any(), 1).await?.progress.remaining, 4);
        let later = desk.worked("Payee\nAlderbrook Packaging\n").await?;
        let row = desk.row(later, "Alderbrook Packaging").await?;
        assert_eq!(row.supplier_id, None, "both candidates that were shown are refused");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn who_is_late_is_told_who_did_what() {
    for_each_bench(async |bench| {
        let (desk, file) = desk_with_queue(&bench).await?;
        let ada = bench.actor(Role::Reviewer);
        let item = desk.next(&ada, 1).await?.remove(0);
        let bob = bench.actor(Role::Manager);
        match desk.reviews.act(&bob, &command(&item, "b1", confirm())).await? {
            ReviewOutcome::Conflict { message, .. } => assert!(message.contains("at work on it until"), "{message}"),
            ReviewOutcome::Accepted { .. } => return Err("it was leased to another".into()),
        }
        assert!(
            desk.row(file, "Harrowgate Dairy").await?.in_review,
            "nothing was changed"
        );
        bench.clock.advance(TimeDelta::minutes(6));
        assert_eq!(desk.accepted(&bob, &command(&item, "b2", confirm())).await?, 1);
        match desk.reviews.act(&ada, &command(&item, "a1", confirm())).await? {
            ReviewOutcome::Conflict { current, message } => {
                assert_eq!(message, "Test manager decided it: Confirmed");
                assert_eq!(current.id, item.id);
                assert_eq!(current.detail.payee.decision, MatchDecision::Match);
            }
            ReviewOutcome::Accepted { .. } => return Err("it was decided before".into()),
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_command_that_is_sent_again_is_accepted_and_changes_nothing() {
    for_each_bench(async |bench| {
        let (desk, _) = desk_with_queue(&bench).await?;
        let ada = bench.actor(Role::Reviewer);
        let items = desk.next(&ada, 2).await?;
        let reason = || "ask the buyer".to_owned();
        for (item, action) in [
            (&items[0], confirm()),
            (&items[1], ReviewAction::Postpone { reason: reason() }),
        ] {
            let command = command(item, &format!("key-{}", item.id), action);
            let first = desk.reviews.act(&ada, &command).await?;
            let version = desk.reviews.get(&ada, item.id).await?.row_version;
            assert_eq!(desk.reviews.act(&ada, &command).await?, first);
            assert_eq!(desk.reviews.get(&ada, item.id).await?.row_version, version);
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_postponed_item_waits_apart_with_its_reason() {
    for_each_bench(async |bench| {
        let (desk, _) = desk_with_queue(&bench).await?;
        let ada = bench.actor(Role::Reviewer);
        let item = desk.next(&ada, 1).await?.remove(0);
        let empty = ReviewAction::Postpone { reason: " ".to_owned() };
        assert!(matches!(
            desk.reviews.act(&ada, &command(&item, "k0", empty)).await,
            Err(Error::Invalid(_))
        ));
        let postpone = ReviewAction::Postpone {
            reason: "ask the buyer".to_owned(),
        };
        desk.accepted(&ada, &command(&item, "k1", postpone)).await?;
        let batch = desk.reviews.next(&ada, &any(), 10).await?;
        assert!(!ids(&batch.items).contains(&item.id));
        assert_eq!((batch.progress.remaining, batch.progress.postponed), (5, 1));
        let postponed = ReviewFilter {
            postponed: true,
            ..any()
        };
        let batch = desk.reviews.next(&ada, &postponed, 10).await?;
        assert_eq!((batch.progress.remaining, batch.progress.postponed), (1, 1));
        let apart = batch.items;
        assert_eq!((apart[0].id, apart[0].note.as_str()), (item.id, "ask the buyer"));
        assert_eq!(desk.accepted(&ada, &command(&apart[0], "k2", confirm())).await?, 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_was_put_off_or_escalated_is_taken_back_by_who_did_it_as_it_was() {
    for_each_bench(async |bench| {
        let (desk, _) = desk_with_queue(&bench).await?;
        let (ada, bob) = (bench.actor(Role::Reviewer), bench.actor(Role::Manager));
        let take_back = |command: &str| ReviewAction::TakeBack {
            command: command.to_owned(),
        };
        let postpone = ReviewAction::Postpone {
            reason: "later".to_owned(),
        };
        let escalate = ReviewAction::Escalate {
            reason: "odd".to_owned(),
        };
        for (key, action) in [("p", postpone), ("e", escalate)] {
            let item = desk.next(&ada, 1).await?.remove(0);
            desk.accepted(&ada, &command(&item, key, action)).await?;
            let aside = desk.reviews.get(&ada, item.id).await?;
            desk.accepted(&ada, &command(&aside, &format!("{key}-free"), ReviewAction::Release))
                .await?;
            assert!(
                desk.accepted(&bob, &command(&aside, &format!("{key}-bob"), take_back(key)))
                    .await
                    .is_err(),
                "it was not his"
            );
            let back = command(&aside, &format!("{key}-back"), take_back(key));
            assert_eq!(desk.accepted(&ada, &back).await?, 0);
            let again = desk.next(&ada, 1).await?.remove(0);
            assert_eq!(
                (again.id, &again.blockers, again.note.as_str()),
                (item.id, &item.blockers, "")
            );
            let twice = command(&again, &format!("{key}-twice"), take_back(key));
            assert!(desk.accepted(&ada, &twice).await.is_err(), "it was changed since");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_a_reviewer_escalates_a_manager_decides() {
    for_each_bench(async |bench| {
        let (desk, _) = desk_with_queue(&bench).await?;
        let (ada, boss) = (bench.actor(Role::Reviewer), bench.actor(Role::Manager));
        let item = desk.next(&ada, 1).await?.remove(0);
        let escalate = ReviewAction::Escalate {
            reason: "looks odd".to_owned(),
        };
        desk.accepted(&ada, &command(&item, "k1", escalate)).await?;
        assert!(!ids(&desk.next(&ada, 10).await?).contains(&item.id));
        let seen = desk.reviews.get(&ada, item.id).await?;
        assert!(matches!(
            desk.accepted(&ada, &command(&seen, "k2", confirm())).await,
            Err(Error::Conflict(_))
        ));
        desk.accepted(&ada, &command(&seen, "k3", ReviewAction::Release))
            .await?;
        let escalated = ReviewFilter {
            blocker: Some(Blocker::Escalated),
            ..any()
        };
        let his = desk.reviews.next(&boss, &escalated, 10).await?.items;
        assert_eq!(ids(&his), [item.id]);
        assert_eq!(his[0].blockers, [Blocker::SupplierAmbiguous, Blocker::Escalated]);
        assert_eq!(desk.accepted(&boss, &command(&his[0], "k4", confirm())).await?, 1);
        let filter = EventFilter {
            entity: Some("review_item".to_owned()),
            ..EventFilter::default()
        };
        let events = event::list(&bench.env.db, bench.ours, &filter, None, 10).await?;
        assert_eq!(events[0].kind, "review_item.escalated");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_released_item_is_free_at_once() {
    for_each_bench(async |bench| {
        let (desk, _) = desk_with_queue(&bench).await?;
        let (ada, bob) = (bench.actor(Role::Reviewer), bench.actor(Role::Reviewer));
        let item = desk.next(&ada, 1).await?.remove(0);
        desk.accepted(&ada, &command(&item, "k1", ReviewAction::Release))
            .await?;
        assert_eq!(ids(&desk.next(&bob, 1).await?), [item.id]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_queue_is_narrowed_by_file_and_blocker() {
    for_each_bench(async |bench| {
        let (desk, file) = desk_with_queue(&bench).await?;
        let ada = bench.actor(Role::Reviewer);
        let of = async |filter: ReviewFilter| -> Result<usize, Box<dyn std::error::Error + Send + Sync>> {
            Ok(usize::try_from(
                desk.reviews.next(&ada, &filter, 1).await?.progress.remaining,
            )?)
        };
        let other = desk.worked("Payee\nAlderbrook Packaging\n").await?;
        assert_eq!(of(any()).await?, 7);
        assert_eq!(
            of(ReviewFilter {
                payee_file_id: Some(other),
                ..any()
            })
            .await?,
            1
        );
        let both = ReviewFilter {
            payee_file_id: Some(file),
            blocker: Some(Blocker::SupplierAmbiguous),
            ..any()
        };
        assert_eq!(of(both).await?, 6);
        assert_eq!(
            of(ReviewFilter {
                blocker: Some(Blocker::TypeUnclear),
                ..any()
            })
            .await?,
            0
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn open_pages_hear_of_new_doubts_and_of_nothing_else() {
    for_each_bench(async |bench| {
        let (desk, _) = desk_with_queue(&bench).await?;
        for (file, doubts) in [
            ("Payee\nAlderbrook Packaging\n", 1),
            ("Payee\nMicrosoft Corporation\n", 0),
        ] {
            let mut live = bench.env.live.subscribe(bench.ours);
            desk.worked(file).await?;
            let events = std::iter::from_fn(|| live.try_recv().ok());
            let heard = events.filter(|event| *event == LiveEvent::ReviewQueueChanged).count();
            assert_eq!(heard, doubts, "{file}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn another_organization_has_another_queue() {
    for_each_bench(async |bench| {
        let (desk, _) = desk_with_queue(&bench).await?;
        let item = desk.next(&bench.actor(Role::Reviewer), 1).await?.remove(0);
        let stranger = bench.stranger();
        let batch = desk.reviews.next(&stranger, &any(), 10).await?;
        assert!(batch.items.is_empty());
        assert_eq!(batch.progress.remaining, 0);
        assert!(matches!(
            desk.reviews.get(&stranger, item.id).await,
            Err(Error::NotFound(_))
        ));
        let outcome = desk.reviews.act(&stranger, &command(&item, "k1", confirm())).await;
        assert!(matches!(outcome, Err(Error::NotFound(_))));
        let auditor = bench.actor(Role::Auditor);
        assert!(matches!(
            desk.reviews.next(&auditor, &any(), 1).await,
            Err(Error::Forbidden(_))
        ));
        Ok(())
    })
    .await;
}
