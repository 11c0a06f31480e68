//! The supplier master.

use app::ports::{Answer, SupplierPort};
use async_trait::async_trait;
use contract::{
    Actor, ColumnMapping, DocumentId, Page, Supplier, SupplierFilter, SupplierForm, SupplierId, SupplierImport,
    SupplierImportId, SupplierLine,
};

use super::Adapter;
use crate::problem::told;

#[async_trait]
impl SupplierPort for Adapter {
    async fn list(&self, actor: &Actor, filter: SupplierFilter) -> Answer<Page<SupplierLine>> {
        self.0.suppliers.lines(actor, filter).await.map_err(told)
    }

    async fn get(&self, actor: &Actor, id: SupplierId) -> Answer<Supplier> {
        self.0.suppliers.get(actor, id).await.map_err(told)
    }

    async fn create(&self, actor: &Actor, form: SupplierForm) -> Answer<Supplier> {
        self.0.suppliers.create(actor, form).await.map_err(told)
    }

    async fn update(&self, actor: &Actor, id: SupplierId, row_version: i64, form: SupplierForm) -> Answer<Supplier> {
        self.0
            .suppliers
            .update(actor, id, row_version, form)
            .await
            .map_err(told)
    }

    async fn list_imports(&self, actor: &Actor, cursor: Option<String>) -> Answer<Page<SupplierImport>> {
        self.0.imports.list(actor, cursor).await.map_err(told)
    }

    async fn get_import(&self, actor: &Actor, id: SupplierImportId) -> Answer<SupplierImport> {
        self.0.imports.get(actor, id).await.map_err(told)
    }

    async fn start_import(
        &self,
        actor: &Actor,
        document_id: DocumentId,
        mapping: ColumnMapping,
    ) -> Answer<SupplierImport> {
        self.0
            .imports
            .start(actor, document_id, Some(mapping))
            .await
            .map_err(told)
    }

    async fn cancel_import(&self, actor: &Actor, id: SupplierImportId) -> Answer<SupplierImport> {
        self.0.imports.cancel(actor, id).await.map_err(told)
    }
}
