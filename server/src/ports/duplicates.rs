//! Duplicates in the supplier master.

use app::ports::{Answer, DuplicatePort};
use async_trait::async_trait;
use contract::{
    Actor, DuplicateSearch, Job, MergeChoice, MergePreview, Page, Supplier, SupplierDuplicate, SupplierDuplicateId,
    SupplierMerge,
};

use super::Adapter;
use crate::problem::told;

#[async_trait]
impl DuplicatePort for Adapter {
    async fn list(&self, actor: &Actor, cursor: Option<String>) -> Answer<Page<SupplierDuplicate>> {
        self.0.duplicates.list(actor, cursor.as_deref()).await.map_err(told)
    }

    async fn search(&self, actor: &Actor) -> Answer<DuplicateSearch> {
        self.0.duplicates.search(actor).await.map_err(told)
    }

    async fn find(&self, actor: &Actor) -> Answer<Job> {
        self.0.duplicates.find(actor).await.map_err(told)
    }

    async fn compare(&self, actor: &Actor, id: SupplierDuplicateId, choice: MergeChoice) -> Answer<MergePreview> {
        self.0.duplicates.compare(actor, id, &choice).await.map_err(told)
    }

    async fn merge(&self, actor: &Actor, id: SupplierDuplicateId, merge: SupplierMerge) -> Answer<Supplier> {
        self.0.duplicates.merge(actor, id, &merge).await.map_err(told)
    }

    async fn dismiss(&self, actor: &Actor, id: SupplierDuplicateId) -> Answer<()> {
        self.0.duplicates.dismiss(actor, id).await.map_err(told)
    }
}
