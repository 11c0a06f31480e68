//! Files from upload to the last row, on both databases.

use std::fmt::Write;

use contract::{
    ColumnField as F, ColumnMapping, EventFilter, FileStatus, JobFilter, LiveEvent, PayeeFilter, PayeeType, Role,
};
use futures::TryStreamExt;
use platform::runner::{Handler, JobError, JobRun, Queue};
use store::tables::{event, payee_file};

use super::{chunk, judge::JudgedChunk};
use crate::{
    Error,
    jobs::Jobs,
    payee_files::{PayeeFileWork, WORK_KIND},
    payees::fixture::Desk,
    testing::{Bench, for_each_bench},
};

const VENDORS: &str = "Vendor Name,City\n\
    Microsoft Corporation,Redmond\n\
    John Smith,Dayton\n\
    City of New York,New York\n\
    ,Nowhere\n\
    Alderbrook Packaging Inc.,Dayton\n";

#[tokio::test]
async fn a_job_names_its_file() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let id = desk.worked(VENDORS).await?;
        let page = Jobs::new(bench.env.clone())
            .list(&bench.actor(Role::Admin), JobFilter::default())
            .await?;
        let named: Vec<_> = page
            .items
            .iter()
            .map(|job| (job.payee_file_id, job.import_id, job.file_name.as_deref()))
            .collect();
        assert_eq!(named, [(Some(id), None, Some("vendors.csv"))]);
        Ok(())
    })
    .await;
}

async fn kinds(bench: &Bench) -> crate::Result<Vec<String>> {
    let events = event::list(&bench.env.db, bench.ours, &EventFilter::default(), None, 200).await?;
    Ok(events
        .into_iter()
        .map(|event| event.kind)
        .filter(|kind| kind.starts_with("payee_file."))
        .collect())
}

/// A file of so many rows with different names.
fn many(rows: usize) -> String {
    let mut text = "Vendor Name\n".to_owned();
    for row in 0..rows {
        writeln!(text, "Vendor {row} LLC").expect("writing to a String succeeds");
    }
    text
}

