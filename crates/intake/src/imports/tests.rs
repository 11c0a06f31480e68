#![expect(clippy::unwrap_used, reason = "a failed step of a test ends it")]

use std::fmt::Write as _;

use contract::{ColumnField, EventFilter, FileStatus, Role, SupplierFilter, SupplierStatus};
use futures::{TryStreamExt, stream};
use platform::runner::{Finish, GivenUp, Handler, JobError, JobRun, Queue, Stop};
use store::tables::{event, supplier};

use super::*;
use crate::{
    audit::Audit,
    blobs::Blobs,
    jobs::DurableQueue,
    suppliers::Suppliers,
    testing::{Bench, for_each_bench},
};

struct Fixture {
    bench: Bench,
    actor: Actor,
    documents: Documents,
    imports: Imports,
    suppliers: Suppliers,
    queue: DurableQueue,
    data: tempfile::TempDir,
}

impl Fixture {
    fn new(bench: &Bench) -> Self {
        let data = tempfile::tempdir().unwrap();
        let env = bench.env.clone();
        let documents = Documents::new(env.clone(), Blobs::open(data.path()).unwrap());
        let indexes = Arc::new(Indexes::new(env.clone(), data.path()));
        Self {
            actor: bench.actor(Role::Reviewer),
            imports: Imports::new(env.clone(), documents.clone(), Arc::clone(&indexes)),
            suppliers: Suppliers::new(env.clone(), indexes),
            queue: DurableQueue::new(env, "test"),
            documents,
            data,
            bench: bench.clone(),
        }
    }

    /// The same after a restart of the process.
    fn restarted(&self) -> Imports {
        let env = self.bench.env.clone();
        Imports::new(
            env.clone(),
            self.documents.clone(),
            Arc::new(Indexes::new(env, self.data.path())),
        )
    }

    async fn start(&self, text: &str) -> Result<SupplierImport> {
        let bytes = stream::iter([Ok::<_, std::io::Error>(text.as_bytes())]);
        let purpose = UploadPurpose::SupplierImport;
        let document = self
            .documents
            .receive(&self.actor, purpose, "suppliers.csv", bytes)
            .await?;
        self.imports.start(&self.actor, document.id, None).await
    }

    async fn claim(&self) -> (JobRun, tokio::sync::watch::Sender<Option<Stop>>) {
        let job = self.queue.claim(&[JOB_KIND]).await.unwrap().expect("a job waits");
        JobRun::new(job)
    }

    /// Runs the waiting job to its end.
    async fn run(&self) -> Result<(), JobError> {
        let (run, _stop) = self.claim().await;
        let job = run.job.clone();
        ImportHandler::new(self.imports.clone()).run(run).await?;
        assert!(self.queue.finish(&job, Finish::Done).await.unwrap());
        Ok(())
    }

    async fn import(&self, text: &str) -> Result<SupplierImport> {
        let started = self.start(text).await?;
        assert_eq!(started.status, FileStatus::Queued);
        self.run().await.unwrap();
        self.imports.get(&self.actor, started.id).await
    }

    async fn count(&self) -> i64 {
        supplier::count(&self.bench.env.db, self.bench.ours).await.unwrap()
    }

    async fn events(&self, kind: &str) -> i64 {
        event::count(&self.bench.env.db, self.bench.ours, kind).await.unwrap()
    }

    async fn search(&self, text: &str) -> Vec<String> {
        let filter = SupplierFilter {
            q: Some(text.to_owned()),
            ..SupplierFilter::default()
        };
        let page = self.suppliers.list(&self.actor, filter).await.unwrap();
        page.items.into_iter().map(|supplier| supplier.name).collect()
    }
}

fn counts(import: &SupplierImport) -> [i64; 4] {
    [
        import.created_count,
        import.updated_count,
        import.unchanged_count,
        import.error_count,
    ]
}

const MASTER: &str = "id,name,address,city,country,tax_id\n\
    S1,Aurora Instruments GmbH,Ring 1,Köln,Germany,\n\
    S2,Zephyr Logistics Ltd,2 Quay,Leeds,GB,80-4750820\n\
    S3,Zephyr Logistics Ltd,9 Dock,Hull,GB,\n";

/// A file of more rows than a chunk has.
fn long_file(rows: usize) -> String {
    let mut text = "id,name,city\n".to_owned();
    for row in 0..rows {
        writeln!(text, "S{row},Vendor Number {row},Rome").unwrap();
    }
    text
}

