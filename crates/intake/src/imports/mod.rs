//! Imports of suppliers from files: start, watch, cancel. The work itself is a durable job.

mod plan;
mod rows;
#[cfg(test)]
mod tests;
mod work;

use std::sync::Arc;

use contract::{
    Actor, ColumnMapping, DocumentId, FileProgress, FileStatus, PAGE_SIZE, Page, Permission, Severity, SupplierImport,
    SupplierImportId, UploadPurpose,
};
use futures::Stream;
use serde_json::json;
use store::{
    Json, cursor,
    tables::{
        job, row_problem,
        supplier_import::{self, ImportCounts, SupplierImportRow},
    },
};
use uuid::Uuid;

pub use work::{ImportHandler, JOB_KIND};

use crate::{
    Authorize, Env, Error, Result,
    documents::{self, Documents},
    events::{self, Changes, NewEvent},
    indexes::Indexes,
    jobs::{self, JobSpec},
    row_problems,
    tabular::{MappingFault, RowReader, no_name},
};

/// Problems that an import shows; the report has all.
const SHOWN_PROBLEMS: u32 = 100;

/// Supplier imports. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Imports {
    env: Env,
    documents: Documents,
    indexes: Arc<Indexes>,
}

impl Imports {
    /// The imports over a database, the documents beside it and the indexes.
    pub fn new(env: Env, documents: Documents, indexes: Arc<Indexes>) -> Self {
        Self {
            env,
            documents,
            indexes,
        }
    }

    /// The imports, newest first, without their row errors.
    pub async fn list(&self, actor: &Actor, cursor: Option<String>) -> Result<Page<SupplierImport>> {
        actor.require(Permission::ReadSuppliers)?;
        let before = cursor
            .as_deref()
            .map(cursor::decode)
            .transpose()?
            .unwrap_or(SupplierImportId(Uuid::max()));
        let rows = supplier_import::list(&self.env.db, actor.organization_id, before, PAGE_SIZE + 1).await?;
        let (rows, next_cursor) = cursor::page(rows, PAGE_SIZE, |row| row.id);
        Ok(Page {
            items: rows.into_iter().map(|row| without_problems(&self.env, row)).collect(),
            next_cursor,
            total: None,
        })
    }

    /// One import with its first row errors.
    pub async fn get(&self, actor: &Actor, id: SupplierImportId) -> Result<SupplierImport> {
        actor.require(Permission::ReadSuppliers)?;
        let row = supplier_import::get(&self.env.db, actor.organization_id, id).await?;
        dto(&self.env, row.ok_or(Error::NotFound("supplier import"))?).await
    }

    /// All row errors as a CSV file (row, column, message), piece by piece.
    pub async fn report(
        &self,
        actor: &Actor,
        id: SupplierImportId,
    ) -> Result<impl Stream<Item = Result<Vec<u8>>> + Send + use<>> {
        actor.require(Permission::ReadSuppliers)?;
        let row = supplier_import::get(&self.env.db, actor.organization_id, id).await?;
        let row = row.ok_or(Error::NotFound("supplier import"))?;
        Ok(row_problems::report(self.env.clone(), row.organization_id, row.id.0))
    }

    /// Starts an import of a stored file by a mapping, which is remembered for files with the same header; without one,
    /// as the columns were mapped before or seem to mean. If that gives no name, the import has failed and says so.
    ///
    /// # Errors
    /// [`Error::File`] when the file is no table, [`Error::Invalid`] when the mapping does not fit it.
    pub async fn start(
        &self,
        actor: &Actor,
        document_id: DocumentId,
        mapping: Option<ColumnMapping>,
    ) -> Result<SupplierImport> {
        actor.require(Permission::WriteSuppliers)?;
        let organization_id = actor.organization_id;
        let purpose = UploadPurpose::SupplierImport;
        let document = self.documents.row(organization_id, document_id).await?;
        let table = self.documents.table(&document).await?;
        let is_chosen = mapping.is_some();
        let mapping = match mapping {
            Some(mapping) => mapping,
            None => {
                documents::understand(&self.env, organization_id, purpose, &table)
                    .await?
                    .mapping
            }
        };
        let fault = match RowReader::new(&mapping, table.headers()) {
            Err(fault) if is_chosen => return Err(fault.into()),
            outcome => outcome.err(),
        };

        let now = self.env.now();
        let mut row = SupplierImportRow {
            id: self.env.ids.next(),
            organization_id,
            document_id,
            file_name: document.file_name,
            mapping: Some(Json(mapping)),
            status: if fault.is_some() {
                FileStatus::Failed
            } else {
                FileStatus::Queued
            },
            done_rows: 0,
            total_rows: None,
            run_started_at: None,
            run_started_rows: 0,
            counts: ImportCounts::default(),
            failure: fault.as_ref().map(|fault| match fault {
                MappingFault::NoName => no_name(table.headers()),
                _ => failure_in_words(&fault.clone().into()),
            }),
            job_id: None,
            created_by: actor.display_name().to_owned(),
            created_at: now,
            started_at: None,
            finished_at: fault.as_ref().map(|_| now),
        };
        let mut tx = self.env.db.begin().await?;
        if fault.is_none() {
            let payload = json!(work::Payload { import_id: row.id });
            row.job_id = Some(jobs::enqueue(&mut tx, &self.env, actor, JobSpec::new(JOB_KIND, payload)).await?);
        }
        supplier_import::insert(&mut tx, &row).await?;
        if let (true, Some(Json(mapping))) = (is_chosen, &row.mapping) {
            documents::remember(&mut tx, &self.env, organization_id, purpose, &table, mapping).await?;
        }
        let created = NewEvent::new("supplier_import.created", row.id, &row.file_name);
        events::record(&mut tx, &self.env, actor, created).await?;
        if fault.is_some() {
            events::record(&mut tx, &self.env, actor, event(&row)).await?;
        }
        self.env.commit_and_wake(tx).await?;
        self.tell(&row).await?;
        Ok(without_problems(&self.env, row))
    }