#[tokio::test]
async fn a_file_is_worked_to_its_last_row() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let supplier = desk.supplier("S-1", "Alderbrook Packaging Inc.", "Dayton").await?;
        let id = desk.worked(VENDORS).await?;
        let file = desk.files.get(&desk.ada, id).await?;
        assert_eq!(
            (file.status, file.progress.done_rows, file.progress.total_rows),
            (FileStatus::Done, 5, Some(5))
        );
        let split = file.split;
        assert_eq!(
            (split.business, split.individual, split.government),
            (2, 1, 1),
            "{split:?}"
        );
        assert_eq!(split.matched + split.review + split.none, 4);
        assert_eq!(file.error_count, 1);
        assert_eq!(file.row_errors[0].row, 5);
        assert_eq!(file.row_errors[0].column.as_deref(), Some("Vendor Name"));
        let report: Vec<Vec<u8>> = desk.files.report(&desk.ada, id).await?.try_collect().await?;
        assert!(String::from_utf8(report.concat())?.contains("5,Vendor Name,"));
        let matched = desk.row(id, "Alderbrook Packaging Inc.").await?;
        assert_eq!((matched.supplier_id, matched.row_number), (Some(supplier), 6));
        assert_eq!(matched.supplier_name.as_deref(), Some("Alderbrook Packaging Inc."));
        assert_eq!(
            desk.row(id, "City of New York").await?.payee_type,
            PayeeType::Government
        );
        assert_eq!(kinds(&bench).await?, ["payee_file.done", "payee_file.uploaded"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_row_shows_its_cells_and_its_evidence() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let supplier = desk.supplier("S-1", "Alderbrook Packaging Inc.", "Dayton").await?;
        let id = desk.worked(VENDORS).await?;
        let row = desk.row(id, "Alderbrook Packaging Inc.").await?;
        let detail = desk.payees.get(&desk.ada, row.id).await?;
        let cell = |header: &str, text: &str| (header.to_owned(), text.to_owned());
        assert_eq!(
            detail.original,
            [cell("Vendor Name", "Alderbrook Packaging Inc."), cell("City", "Dayton")]
        );
        assert_eq!(detail.match_evidence.candidates[0].supplier_id, supplier);
        assert_eq!(detail.match_evidence.candidates[0].grade, row.grade);
        assert!(!detail.type_evidence.supporting.is_empty());
        assert!(detail.engines.starts_with("payee "));
        assert_eq!(detail.cluster_size, 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn work_goes_on_after_a_crash_with_nothing_lost_or_doubled() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let file = desk.start(many(2_500).as_bytes()).await?;
        let mut live = bench.env.live.subscribe(bench.ours);
        let claimed = desk.queue.claim(&[WORK_KIND]).await?.ok_or("no job")?;
        let (run, _stop) = JobRun::new(claimed);
        let work = desk.work.clone();
        let crashing = tokio::spawn(async move { work.run(run).await });
        loop {
            if let LiveEvent::PayeeFile { file } = live.recv().await?
                && file.progress.done_rows > 0
            {
                break;
            }
        }
        crashing.abort();
        drop(crashing.await);

        bench.clock.advance(chrono::TimeDelta::minutes(1));
        desk.queue.reap().await?;
        desk.run_jobs().await?;
        let done = desk.files.get(&desk.ada, file.id).await?;
        assert_eq!((done.status, done.progress.done_rows), (FileStatus::Done, 2_500));
        let split = done.split;
        assert_eq!(
            split.business + split.individual + split.government + split.unknown,
            2_500
        );
        let numbers: Vec<i64> = desk
            .rows(file.id, &PayeeFilter::default())
            .await?
            .iter()
            .map(|row| row.row_number)
            .collect();
        assert_eq!(numbers, (2..=2_501).collect::<Vec<i64>>());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_run_that_was_overtaken_writes_nothing() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let file = desk.start(many(10).as_bytes()).await?;
        let claimed = desk.queue.claim(&[WORK_KIND]).await?.ok_or("no job")?;
        let (run, _stop) = JobRun::new(claimed.clone());
        desk.work.run(run).await?;
        let late = chunk::write(&bench.env, &claimed, bench.ours, file.id, 0, 10, JudgedChunk::default()).await;
        assert!(matches!(late, Err(Error::LeaseLost)));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_cancelled_file_takes_no_more_rows() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let file = desk.start(many(10).as_bytes()).await?;
        let claimed = desk.queue.claim(&[WORK_KIND]).await?.ok_or("no job")?;
        let mut tx = bench.env.db.begin().await?;
        assert!(payee_file::begin_run(&mut tx, bench.ours, file.id, bench.env.now()).await?);
        tx.commit().await?;
        let cancelled = desk.files.cancel(&desk.ada, file.id).await?;
        assert_eq!(cancelled.status, FileStatus::Cancelled);
        let late = chunk::write(&bench.env, &claimed, bench.ours, file.id, 0, 10, JudgedChunk::default()).await;
        assert!(matches!(late, Err(Error::LeaseLost)));
        let (run, _stop) = JobRun::new(claimed);
        assert!(
            matches!(desk.work.run(run).await, Err(JobError::Stopped)),
            "the job hears of it too"
        );
        assert!(matches!(
            desk.files.cancel(&desk.ada, file.id).await,
            Err(Error::Conflict(_))
        ));
        assert_eq!(kinds(&bench).await?, ["payee_file.cancelled", "payee_file.uploaded"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_job_that_is_given_up_says_so_at_its_file() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let file = desk.start(many(10).as_bytes()).await?;
        let claimed = desk.queue.claim(&[WORK_KIND]).await?.ok_or("no job")?;
        let dead = platform::runner::GivenUp::Dead("disk full".to_owned());
        desk.work.given_up(&claimed, &dead).await?;
        desk.work.given_up(&claimed, &dead).await?;
        let failed = desk.files.get(&desk.ada, file.id).await?;
        assert_eq!(failed.status, FileStatus::Failed);
        assert!(
            failed.failure.is_some_and(|text| !text.contains("disk full")),
            "the cause is for administrators"
        );
        assert_eq!(kinds(&bench).await?, ["payee_file.failed", "payee_file.uploaded"]);
        let (run, _stop) = JobRun::new(claimed);
        desk.work.run(run).await?;
        assert_eq!(
            desk.files.get(&desk.ada, file.id).await?.status,
            FileStatus::Done,
            "run again, it goes on"
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_file_that_breaks_off_is_refused_before_any_row_is_taken() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let mut text = many(1_500);
        text.push_str("\"never closed\n");
        let id = desk.worked(&text).await?;
        let file = desk.files.get(&desk.ada, id).await?;
        assert_eq!((file.status, file.progress.done_rows), (FileStatus::Failed, 0));
        let failure = file.failure.ok_or("no failure")?;
        assert!(failure.contains("1502"), "the row is named: {failure}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_file_without_a_name_column_fails_until_it_is_mapped() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let document = desk.upload("odd.csv", b"Ref,Qty\nA1,2\nA2,3\n").await?;
        let waiting = desk.files.start(&desk.ada, document, None).await?;
        assert_eq!(waiting.status, FileStatus::Failed);
        let failure = waiting.failure.ok_or("no failure")?;
        assert!(failure.contains("The columns are Ref, Qty"), "{failure}");
        assert_eq!(
            desk.files.figures(&desk.ada, 30).await?.awaiting_mapping,
            [(waiting.id, "odd.csv".to_owned())]
        );
        let wrong = ColumnMapping(vec![Some(F::Name)]);
        assert!(matches!(
            desk.files.start(&desk.ada, document, Some(wrong)).await,
            Err(Error::Invalid(_))
        ));
        let mapping = ColumnMapping(vec![Some(F::Name), None]);
        let taken = desk.files.start(&desk.ada, document, Some(mapping)).await?;
        assert_eq!((taken.id, taken.status), (waiting.id, FileStatus::Queued));
        desk.run_jobs().await?;
        assert_eq!(desk.files.get(&desk.ada, waiting.id).await?.progress.done_rows, 2);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_same_bytes_are_known_again() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let first = desk.start(VENDORS.as_bytes()).await?;
        let second = desk.start(VENDORS.as_bytes()).await?;
        assert_eq!((first.same_as, second.same_as), (None, Some(first.id)));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn another_organization_and_a_role_without_permission_get_nothing() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let id = desk.worked(VENDORS).await?;
        let row = desk.row(id, "John Smith").await?;
        let stranger = bench.stranger();
        assert!(desk.files.list(&stranger, None).await?.items.is_empty());
        assert!(matches!(desk.files.get(&stranger, id).await, Err(Error::NotFound(_))));
        assert!(matches!(
            desk.files.cancel(&stranger, id).await,
            Err(Error::NotFound(_))
        ));
        assert!(matches!(
            desk.files.report(&stranger, id).await.err(),
            Some(Error::NotFound(_))
        ));
        assert!(matches!(
            desk.payees.get(&stranger, row.id).await,
            Err(Error::NotFound(_))
        ));
        let listed = desk.payees.list(&stranger, id, &PayeeFilter::default()).await;
        assert!(matches!(listed, Err(Error::NotFound(_))));
        assert_eq!(desk.files.figures(&stranger, 30).await?.span.automation_rate, None);
        let auditor = bench.actor(Role::Auditor);
        assert!(matches!(
            desk.files.cancel(&auditor, id).await,
            Err(Error::Forbidden(_))
        ));
        assert!(desk.files.get(&auditor, id).await.is_ok());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_job_of_an_unknown_file_ends() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let file = desk.start(VENDORS.as_bytes()).await?;
        let mut claimed = desk.queue.claim(&[WORK_KIND]).await?.ok_or("no job")?;
        claimed.payload = serde_json::json!({ "payee_file_id": desk.bench.env.ids.next::<contract::PayeeFileId>() });
        let work: &PayeeFileWork = &desk.work;
        let (run, _stop) = JobRun::new(claimed);
        work.run(run).await?;
        assert_eq!(desk.files.get(&desk.ada, file.id).await?.status, FileStatus::Queued);
        Ok(())
    })
    .await;
}
