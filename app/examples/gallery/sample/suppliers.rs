//! The supplier master and its duplicates.

use app::ports::{Answer, DuplicatePort, SupplierPort};
use async_trait::async_trait;
use contract::*;

use super::{Sample, made_up::*, no};

#[async_trait]
impl SupplierPort for Sample {
    async fn list(&self, _actor: &Actor, filter: SupplierFilter) -> Answer<Page<SupplierLine>> {
        match filter.q.as_deref() {
            Some("nothing") => Ok(Page::empty()),
            Some("error") => Err(Problem {
                error_id: "01JQ8ZK3V5".into(),
                ..Problem::new(
                    ProblemKind::Internal,
                    "The list could not be read",
                    "Nothing was changed. Try again in a minute.",
                )
            }),
            _ => Ok(Page {
                items: (1..=50).map(supplier).map(SupplierLine::from).collect(),
                next_cursor: Some("next".into()),
                total: Some(483_227),
            }),
        }
    }
    async fn get(&self, _actor: &Actor, _id: SupplierId) -> Answer<Supplier> {
        Ok(supplier(1))
    }
    async fn create(&self, _actor: &Actor, _form: SupplierForm) -> Answer<Supplier> {
        no()
    }
    async fn update(
        &self,
        _actor: &Actor,
        _id: SupplierId,
        _row_version: i64,
        _form: SupplierForm,
    ) -> Answer<Supplier> {
        no()
    }
    async fn list_imports(&self, _actor: &Actor, _cursor: Option<String>) -> Answer<Page<SupplierImport>> {
        Ok(Page {
            items: (1..=8).map(import).collect(),
            next_cursor: None,
            total: Some(8),
        })
    }
    async fn get_import(&self, _actor: &Actor, _id: SupplierImportId) -> Answer<SupplierImport> {
        Ok(import(1))
    }
    async fn start_import(
        &self,
        _actor: &Actor,
        _document_id: DocumentId,
        _mapping: ColumnMapping,
    ) -> Answer<SupplierImport> {
        no()
    }
    async fn cancel_import(&self, _actor: &Actor, _id: SupplierImportId) -> Answer<SupplierImport> {
        no()
    }
}

#[async_trait]
impl DuplicatePort for Sample {
    async fn list(&self, _actor: &Actor, _cursor: Option<String>) -> Answer<Page<SupplierDuplicate>> {
        Ok(Page {
            items: (1..=12).map(proposal).collect(),
            next_cursor: None,
            total: Some(12),
        })
    }
    async fn search(&self, _actor: &Actor) -> Answer<DuplicateSearch> {
        Ok(DuplicateSearch {
            job: None,
            open_count: 12,
        })
    }
    async fn find(&self, _actor: &Actor) -> Answer<Job> {
        no()
    }
    async fn compare(&self, _actor: &Actor, _id: SupplierDuplicateId, _choice: MergeChoice) -> Answer<MergePreview> {
        let duplicate = proposal(1);
        let seen = |supplier: &Supplier| SupplierVersion {
            id: supplier.id,
            row_version: supplier.row_version,
        };
        let [first, second] = [0, 1].map(|index: usize| duplicate.suppliers[index].clone());
        Ok(MergePreview {
            merge: SupplierMerge {
                keep: seen(&first),
                others: vec![seen(&second)],
            },
            kept: Supplier {
                aliases: vec![second.name],
                ..first
            },
            changes: Vec::new(),
            duplicate,
        })
    }
    async fn merge(&self, _actor: &Actor, _id: SupplierDuplicateId, _merge: SupplierMerge) -> Answer<Supplier> {
        no()
    }
    async fn dismiss(&self, _actor: &Actor, _id: SupplierDuplicateId) -> Answer<()> {
        no()
    }
}