    /// Stops an import; what is in stays in.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it has ended.
    pub async fn cancel(&self, actor: &Actor, id: SupplierImportId) -> Result<SupplierImport> {
        actor.require(Permission::WriteSuppliers)?;
        let (organization_id, now) = (actor.organization_id, self.env.now());
        let mut tx = self.env.db.begin().await?;
        let stored = supplier_import::get(&mut tx, organization_id, id).await?;
        let stored = stored.ok_or(Error::NotFound("supplier import"))?;
        if !supplier_import::finish(&mut tx, organization_id, id, FileStatus::Cancelled, None, now).await? {
            return Err(Error::Conflict("This import has ended already".to_owned()));
        }
        if let Some(job_id) = stored.job_id {
            job::request_cancel(&mut tx, organization_id, job_id, now).await?;
        }
        let row = supplier_import::get(&mut tx, organization_id, id).await?;
        let row = row.ok_or(Error::NotFound("supplier import"))?;
        events::record(&mut tx, &self.env, actor, event(&row)).await?;
        self.env.commit_and_wake(tx).await?;
        self.tell(&row).await?;
        dto(&self.env, row).await
    }
}

/// The event that an import has ended, with its counts.
fn event(row: &SupplierImportRow) -> NewEvent {
    let (kind, severity) = match row.status {
        FileStatus::Failed => ("supplier_import.failed", Severity::Error),
        FileStatus::Cancelled => ("supplier_import.cancelled", Severity::Warning),
        _ => ("supplier_import.done", Severity::Info),
    };
    let changes = Changes::new()
        .value("created", 0, row.counts.created_count)
        .value("updated", 0, row.counts.updated_count)
        .value("unchanged", 0, row.counts.unchanged_count)
        .value("errors", 0, row.counts.error_count)
        .text("failure", "", row.failure.as_deref().unwrap_or_default());
    NewEvent::new(kind, row.id, &row.file_name)
        .severity(severity)
        .changes(changes)
}

/// What is wrong with a file, for a person.
fn failure_in_words(error: &Error) -> String {
    match error {
        Error::Invalid(fields) => fields
            .iter()
            .map(|field| field.message.as_str())
            .collect::<Vec<_>>()
            .join(". "),
        error => error.problem().detail,
    }
}

/// The import with its first row errors.
async fn dto(env: &Env, row: SupplierImportRow) -> Result<SupplierImport> {
    let row_errors = if row.counts.error_count == 0 {
        Vec::new()
    } else {
        row_problem::list(&env.db, row.organization_id, row.id.0, None, SHOWN_PROBLEMS).await?
    };
    Ok(SupplierImport {
        row_errors,
        ..without_problems(env, row)
    })
}

fn without_problems(env: &Env, row: SupplierImportRow) -> SupplierImport {
    SupplierImport {
        id: row.id,
        progress: progress(env, &row),
        file_name: row.file_name,
        document_id: row.document_id,
        status: row.status,
        created_count: row.counts.created_count,
        updated_count: row.counts.updated_count,
        unchanged_count: row.counts.unchanged_count,
        error_count: row.counts.error_count,
        row_errors: Vec::new(),
        failure: row.failure,
        created_by: row.created_by,
        created_at: row.created_at,
        finished_at: row.finished_at,
    }
}

#[expect(clippy::cast_precision_loss, reason = "a speed needs no more than 52 bits")]
fn progress(env: &Env, row: &SupplierImportRow) -> FileProgress {
    let seconds = row
        .run_started_at
        .filter(|_| row.status == FileStatus::Working)
        .map(|start| (env.now() - start).as_seconds_f64());
    let worked = (row.done_rows - row.run_started_rows) as f64;
    let rows_per_second = seconds
        .filter(|seconds| *seconds > 0.0 && worked > 0.0)
        .map(|seconds| worked / seconds);
    let left = row.total_rows.map(|total| (total - row.done_rows).max(0) as f64);
    FileProgress {
        done_rows: row.done_rows,
        total_rows: row.total_rows,
        rows_per_second,
        seconds_left: rows_per_second.zip(left).map(|(speed, left)| left / speed),
    }
}
