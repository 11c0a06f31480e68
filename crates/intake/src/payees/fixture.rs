//! A desk for the tests of payees: suppliers, files that are worked to the end, and all use cases on top.

use std::{convert::Infallible, sync::Arc};

use contract::{Actor, DocumentId, Page, Payee, PayeeFile, PayeeFileId, PayeeFilter, Role, SupplierId, UploadPurpose};
use futures::stream;
use matching::normalize_name;
use platform::runner::{BoxError, Finish, Handler, JobError, JobRun, Queue};
use store::tables::supplier::{self, SupplierRow};
use tempfile::TempDir;

use super::{Evidence, Payees};
use crate::{
    Result,
    blobs::Blobs,
    decisions::Decisions,
    documents::Documents,
    exports::Exports,
    imports::{ImportHandler, Imports, JOB_KIND as IMPORT_KIND},
    indexes::Indexes,
    jobs::DurableQueue,
    payee_files::{PayeeFileWork, PayeeFiles, WORK_KIND},
    reviews::Reviews,
    sample::Sample,
    suppliers::blank,
    testing::Bench,
};

/// Everything that a test of payees needs.
pub(crate) struct Desk {
    pub(crate) bench: Bench,
    pub(crate) ada: Actor,
    pub(crate) documents: Documents,
    pub(crate) files: PayeeFiles,
    pub(crate) payees: Payees,
    pub(crate) decisions: Decisions,
    pub(crate) reviews: Reviews,
    pub(crate) exports: Exports,
    pub(crate) imports: Imports,
    pub(crate) work: Arc<PayeeFileWork>,
    pub(crate) queue: DurableQueue,
    _folder: TempDir,
}

impl Desk {
    /// A desk without suppliers or files.
    pub(crate) fn new(bench: &Bench) -> Result<Self> {
        let folder = tempfile::tempdir().map_err(crate::Error::internal("make a folder"))?;
        let env = bench.env.clone();
        let documents = Documents::new(env.clone(), Blobs::open(folder.path())?);
        let indexes = Arc::new(Indexes::new(env.clone(), folder.path()));
        let evidence = Evidence::new(env.clone(), Arc::clone(&indexes));
        Ok(Self {
            ada: bench.actor(Role::Manager),
            files: PayeeFiles::new(env.clone(), documents.clone()),
            payees: Payees::new(env.clone(), evidence.clone()),
            decisions: Decisions::new(env.clone(), evidence.clone()),
            reviews: Reviews::new(env.clone(), evidence),
            exports: Exports::new(env.clone(), documents.clone()),
            imports: Imports::new(env.clone(), documents.clone(), Arc::clone(&indexes)),
            work: Arc::new(PayeeFileWork::new(env.clone(), documents.clone(), indexes)),
            queue: DurableQueue::new(env, "test"),
            documents,
            bench: bench.clone(),
            _folder: folder,
        })
    }

    /// Adds a supplier to the master.
    pub(crate) async fn supplier(&self, external_id: &str, name: &str, city: &str) -> Result<SupplierId> {
        let env = &self.bench.env;
        let row = SupplierRow {
            external_id: external_id.to_owned(),
            name: name.to_owned(),
            name_key: normalize_name(name),
            city: city.to_owned(),
            ..blank(env, self.bench.ours)
        };
        let mut tx = env.db.begin().await?;
        supplier::insert_many(&mut tx, std::slice::from_ref(&row)).await?;
        tx.commit().await?;
        Ok(row.id)
    }

    /// Uploads bytes as a payee file's document.
    pub(crate) async fn upload(&self, name: &str, bytes: &[u8]) -> Result<DocumentId> {
        let bytes = stream::iter([Ok::<_, Infallible>(bytes.to_vec())]);
        Ok(self
            .documents
            .receive(&self.ada, UploadPurpose::PayeeFile, name, bytes)
            .await?
            .id)
    }

    /// Uploads a file and starts the work on it.
    pub(crate) async fn start(&self, bytes: &[u8]) -> Result<PayeeFile> {
        let document_id = self.upload("vendors.csv", bytes).await?;
        Box::pin(self.files.start(&self.ada, document_id, None)).await
    }

    /// Uploads a file and works it to the end.
    pub(crate) async fn worked(&self, text: &str) -> Result<PayeeFileId, BoxError> {
        let file = self.start(text.as_bytes()).await?;
        self.run_jobs().await?;
        Ok(file.id)
    }

    /// Runs the jobs that wait.
    pub(crate) async fn run_jobs(&self) -> Result<(), BoxError> {
        let import = ImportHandler::new(self.imports.clone());
        while let Some(claimed) = self.queue.claim(&[WORK_KIND, IMPORT_KIND]).await? {
            let (run, _stop) = JobRun::new(claimed.clone());
            let ended = if claimed.kind == WORK_KIND {
                self.work.run(run).await
            } else {
                import.run(run).await
            };
            let finish = match ended {
                Ok(()) => Finish::Done,
                Err(JobError::Stopped) => Finish::Cancelled,
                Err(error) => return Err(error.into()),
            };
            self.queue.finish(&claimed, finish).await?;
        }
        Ok(())
    }

    /// The sample company, not loaded.
    pub(crate) fn sample(&self) -> Sample {
        Sample::new(self.documents.clone(), self.imports.clone(), self.files.clone())
    }

    /// All rows of a file that match, in the order of the file.
    pub(crate) async fn rows(&self, id: PayeeFileId, filter: &PayeeFilter) -> Result<Vec<Payee>> {
        let mut rows = Vec::new();
        let mut filter = PayeeFilter {
            limit: Some(200),
            ..filter.clone()
        };
        loop {
            let Page { items, next_cursor, .. } = self.payees.list(&self.ada, id, &filter).await?;
            rows.extend(items);
            match next_cursor {
                Some(cursor) => filter.cursor = Some(cursor),
                None => return Ok(rows),
            }
        }
    }

    /// The one row with this name.
    pub(crate) async fn row(&self, id: PayeeFileId, name: &str) -> Result<Payee> {
        let rows = self.rows(id, &PayeeFilter::default()).await?;
        rows.into_iter()
            .find(|row| row.name == name)
            .ok_or(crate::Error::NotFound("payee"))
    }
}
