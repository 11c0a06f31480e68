//! Builds an index from the database in bounded memory: while one page of suppliers is indexed, the next is read.

use std::{fs, path::Path};

use contract::{OrganizationId, SupplierId, SupplierStatus};
use matching::{Index, IndexBuilder};
use store::{Db, tables::supplier};
use tokio::{sync::mpsc, task};
use uuid::Uuid;

use super::{PAGE, record::with_records};
use crate::{Error, Result};

/// Writes an index of the organization's active suppliers to `path`, and opens it. It has those that were changed last by
/// the change `until` or before; who is changed while it is built is missing, and laid over it later.
pub(super) async fn build(db: &Db, organization_id: OrganizationId, path: &Path, until: i64) -> Result<Index> {
    let (pages, mut inbox) = mpsc::channel::<Vec<supplier::SupplierRow>>(1);
    let path = path.to_owned();
    let builder = task::spawn_blocking(move || -> Result<Index> {
        let mut builder = IndexBuilder::new();
        while let Some(page) = inbox.blocking_recv() {
            with_records(&page, |records| {
                records.iter().try_for_each(|record| builder.add(record))
            })
            .map_err(Error::internal("indexing suppliers"))?;
        }
        let folder = path.parent().expect("an index lies in a folder");
        fs::create_dir_all(folder).map_err(Error::internal("making a folder for indexes"))?;
        builder.write(&path).map_err(Error::internal("writing an index"))?;
        Index::open(&path).map_err(Error::internal("opening an index"))
    });
    let mut after = (0, SupplierId(Uuid::nil()));
    loop {
        let page = supplier::changed(db, organization_id, after, until, PAGE).await?;
        let is_last = page.len() < PAGE as usize;
        if let Some(last) = page.last() {
            after = (last.change_number, last.supplier.id);
        }
        let suppliers = page.into_iter().map(|row| row.supplier);
        let active = suppliers.filter(|row| row.status == SupplierStatus::Active).collect();
        // The builder goes away early only when it fails; then it says why.
        if pages.send(active).await.is_err() || is_last {
            break;
        }
    }
    drop(pages);
    builder.await.map_err(Error::internal("building an index"))?
}