#[tokio::test]
async fn a_file_is_imported_and_searchable_and_importing_it_again_changes_nothing() {
    for_each_bench(async |bench| {
        let fixture = Fixture::new(&bench);
        let import = fixture.import(MASTER).await?;
        assert_eq!(
            (import.status, counts(&import)),
            (FileStatus::Done, [3, 0, 0, 0]),
            "{import:?}"
        );
        assert_eq!((import.progress.done_rows, import.progress.total_rows), (3, Some(3)));
        assert_eq!(fixture.search("aurora instrments").await, ["Aurora Instruments GmbH"]);
        assert_eq!(fixture.search("80-4750820").await, ["Zephyr Logistics Ltd"]);
        assert_eq!(fixture.events("supplier.created").await, 3);

        let again = fixture.import(MASTER).await?;
        assert_eq!(counts(&again), [0, 0, 3, 0]);
        assert_eq!(
            (fixture.count().await, fixture.events("supplier.updated").await),
            (3, 0)
        );
        for kind in [
            "supplier_import.created",
            "supplier_import.started",
            "supplier_import.done",
        ] {
            assert_eq!(fixture.events(kind).await, 2, "{kind}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_an_import_changes_is_in_the_name_of_who_started_it() {
    for_each_bench(async |bench| {
        let mut fixture = Fixture::new(&bench);
        fixture.actor.origin.ip = Some("192.0.2.7".to_owned());
        fixture.import(MASTER).await?;
        let events = Audit::new(bench.env.clone())
            .list(&bench.actor(Role::Auditor), EventFilter::default())
            .await?;
        assert!(events.items.iter().any(|event| event.kind == "supplier.created"));
        for event in events.items {
            let from = (event.actor_kind.as_str(), event.actor.as_str(), event.ip.as_deref());
            assert_eq!(
                from,
                ("user", fixture.actor.display_name(), Some("192.0.2.7")),
                "{}",
                event.kind
            );
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn changed_rows_update_and_empty_cells_keep_what_is_known() {
    for_each_bench(async |bench| {
        let fixture = Fixture::new(&bench);
        fixture.import(MASTER).await?;
        let changed =
            "id,name,city,tax_id\nS1,Aurora Optics GmbH,Bonn,\nS2,Zephyr Logistics Ltd,Leeds,\nS4,New Inc,,\n";
        let import = fixture.import(changed).await?;
        assert_eq!(counts(&import), [1, 1, 1, 0]);
        assert_eq!(fixture.search("aurora optics").await, ["Aurora Optics GmbH"]);
        let rows = supplier::with_external_ids(&bench.env.db, bench.ours, &["S1", "S2"]).await?;
        let by_id = |id: &str| rows.iter().find(|row| row.external_id == id).unwrap();
        assert_eq!(
            (by_id("S1").city.as_str(), by_id("S1").address.as_str()),
            ("Bonn", "Ring 1")
        );
        assert_eq!((by_id("S1").country.as_str(), by_id("S1").row_version), ("DE", 2));
        assert_eq!(by_id("S2").tax_id, "80-4750820");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn without_ids_name_with_tax_id_or_address_tells_who_it_is() {
    for_each_bench(async |bench| {
        let fixture = Fixture::new(&bench);
        let text = "name,city,tax_id\nAcme Ltd,Rome,11-1111111\nACME LIMITED,Oslo,22-2222222\nAcme Ltd,Bern,\nAcme Ltd,Rome,11-1111111\n";
        assert_eq!(counts(&fixture.import(text).await?), [3, 0, 1, 0], "the last says what the first did");
        let moved = "name,city,tax_id\nAcme Ltd,Paris,11-1111111\n";
        assert_eq!(counts(&fixture.import(moved).await?), [0, 1, 0, 0]);
        assert_eq!(fixture.count().await, 3);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_namesake_with_other_identifiers_is_somebody_else() {
    for_each_bench(async |bench| {
        let fixture = Fixture::new(&bench);
        let master = "id,name,city,vat id,iban\n\
            N1,Nova Trade,Leeds,GB111111111,GB82WEST12345698765432\n\
            N2,Nova Trade,Paris,FR22222222222,FR1420041010050500013M02606\n";
        fixture.import(master).await?;
        // Another VAT id; the bank account of one; neither.
        let rows = "name,city,vat id,iban\n\
            Nova Trade,,DE333333333,DE89370400440532013000\n\
            Nova Trade,Lyon,,FR1420041010050500013M02606\n\
            Nova Trade,Leeds,,NL91ABNA0417164300\n";
        assert_eq!(counts(&fixture.import(rows).await?), [2, 1, 0, 0]);
        let stored = supplier::with_external_ids(&bench.env.db, bench.ours, &["N1", "N2"]).await?;
        let of = |id: &str| stored.iter().find(|row| row.external_id == id).unwrap();
        assert_eq!(
            (of("N1").vat_id.as_str(), of("N1").iban.as_str()),
            ("GB111111111", "GB82WEST12345698765432")
        );
        assert_eq!(
            (of("N2").vat_id.as_str(), of("N2").city.as_str()),
            ("FR22222222222", "Lyon")
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_row_that_may_mean_several_is_left_out() {
    for_each_bench(async |bench| {
        let fixture = Fixture::new(&bench);
        fixture
            .import("id,name,city\nN1,Nova Trade,Leeds\nN2,Nova Trade,Paris\nN3,Solo Ltd,Rome\n")
            .await?;
        let rows = "name,city,iban\nNova Trade,,GB82WEST12345698765432\nNova Trade,,\nSolo Ltd,,\nNova Trade,Paris,\n";
        let import = fixture.import(rows).await?;
        assert_eq!(counts(&import), [0, 0, 3, 1], "{:?}", import.row_errors);
        assert_eq!(import.row_errors[0].row, 2);
        assert!(
            import.row_errors[0].message.starts_with("2 suppliers are called so"),
            "{:?}",
            import.row_errors
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_supplier_is_found_by_the_name_that_a_row_before_gave_it() {
    for_each_bench(async |bench| {
        let fixture = Fixture::new(&bench);
        fixture.import("id,name\nD3,Delta Old\n").await?;
        let import = fixture
            .import("id,name\nD3,Delta Renamed\n,Delta Renamed\n,Delta Old\n")
            .await?;
        assert_eq!(counts(&import), [1, 1, 1, 0], "the old name is somebody new");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn two_imports_at_once_add_each_supplier_once() {
    for_each_bench(async |bench| {
        let fixture = Fixture::new(&bench);
        let text = "name,city\nAcorn Ltd,Rome\nBirch Ltd,Oslo\nCedar Ltd,Bern\n";
        for _ in 0..2 {
            fixture.start(text).await?;
        }
        let (first, _stop) = fixture.claim().await;
        let (second, _stop) = fixture.claim().await;
        let handler = ImportHandler::new(fixture.imports.clone());
        tokio::try_join!(handler.run(first), handler.run(second))?;
        assert_eq!(fixture.count().await, 3);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_id_that_stands_twice_is_one_supplier() {
    for_each_bench(async |bench| {
        let fixture = Fixture::new(&bench);
        let import = fixture.import("id,name\nS1,First Name\nS1,Second Name\n").await?;
        assert_eq!(counts(&import), [1, 1, 0, 0]);
        assert_eq!(
            (fixture.count().await, fixture.search("second name").await.len()),
            (1, 1)
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn rows_that_can_not_be_taken_are_reported_and_the_others_are_in() {
    for_each_bench(async |bench| {
        let fixture = Fixture::new(&bench);
        let long = "x".repeat(10_000);
        let text = format!("id,name,city\n1,{long},\n2,,Rome\n3,=cmd\0,\n4,Smith, John,Rome\n{long},Doe,\n6,Good,\n");
        let import = fixture.import(&text).await?;
        assert_eq!((import.status, counts(&import)), (FileStatus::Done, [1, 0, 0, 5]));
        let rows: Vec<_> = import.row_errors.iter().map(|p| (p.row, p.column.as_deref())).collect();
        assert_eq!(
            rows,
            [
                (2, Some("name")),
                (3, Some("name")),
                (4, Some("name")),
                (5, None),
                (6, Some("id"))
            ]
        );

        let report: Vec<Vec<u8>> = fixture
            .imports
            .report(&fixture.actor, import.id)
            .await?
            .try_collect()
            .await?;
        let report = String::from_utf8(report.concat())?;
        assert_eq!(report.lines().count(), 6);
        assert!(report.starts_with("row,column,message\n2,name,"), "{report}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_crash_in_the_middle_loses_and_doubles_nothing() {
    for_each_bench(async |bench| {
        let fixture = Fixture::new(&bench);
        let rows = rows::CHUNK_ROWS * 2 + 500;
        let started = fixture.start(&long_file(rows)).await?;
        let (run, _stop) = fixture.claim().await;
        let handler = ImportHandler::new(fixture.imports.clone());
        // The worker is dropped wherever it happens to be after the first chunk. It moves only when it is polled.
        let mut work = Box::pin(handler.run(run));
        loop {
            assert!(futures::poll!(&mut work).is_pending(), "it was to be interrupted");
            if fixture
                .imports
                .get(&fixture.actor, started.id)
                .await?
                .progress
                .done_rows
                > 0
            {
                break;
            }
        }
        drop(work);

        bench.clock.advance(chrono::TimeDelta::hours(1));
        assert_eq!(fixture.queue.reap().await?, 1);
        let (run, _stop) = fixture.claim().await;
        ImportHandler::new(fixture.restarted()).run(run).await?;
        let import = fixture.imports.get(&fixture.actor, started.id).await?;
        let rows = i64::try_from(rows)?;
        assert_eq!((import.status, counts(&import)), (FileStatus::Done, [rows, 0, 0, 0]));
        assert_eq!(import.progress.done_rows, rows);
        assert_eq!(
            (fixture.count().await, fixture.events("supplier.created").await),
            (rows, rows)
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_import_cancelled_just_before_it_begins_imports_nothing() {
    for_each_bench(async |bench| {
        let fixture = Fixture::new(&bench);
        let started = fixture.start(MASTER).await?;
        let (run, _stop) = fixture.claim().await;
        fixture.imports.cancel(&fixture.actor, started.id).await?;
        let outcome = ImportHandler::new(fixture.imports.clone()).run(run).await;
        assert!(matches!(outcome, Err(JobError::Stopped)), "{outcome:?}");
        let import = fixture.imports.get(&fixture.actor, started.id).await?;
        assert_eq!((import.status, fixture.count().await), (FileStatus::Cancelled, 0));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_worker_that_lost_its_lease_writes_nothing() {
    for_each_bench(async |bench| {
        let fixture = Fixture::new(&bench);
        fixture.start(MASTER).await?;
        let (late, _stop) = fixture.claim().await;
        bench.clock.advance(chrono::TimeDelta::hours(1));
        assert_eq!(fixture.queue.reap().await?, 1);
        let (successor, _stop) = fixture.claim().await;
        let handler = ImportHandler::new(fixture.imports.clone());
        assert!(matches!(handler.run(late).await, Err(JobError::Stopped)));
        assert_eq!(
            (fixture.count().await, fixture.events("supplier_import.started").await),
            (0, 0)
        );
        handler.run(successor).await?;
        assert_eq!(fixture.count().await, 3);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn rows_of_a_merged_supplier_add_to_the_kept_one_and_replace_nothing() {
    for_each_bench(async |bench| {
        let fixture = Fixture::new(&bench);
        fixture.import(MASTER).await?;
        let rows = supplier::with_external_ids(&bench.env.db, bench.ours, &["S2", "S3"]).await?;
        let of = |id: &str| rows.iter().find(|row| row.external_id == id).cloned().unwrap();
        let (kept, mut merged) = (of("S2"), of("S3"));
        merged.status = SupplierStatus::Merged;
        merged.merged_into = Some(kept.id);
        merged.row_version += 1;
        let mut tx = bench.env.db.begin().await?;
        supplier::update_many(&mut tx, std::slice::from_ref(&merged)).await?;
        tx.commit().await?;

        let text = "id,name,city,iban\nS3,Zephyr Logistix,Hull,GB33BUKB20201555555555\n";
        assert_eq!(counts(&fixture.import(text).await?), [0, 1, 0, 0]);
        let now = supplier::get(&bench.env.db, bench.ours, kept.id).await?.unwrap();
        assert_eq!((now.external_id.as_str(), now.city.as_str()), ("S2", "Leeds"));
        assert_eq!(now.iban, "GB33BUKB20201555555555");
        assert_eq!(now.aliases.0, ["Zephyr Logistix"]);
        assert_eq!(fixture.search("zephyr logistix").await, ["Zephyr Logistics Ltd"]);
        let still = supplier::get(&bench.env.db, bench.ours, merged.id).await?.unwrap();
        assert_eq!(still, merged, "it does not come back");
        assert_eq!(counts(&fixture.import(text).await?), [0, 0, 1, 0], "once is enough");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_cancelled_import_stops_and_keeps_what_is_in() {
    for_each_bench(async |bench| {
        let fixture = Fixture::new(&bench);
        let started = fixture.start(MASTER).await?;
        let cancelled = fixture.imports.cancel(&fixture.actor, started.id).await?;
        assert_eq!(cancelled.status, FileStatus::Cancelled);
        let (run, _stop) = fixture.claim().await;
        assert!(run.job.cancel_requested);
        ImportHandler::new(fixture.imports.clone())
            .given_up(&run.job, &GivenUp::Cancelled)
            .await?;
        assert!(fixture.queue.finish(&run.job, Finish::Cancelled).await?);
        assert_eq!(fixture.events("supplier_import.cancelled").await, 1);
        assert_eq!(fixture.count().await, 0);
        let again = fixture.imports.cancel(&fixture.actor, started.id).await;
        assert!(matches!(again, Err(Error::Conflict(_))));

        fixture.start(&long_file(10)).await?;
        let (run, stop) = fixture.claim().await;
        stop.send_replace(Some(Stop::Cancelled));
        let stopped = ImportHandler::new(fixture.imports.clone()).run(run).await;
        assert!(matches!(stopped, Err(JobError::Stopped)));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn files_that_are_no_tables_fail_with_words() {
    for_each_bench(async |bench| {
        let fixture = Fixture::new(&bench);
        let no_name = fixture.start("id,phone\n1,555\n").await?;
        assert_eq!(no_name.status, FileStatus::Failed);
        assert!(no_name.failure.unwrap().starts_with("No column holds the name"));

        let refused = fixture.start("%PDF-1.7\n").await.unwrap_err().problem();
        assert_eq!(refused.place.unwrap().file.as_deref(), Some("suppliers.csv"));

        let unclosed = format!("{}S9999,\"Open,Rome\n", long_file(200));
        let import = fixture.import(&unclosed).await?;
        assert_eq!(import.status, FileStatus::Failed);
        assert!(import.failure.unwrap().starts_with("Row 202 opens a quotation mark"));
        assert_eq!(fixture.count().await, 0, "refused before anything was written");
        assert_eq!(fixture.events("supplier_import.failed").await, 2);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_chosen_mapping_is_checked_and_remembered() {
    for_each_bench(async |bench| {
        let fixture = Fixture::new(&bench);
        let text = "nr,zz\n1,Acme Ltd\n";
        assert_eq!(fixture.start(text).await?.status, FileStatus::Failed);
        let bytes = stream::iter([Ok::<_, std::io::Error>(text.as_bytes())]);
        let purpose = UploadPurpose::SupplierImport;
        let document = fixture
            .documents
            .receive(&fixture.actor, purpose, "b.csv", bytes)
            .await?;
        let chosen = |fields: &[Option<ColumnField>]| Some(ColumnMapping(fields.to_vec()));
        let wrong = fixture
            .imports
            .start(&fixture.actor, document.id, chosen(&[None]))
            .await;
        assert!(wrong.unwrap_err().problem().field("mapping").is_some());
        let right = chosen(&[Some(ColumnField::ExternalId), Some(ColumnField::Name)]);
        fixture.imports.start(&fixture.actor, document.id, right).await?;
        fixture.run().await?;
        assert_eq!(
            counts(&fixture.import("nr,zz\n2,Doe Inc\n").await?),
            [1, 0, 0, 0],
            "as it was chosen"
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn imports_are_their_organizations_own() {
    for_each_bench(async |bench| {
        let fixture = Fixture::new(&bench);
        let import = fixture.import(MASTER).await?;
        let stranger = bench.stranger();
        assert!(matches!(
            fixture.imports.get(&stranger, import.id).await,
            Err(Error::NotFound(_))
        ));
        assert!(matches!(
            fixture.imports.cancel(&stranger, import.id).await,
            Err(Error::NotFound(_))
        ));
        assert!(fixture.imports.report(&stranger, import.id).await.is_err());
        let started = fixture.imports.start(&stranger, import.document_id, None).await;
        assert!(matches!(started, Err(Error::NotFound("document"))));
        assert_eq!(fixture.imports.list(&stranger, None).await?.items, []);
        assert_eq!(fixture.imports.list(&fixture.actor, None).await?.items.len(), 1);
        let refused = fixture
            .imports
            .start(&bench.actor(Role::Auditor), import.document_id, None)
            .await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn open_pages_are_told() {
    for_each_bench(async |bench| {
        let fixture = Fixture::new(&bench);
        let mut receiver = bench.env.live.subscribe(bench.ours);
        fixture.import(MASTER).await?;
        let mut statuses = Vec::new();
        while let Ok(event) = receiver.try_recv() {
            if let contract::LiveEvent::SupplierImport { import } = event {
                statuses.push(import.status);
            }
        }
        assert_eq!(statuses, [FileStatus::Queued, FileStatus::Working, FileStatus::Done]);
        Ok(())
    })
    .await;
}
