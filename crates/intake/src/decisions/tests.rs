//! Decisions and their undo, on both databases.

mod remembered;

use contract::{
    BulkDecision, DecidedBy, EventFilter, LiveEvent, MatchDecision, Payee, PayeeFileId, PayeeFilter, PayeeId,
    PayeeSplit, PayeeType, Role, Selection, SupplierChoice, Verdict,
};
use platform::LiveReceiver;
use store::tables::{event, payee_file};

use crate::{
    Error,
    payees::fixture::Desk,
    testing::{TestResult, for_each_bench},
};

/// Names that no engine is sure of, one of them twice, beside plain ones.
const VENDORS: &str = "Vendor Name\n\
    Alderbrook Packaging Inc.\n\
    Alderbrok Packging\n\
    ALDERBROK PACKGING\n\
    John Smith\n\
    City of New York\n\
    Kestrel Logistics LLC\n";

fn confirm() -> Verdict {
    Verdict {
        confirm: true,
        ..Verdict::default()
    }
}

fn of_type(payee_type: PayeeType) -> Verdict {
    Verdict {
        payee_type: Some(payee_type),
        ..Verdict::default()
    }
}

fn no_supplier() -> Verdict {
    Verdict {
        supplier: Some(SupplierChoice::NoSupplier),
        ..Verdict::default()
    }
}

fn these(file: PayeeFileId, ids: &[PayeeId], verdict: Verdict, key: &str) -> BulkDecision {
    BulkDecision {
        payee_file_id: file,
        selection: Selection::These { ids: ids.to_vec() },
        verdict,
        expected_count: None,
        idempotency_key: key.to_owned(),
    }
}

fn all(file: PayeeFileId, filter: PayeeFilter, verdict: Verdict, key: &str) -> BulkDecision {
    BulkDecision {
        selection: Selection::All { filter },
        ..these(file, &[], verdict, key)
    }
}

/// Rows without what counts up with each change.
fn unversioned(rows: Vec<Payee>) -> Vec<Payee> {
    rows.into_iter().map(|row| Payee { row_version: 0, ..row }).collect()
}

impl Desk {
    async fn everything(&self, file: PayeeFileId) -> crate::Result<Vec<Payee>> {
        self.rows(file, &PayeeFilter::default()).await
    }

    /// The file's counters are what its rows say.
    async fn check_counters(&self, file: PayeeFileId) -> TestResult {
        let rows = self.everything(file).await?;
        let count = |is: &dyn Fn(&Payee) -> bool| i64::try_from(rows.iter().filter(|row| is(row)).count());
        let found = payee_file::get(&self.bench.env.db, self.bench.ours, file)
            .await?
            .ok_or("no file")?
            .counts;
        assert_eq!(
            found.business_count,
            count(&|row| row.payee_type == PayeeType::Business)?
        );
        assert_eq!(
            found.individual_count,
            count(&|row| row.payee_type == PayeeType::Individual)?
        );
        assert_eq!(
            found.government_count,
            count(&|row| row.payee_type == PayeeType::Government)?
        );
        assert_eq!(found.unknown_count, count(&|row| row.payee_type == PayeeType::Unknown)?);
        assert_eq!(found.match_count, count(&|row| row.decision == MatchDecision::Match)?);
        assert_eq!(found.review_count, count(&|row| row.decision == MatchDecision::Review)?);
        assert_eq!(found.none_count, count(&|row| row.decision == MatchDecision::None)?);
        assert_eq!(found.open_review_count, count(&|row| row.in_review)?);
        let person = |row: &Payee| [row.type_decided_by, row.match_decided_by].contains(&DecidedBy::Person);
        assert_eq!(found.person_count, count(&person)?);
        Ok(())
    }
}

/// What open pages were told last of how a file's rows came out.
fn told(live: &mut LiveReceiver) -> Option<PayeeSplit> {
    let events = std::iter::from_fn(|| live.try_recv().ok());
    let splits = events.filter_map(|event| match event {
        LiveEvent::PayeeFile { file } => Some(file.split),
        _ => None,
    });
    splits.last()
}

