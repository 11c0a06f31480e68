//! Payee files and their rows.

use app::ports::{Answer, PayeeFilePort};
use async_trait::async_trait;
use contract::{
    Actor, BulkDecision, ColumnMapping, DecisionId, DecisionPreview, DecisionReceipt, DecisionSummary, DocumentId,
    FilePreview, Page, Payee, PayeeDetail, PayeeFile, PayeeFileId, PayeeFilter, PayeeId, UploadPurpose,
};

use super::Adapter;
use crate::problem::told;

#[async_trait]
impl PayeeFilePort for Adapter {
    async fn list(&self, actor: &Actor, cursor: Option<String>) -> Answer<Page<PayeeFile>> {
        self.0.payee_files.list(actor, cursor.as_deref()).await.map_err(told)
    }

    async fn get(&self, actor: &Actor, id: PayeeFileId) -> Answer<PayeeFile> {
        self.0.payee_files.get(actor, id).await.map_err(told)
    }

    async fn preview(&self, actor: &Actor, document_id: DocumentId, purpose: UploadPurpose) -> Answer<FilePreview> {
        self.0
            .documents
            .preview(actor, document_id, purpose)
            .await
            .map_err(told)
    }

    async fn start(&self, actor: &Actor, document_id: DocumentId, mapping: ColumnMapping) -> Answer<PayeeFile> {
        self.0
            .payee_files
            .start(actor, document_id, Some(mapping))
            .await
            .map_err(told)
    }

    async fn cancel(&self, actor: &Actor, id: PayeeFileId) -> Answer<PayeeFile> {
        self.0.payee_files.cancel(actor, id).await.map_err(told)
    }

    async fn payees(&self, actor: &Actor, id: PayeeFileId, filter: PayeeFilter) -> Answer<Page<Payee>> {
        self.0.payees.list(actor, id, &filter).await.map_err(told)
    }

    async fn payee(&self, actor: &Actor, id: PayeeId) -> Answer<PayeeDetail> {
        self.0.payees.get(actor, id).await.map_err(told)
    }

    async fn preview_decision(&self, actor: &Actor, decision: BulkDecision) -> Answer<DecisionPreview> {
        self.0.decisions.preview(actor, &decision).await.map_err(told)
    }

    async fn decide(&self, actor: &Actor, decision: BulkDecision) -> Answer<DecisionReceipt> {
        self.0.decisions.decide(actor, &decision).await.map_err(told)
    }

    async fn undo(&self, actor: &Actor, id: DecisionId) -> Answer<DecisionReceipt> {
        self.0.decisions.undo(actor, id).await.map_err(told)
    }

    async fn recent_decisions(&self, actor: &Actor) -> Answer<Vec<DecisionSummary>> {
        self.0.decisions.recent(actor).await.map_err(told)
    }
}
