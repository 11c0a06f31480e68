//! Starting the work on a stored file.

use contract::{Actor, ColumnMapping, DocumentId, FileStatus, PayeeFile, PayeeFileId, Permission, UploadPurpose};
use store::{
    Json, Tx,
    tables::{
        document::DocumentRow,
        payee_file::{self, PayeeCounts, PayeeFileRow},
    },
};

use super::{PayeeFiles, WORK_KIND, tell};
use crate::{
    Authorize, Error, Result,
    documents::{remember, understand},
    events::{self, Changes, NewEvent},
    jobs::{self, JobSpec},
    payees::engine_versions,
    tabular::{RowReader, Table, no_name},
};

impl PayeeFiles {
    /// Starts the work on a stored file. Without a mapping the columns are told by memory or by the file itself; if
    /// none is the name, the file has failed and says so, and starting it again with a mapping takes it up.
    ///
    /// # Errors
    /// [`Error::File`] when the document is no table, [`Error::Invalid`] when the mapping does not fit it.
    pub async fn start(
        &self,
        actor: &Actor,
        document_id: DocumentId,
        mapping: Option<ColumnMapping>,
    ) -> Result<PayeeFile> {
        actor.require(Permission::WritePayees)?;
        let organization_id = actor.organization_id;
        let document = self.documents.row(organization_id, document_id).await?;
        let table = Box::pin(self.documents.table(&document)).await?;
        let chosen = mapping.is_some();
        let mapping = if let Some(mapping) = mapping {
            Some(checked(mapping, &table)?)
        } else {
            let columns = Box::pin(understand(&self.env, organization_id, UploadPurpose::PayeeFile, &table)).await?;
            checked(columns.mapping, &table).ok()
        };

        Box::pin(self.store(actor, &document, &table, mapping, chosen)).await
    }

    async fn store(
        &self,
        actor: &Actor,
        document: &DocumentRow,
        table: &Table,
        mapping: Option<ColumnMapping>,
        chosen: bool,
    ) -> Result<PayeeFile> {
        let organization_id = actor.organization_id;
        let mut tx = self.env.db.begin().await?;
        if let (true, Some(mapping)) = (chosen, &mapping) {
            remember(
                &mut tx,
                &self.env,
                organization_id,
                UploadPurpose::PayeeFile,
                table,
                mapping,
            )
            .await?;
        }
        let id = match payee_file::unmapped_of(&mut tx, organization_id, document.id).await? {
            Some(row) => self.take_up(&mut tx, actor, row, mapping, table).await?,
            None => self.add(&mut tx, actor, document, mapping, table).await?,
        };
        self.env.commit_and_wake(tx).await?;
        tell(&self.env, organization_id, id).await
    }

    async fn add(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        document: &DocumentRow,
        mapping: Option<ColumnMapping>,
        table: &Table,
    ) -> Result<PayeeFileId> {
        let id: PayeeFileId = self.env.ids.next();
        let job_id = match mapping {
            Some(_) => Some(jobs::enqueue(tx, &self.env, actor, job(id)).await?),
            None => None,
        };
        let failure = mapping.is_none().then(|| no_name(table.headers()));
        let row = PayeeFileRow {
            id,
            organization_id: actor.organization_id,
            document_id: document.id,
            file_name: document.file_name.clone(),
            status: if mapping.is_some() {
                FileStatus::Queued
            } else {
                FileStatus::Failed
            },
            mapping: mapping.map(Json),
            headers: Json(table.headers().to_vec()),
            done_rows: 0,
            total_rows: None,
            run_started_at: None,
            run_started_rows: 0,
            counts: PayeeCounts::default(),
            error_count: 0,
            finished_at: failure.as_ref().map(|_| self.env.now()),
            failure,
            same_as: payee_file::with_same_bytes(&mut *tx, actor.organization_id, &document.sha256).await?,
            job_id,
            engine_versions: engine_versions(),
            created_by: actor.display_name().to_owned(),
            created_at: self.env.now(),
            started_at: None,
        };
        payee_file::insert(tx, &row).await?;
        let changes = Changes::new()
            .text("file_name", "", &row.file_name)
            .text("status", "", row.status.as_str())
            .text("same_as", "", &row.same_as.map(|id| id.to_string()).unwrap_or_default())
            .text("failure", "", row.failure.as_deref().unwrap_or_default());
        let event = NewEvent::new("payee_file.uploaded", id, &row.file_name).changes(changes);
        events::record(tx, &self.env, actor, event).await?;
        Ok(id)
    }

    /// Goes on with a file that had failed for lack of a mapping.
    async fn take_up(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        row: PayeeFileRow,
        mapping: Option<ColumnMapping>,
        table: &Table,
    ) -> Result<PayeeFileId> {
        let Some(mapping) = mapping else {
            return Ok(row.id);
        };
        let job_id = jobs::enqueue(tx, &self.env, actor, job(row.id)).await?;
        let row = PayeeFileRow {
            mapping: Some(Json(mapping)),
            headers: Json(table.headers().to_vec()),
            engine_versions: engine_versions(),
            job_id: Some(job_id),
            ..row
        };
        if !payee_file::queue(tx, &row).await? {
            return Err(Error::stale("file"));
        }
        let changes = Changes::new().text("status", row.status.as_str(), FileStatus::Queued.as_str());
        let event = NewEvent::new("payee_file.mapped", row.id, &row.file_name).changes(changes);
        events::record(tx, &self.env, actor, event).await?;
        Ok(row.id)
    }
}

fn job(id: PayeeFileId) -> JobSpec {
    JobSpec::new(WORK_KIND, serde_json::json!({ "payee_file_id": id })).unique(format!("{WORK_KIND}:{id}"))
}

fn checked(mapping: ColumnMapping, table: &Table) -> Result<ColumnMapping> {
    match RowReader::new(&mapping, table.headers()) {
        Ok(_) => Ok(mapping),
        Err(fault) => Err(fault.into()),
    }
}