#[tokio::test]
async fn open_pages_are_told_of_the_file_after_a_decision_and_its_undo() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let file = desk.worked(VENDORS).await?;
        let john = desk.row(file, "John Smith").await?;
        let before = desk.files.get(&desk.ada, file).await?.split;
        let mut live = bench.env.live.subscribe(bench.ours);
        let request = these(file, &[john.id], of_type(PayeeType::Government), "k1");
        let receipt = desk.decisions.decide(&desk.ada, &request).await?;
        let after = desk.files.get(&desk.ada, file).await?.split;
        assert_ne!(after, before);
        assert_eq!(told(&mut live), Some(after));
        desk.decisions.undo(&desk.ada, receipt.decision_id).await?;
        assert_eq!(told(&mut live), Some(before));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_decision_is_made_and_taken_back() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let supplier = desk.supplier("S-1", "Alderbrook Packaging Inc.", "Dayton").await?;
        let file = desk.worked(VENDORS).await?;
        let before = desk.everything(file).await?;
        let john = desk.row(file, "John Smith").await?;
        let verdict = Verdict {
            payee_type: Some(PayeeType::Business),
            supplier: Some(SupplierChoice::Supplier { supplier_id: supplier }),
            ..Verdict::default()
        };
        let receipt = desk
            .decisions
            .decide(&desk.ada, &these(file, &[john.id], verdict, "k1"))
            .await?;
        assert_eq!((receipt.affected_count, receipt.kept_count), (1, 0));
        let decided = desk.row(file, "John Smith").await?;
        assert_eq!(
            (decided.payee_type, decided.type_confidence),
            (PayeeType::Business, 1.0)
        );
        assert_eq!(
            (decided.decision, decided.supplier_id),
            (MatchDecision::Match, Some(supplier))
        );
        assert_eq!(
            (decided.type_decided_by, decided.match_decided_by),
            (DecidedBy::Person, DecidedBy::Person)
        );
        assert_eq!(
            (decided.reason.as_str(), decided.row_version),
            ("person", john.row_version + 1)
        );
        desk.check_counters(file).await?;
        let recent = desk.decisions.recent(&desk.ada).await?;
        assert_eq!(recent[0].summary, "Business; supplier Alderbrook Packaging Inc.");

        let undone = desk.decisions.undo(&desk.ada, receipt.decision_id).await?;
        assert_eq!((undone.affected_count, undone.kept_count), (1, 0));
        assert_eq!(unversioned(desk.everything(file).await?), unversioned(before));
        desk.check_counters(file).await?;
        assert!(matches!(
            desk.decisions.undo(&desk.ada, receipt.decision_id).await,
            Err(Error::Conflict(_))
        ));
        assert!(desk.decisions.recent(&desk.ada).await?[0].undone);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn events_tell_what_changed() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let file = desk.worked(VENDORS).await?;
        let john = desk.row(file, "John Smith").await?;
        let one = desk
            .decisions
            .decide(&desk.ada, &these(file, &[john.id], of_type(PayeeType::Business), "k1"))
            .await?;
        desk.decisions
            .decide(&desk.ada, &all(file, PayeeFilter::default(), confirm(), "k2"))
            .await?;
        desk.decisions.undo(&desk.ada, one.decision_id).await?;
        let events = event::list(&bench.env.db, bench.ours, &EventFilter::default(), None, 3).await?;
        let kinds: Vec<&str> = events.iter().map(|event| event.kind.as_str()).collect();
        assert_eq!(kinds, ["decision.undone", "payee_file.bulk_decided", "payee.decided"]);
        let single = &events[2].changes.0;
        assert_eq!(single.len(), 1);
        assert_eq!(
            (single[0].field.as_str(), &single[0].before),
            ("payee_type", &"individual".into())
        );
        let field = |index: usize, name: &str| {
            events[index]
                .changes
                .0
                .iter()
                .find(|change| change.field == name)
                .map(|change| change.after.clone())
        };
        assert_eq!(field(1, "rows"), Some(6.into()));
        assert_eq!(field(0, "rows_kept"), Some(1.into()));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_bulk_decision_settles_exactly_the_rows_of_its_preview() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        desk.supplier("S-1", "Alderbrook Packaging Inc.", "Dayton").await?;
        let file = desk.worked(VENDORS).await?;
        let before = desk.everything(file).await?;
        for (number, filter) in [
            PayeeFilter {
                q: Some("alder".to_owned()),
                ..PayeeFilter::default()
            },
            PayeeFilter {
                payee_type: Some(PayeeType::Business),
                ..PayeeFilter::default()
            },
            PayeeFilter {
                decision: Some(MatchDecision::None),
                ..PayeeFilter::default()
            },
            PayeeFilter {
                in_review: Some(false),
                ..PayeeFilter::default()
            },
            PayeeFilter {
                decided_by: Some(DecidedBy::Machine),
                ..PayeeFilter::default()
            },
        ]
        .into_iter()
        .enumerate()
        {
            let shown = desk.rows(file, &filter).await?;
            assert!(!shown.is_empty(), "{filter:?}");
            let mut decision = all(
                file,
                filter.clone(),
                of_type(PayeeType::Government),
                &format!("bulk-{number}"),
            );
            let preview = desk.decisions.preview(&desk.ada, &decision).await?;
            assert_eq!(preview.count, i64::try_from(shown.len())?, "{filter:?}");
            assert_eq!(preview.sample, shown);
            decision.expected_count = Some(preview.count + 1);
            assert!(matches!(
                desk.decisions.decide(&desk.ada, &decision).await,
                Err(Error::Conflict(_))
            ));
            assert_eq!(desk.everything(file).await?.len(), before.len());
            decision.expected_count = Some(preview.count);
            let receipt = desk.decisions.decide(&desk.ada, &decision).await?;
            assert_eq!(receipt.affected_count, preview.count);
            let by_person: Vec<PayeeId> = desk
                .rows(
                    file,
                    &PayeeFilter {
                        decided_by: Some(DecidedBy::Person),
                        ..PayeeFilter::default()
                    },
                )
                .await?
                .iter()
                .map(|row| row.id)
                .collect();
            assert_eq!(
                by_person,
                shown.iter().map(|row| row.id).collect::<Vec<_>>(),
                "{filter:?}"
            );
            desk.check_counters(file).await?;
            desk.decisions.undo(&desk.ada, receipt.decision_id).await?;
            assert_eq!(
                unversioned(desk.everything(file).await?),
                unversioned(before.clone()),
                "{filter:?}"
            );
            desk.check_counters(file).await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn who_confirms_what_was_undecided_is_the_reason() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let file = desk.worked("Vendor Name\nXQ\nJohn Smith\n").await?;
        let undecided = desk.row(file, "XQ").await?;
        assert_eq!(
            (undecided.payee_type, undecided.reason.as_str()),
            (PayeeType::Unknown, "undecided")
        );
        let john = desk.row(file, "John Smith").await?;
        let decision = these(file, &[undecided.id, john.id], confirm(), "k1");
        desk.decisions.decide(&desk.ada, &decision).await?;
        let decided = desk.row(file, "XQ").await?;
        assert_eq!(
            (decided.payee_type, decided.reason.as_str()),
            (PayeeType::Business, "person")
        );
        assert_eq!(
            desk.row(file, "John Smith").await?.reason,
            john.reason,
            "the machine was right"
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_preview_counts_what_people_would_lose() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let file = desk.worked(VENDORS).await?;
        let john = desk.row(file, "John Smith").await?;
        let city = desk.row(file, "City of New York").await?;
        desk.decisions
            .decide(&desk.ada, &these(file, &[john.id, city.id], confirm(), "k1"))
            .await?;
        for selection in [
            Selection::All {
                filter: PayeeFilter::default(),
            },
            Selection::These {
                ids: vec![john.id, city.id],
            },
        ] {
            let decision = BulkDecision {
                selection,
                ..these(file, &[], of_type(PayeeType::Individual), "k2")
            };
            let preview = desk.decisions.preview(&desk.ada, &decision).await?;
            assert_eq!(preview.overrides_people, 1, "John stays what he is, the city would not");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_same_key_decides_once() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let file = desk.worked(VENDORS).await?;
        let john = desk.row(file, "John Smith").await?;
        let decision = these(file, &[john.id], of_type(PayeeType::Business), "k1");
        let first = desk.decisions.decide(&desk.ada, &decision).await?;
        let second = desk.decisions.decide(&desk.ada, &decision).await?;
        assert_eq!(first, second);
        assert_eq!(desk.row(file, "John Smith").await?.row_version, john.row_version + 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_key_is_of_one_caller_and_for_one_request() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let file = desk.worked(VENDORS).await?;
        let john = desk.row(file, "John Smith").await?;
        let others: Vec<PayeeId> = desk.everything(file).await?.iter().map(|row| row.id).collect();
        let other = others.into_iter().find(|id| *id != john.id).ok_or("another row")?;
        let first = these(file, &[john.id], of_type(PayeeType::Business), "k1");
        let first = desk.decisions.decide(&desk.ada, &first).await?;
        for reused in [
            these(file, &[other], of_type(PayeeType::Business), "k1"),
            these(file, &[john.id], of_type(PayeeType::Government), "k1"),
        ] {
            let outcome = desk.decisions.decide(&desk.ada, &reused).await;
            assert!(matches!(outcome, Err(Error::Invalid(_))), "{outcome:?}");
        }
        let theirs = these(file, &[other], of_type(PayeeType::Business), "k1");
        let theirs = desk.decisions.decide(&bench.actor(Role::Reviewer), &theirs).await?;
        assert_ne!(theirs.decision_id, first.decision_id);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_row_named_twice_is_decided_once() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let file = desk.worked(VENDORS).await?;
        let john = desk.row(file, "John Smith").await?;
        let decision = these(file, &[john.id, john.id], of_type(PayeeType::Business), "k1");
        assert_eq!(desk.decisions.decide(&desk.ada, &decision).await?.affected_count, 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn rows_decided_anew_keep_the_newer_decision() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let file = desk.worked(VENDORS).await?;
        let before = desk.everything(file).await?;
        let john = desk.row(file, "John Smith").await?;
        let first = all(file, PayeeFilter::default(), of_type(PayeeType::Government), "k1");
        let first = desk.decisions.decide(&desk.ada, &first).await?;
        let second = these(file, &[john.id], of_type(PayeeType::Business), "k2");
        let second = desk.decisions.decide(&desk.ada, &second).await?;
        let undone = desk.decisions.undo(&desk.ada, first.decision_id).await?;
        assert_eq!((undone.affected_count, undone.kept_count), (5, 1));
        assert_eq!(desk.row(file, "John Smith").await?.payee_type, PayeeType::Business);
        desk.check_counters(file).await?;
        // The newer one, taken back too, brings back what was before both.
        desk.decisions.undo(&desk.ada, second.decision_id).await?;
        assert_eq!(unversioned(desk.everything(file).await?), unversioned(before));
        desk.check_counters(file).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_makes_no_sense_or_is_not_allowed_is_refused() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let file = desk.worked(VENDORS).await?;
        let john = desk.row(file, "John Smith").await?;
        let decide =
            async |actor: &contract::Actor, decision: BulkDecision| desk.decisions.decide(actor, &decision).await;
        let of = |verdict, key: &str| these(file, &[john.id], verdict, key);
        assert!(matches!(
            decide(&desk.ada, of(Verdict::default(), "k")).await,
            Err(Error::Invalid(_))
        ));
        assert!(matches!(
            decide(&desk.ada, of(confirm(), "")).await,
            Err(Error::Invalid(_))
        ));
        let unknown = Some(SupplierChoice::Supplier {
            supplier_id: bench.env.ids.next(),
        });
        let nobody = Verdict {
            supplier: unknown,
            ..Verdict::default()
        };
        assert!(matches!(
            decide(&desk.ada, of(nobody, "k")).await,
            Err(Error::NotFound("supplier"))
        ));
        let auditor = bench.actor(Role::Auditor);
        assert!(matches!(
            decide(&auditor, of(confirm(), "k")).await,
            Err(Error::Forbidden(_))
        ));
        assert!(matches!(
            decide(&bench.stranger(), of(confirm(), "k")).await,
            Err(Error::NotFound(_))
        ));
        let foreign = bench.env.ids.next();
        assert!(matches!(
            decide(&desk.ada, these(file, &[foreign], confirm(), "k")).await,
            Err(Error::NotFound(_))
        ));

        let receipt = decide(&desk.ada, of(confirm(), "k")).await?;
        assert!(matches!(
            desk.decisions.undo(&bench.stranger(), receipt.decision_id).await,
            Err(Error::NotFound(_))
        ));
        let colleague = bench.actor(Role::Reviewer);
        assert!(matches!(
            desk.decisions.undo(&colleague, receipt.decision_id).await,
            Err(Error::Forbidden(_))
        ));
        let manager = bench.actor(Role::Manager);
        assert_eq!(
            desk.decisions.undo(&manager, receipt.decision_id).await?.affected_count,
            1
        );
        Ok(())
    })
    .await;
}
