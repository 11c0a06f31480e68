//! Builds an index from the database in bounded memory: while one page of suppliers is indexed, the next is read.

use std::{collections::HashMap, fs, path::Path};

use chrono::{DateTime, Utc};
use contract::{OrganizationId, SupplierId};
use matching::{Index, IndexBuilder};
use store::{Db, tables::supplier};
use tokio::{sync::mpsc, task};
use uuid::Uuid;

use super::record::with_records;
use crate::{Error, Result};

/// Suppliers read at a time.
const PAGE: u32 = 4_000;

/// Writes an index of the organization's active suppliers to `path`, and opens it. Gives also the versions of those that
/// were changed `since`.
pub(super) async fn build(
    db: &Db,
    organization_id: OrganizationId,
    path: &Path,
    since: DateTime<Utc>,
) -> Result<(Index, HashMap<SupplierId, i64>)> {
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
    let mut recent = HashMap::new();
    let mut after = (DateTime::UNIX_EPOCH, SupplierId(Uuid::nil()));
    loop {
        let page = supplier::active_by_change(db, organization_id, after, PAGE).await?;
        let is_last = page.len() < PAGE as usize;
        if let Some(last) = page.last() {
            after = (last.updated_at, last.id);
        }
        let changed = page.iter().filter(|row| row.updated_at >= since);
        recent.extend(changed.map(|row| (row.id, row.row_version)));
        // The builder goes away early only when it fails; then it says why.
        if pages.send(page).await.is_err() || is_last {
            break;
        }
    }
    drop(pages);
    let index = builder.await.map_err(Error::internal("building an index"))??;
    Ok((index, recent))
}
