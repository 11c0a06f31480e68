//! The supplier index of each organization: opened when first asked for, kept current, rebuilt when much has changed.
//!
//! An index lies in `indexes/<organization>/<time>.idx` under the data directory and has every supplier that was
//! changed before that time, in microseconds. What was changed later is laid over it, so that a restart reads a file
//! and little else.

mod build;
mod record;
#[cfg(test)]
mod tests;

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use contract::{OrganizationId, SupplierId, SupplierStatus};
use matching::{Index, LiveIndex};
use store::tables::supplier::{self, SupplierRow};
use tokio::{sync::OnceCell, task};

use crate::{Env, Error, Result};
use record::with_records;

/// Changes beyond which a new base is cheaper than laying them over the old one.
const OVERLAY_MAX: u32 = 50_000;
/// How long before its commit a change may have taken its time.
const COMMIT_LAG: TimeDelta = TimeDelta::seconds(2);

/// The indexes of all organizations.
#[derive(Debug)]
pub struct Indexes {
    env: Env,
    folder: PathBuf,
    masters: Mutex<HashMap<OrganizationId, Arc<OnceCell<Master>>>>,
}

/// One organization's index.
#[derive(Debug)]
struct Master {
    live: Arc<LiveIndex>,
    /// Suppliers of any status, until a change. Held while they are counted.
    count: tokio::sync::Mutex<Option<i64>>,
    /// All changes made before this are in. Held while more are brought in.
    current_until: tokio::sync::Mutex<DateTime<Utc>>,
}

impl Indexes {
    /// The indexes under `data_dir`; none is opened yet.
    pub fn new(env: Env, data_dir: &Path) -> Self {
        Self {
            env,
            folder: data_dir.join("indexes"),
            masters: Mutex::default(),
        }
    }

    /// The index of an organization, with every supplier that was stored when this was called first, and every change
    /// reported since.
    pub async fn live(&self, organization_id: OrganizationId) -> Result<Arc<LiveIndex>> {
        let cell = self.cell(organization_id);
        Ok(Arc::clone(&self.master(&cell, organization_id).await?.live))
    }

    /// How many suppliers an organization has, of any status.
    pub async fn supplier_count(&self, organization_id: OrganizationId) -> Result<i64> {
        let cell = self.cell(organization_id);
        let mut known = self.master(&cell, organization_id).await?.count.lock().await;
        if let Some(count) = *known {
            return Ok(count);
        }
        let count = supplier::count(&self.env.db, organization_id).await?;
        *known = Some(count);
        Ok(count)
    }

    /// Takes in suppliers that were just written; the next search finds them as they are now.
    pub async fn put(&self, organization_id: OrganizationId, rows: Vec<SupplierRow>) -> Result<()> {
        let cell = self.cell(organization_id);
        let master = self.master(&cell, organization_id).await?;
        *master.count.lock().await = None;
        lay_over(&master.live, rows).await
    }

    /// Takes in whatever was changed in the database since the last time: after an import. When that is much, the whole
    /// index is built anew.
    pub async fn catch_up(&self, organization_id: OrganizationId) -> Result<()> {
        let cell = self.cell(organization_id);
        let master = self.master(&cell, organization_id).await?;
        self.bring_up_to_date(organization_id, master).await
    }

    /// Builds an organization's index anew from the database and serves it from then on; searches go on meanwhile.
    pub async fn rebuild(&self, organization_id: OrganizationId) -> Result<()> {
        let cell = self.cell(organization_id);
        let master = self.master(&cell, organization_id).await?;
        let mut current_until = master.current_until.lock().await;
        self.build_anew(organization_id, master, &mut current_until).await
    }

    fn cell(&self, organization_id: OrganizationId) -> Arc<OnceCell<Master>> {
        let mut masters = self.masters.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(masters.entry(organization_id).or_default())
    }

    async fn master<'a>(&self, cell: &'a OnceCell<Master>, organization_id: OrganizationId) -> Result<&'a Master> {
        cell.get_or_try_init(async || {
            let folder = self.folder_of(organization_id);
            let (base, built_at) = task::spawn_blocking(move || open_newest(&folder))
                .await
                .map_err(Error::internal("opening an index"))?
                .map_err(Error::internal("opening an index"))?
                .unzip();
            let master = Master {
                live: Arc::new(LiveIndex::new(base)),
                count: tokio::sync::Mutex::new(None),
                current_until: tokio::sync::Mutex::new(built_at.unwrap_or(DateTime::UNIX_EPOCH)),
            };
            self.bring_up_to_date(organization_id, &master).await?;
            Ok(master)
        })
        .await
    }

    async fn bring_up_to_date(&self, organization_id: OrganizationId, master: &Master) -> Result<()> {
        let mut current_until = master.current_until.lock().await;
        let now = self.env.now();
        let since = *current_until - COMMIT_LAG;
        let changed = supplier::changed_since(&self.env.db, organization_id, since, OVERLAY_MAX + 1).await?;
        if changed.len() > OVERLAY_MAX as usize || master.live.overlay_len() > OVERLAY_MAX as usize {
            drop(changed);
            self.build_anew(organization_id, master, &mut current_until).await?;
        } else {
            lay_over(&master.live, changed).await?;
            *current_until = now;
        }
        *master.count.lock().await = None;
        Ok(())
    }

    async fn build_anew(
        &self,
        organization_id: OrganizationId,
        master: &Master,
        current_until: &mut DateTime<Utc>,
    ) -> Result<()> {
        let now = self.env.now();
        let mark = master.live.mark();
        let path = self
            .folder_of(organization_id)
            .join(format!("{}.{EXTENSION}", now.timestamp_micros()));
        let index = build::build(&self.env.db, organization_id, &path).await?;
        let live = Arc::clone(&master.live);
        task::spawn_blocking(move || {
            live.replace_base(index, mark).map_err(io::Error::other)?;
            remove_others(&path)
        })
        .await
        .map_err(Error::internal("replacing an index"))?
        .map_err(Error::internal("replacing an index"))?;
        *current_until = now;
        Ok(())
    }

    fn folder_of(&self, organization_id: OrganizationId) -> PathBuf {
        self.folder.join(organization_id.to_string())
    }
}

const EXTENSION: &str = "idx";

/// Lays changes over an index: active suppliers are found as they are now, others no more.
async fn lay_over(live: &Arc<LiveIndex>, rows: Vec<SupplierRow>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let live = Arc::clone(live);
    task::spawn_blocking(move || {
        let (active, inactive): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| row.status == SupplierStatus::Active);
        let gone: Vec<SupplierId> = inactive.iter().map(|row| row.id).collect();
        for id in gone {
            live.remove(id);
        }
        if active.is_empty() {
            Ok(())
        } else {
            with_records(&active, |records| live.upsert_all(records))
        }
    })
    .await
    .map_err(Error::internal("changing an index"))?
    .map_err(Error::internal("changing an index"))
}

/// The newest intact index in a folder, and the time that it is current until. One that is damaged, or of an older
/// version of the program, is left out.
fn open_newest(folder: &Path) -> io::Result<Option<(Index, DateTime<Utc>)>> {
    let mut files = index_files(folder)?;
    files.sort();
    for (built_at, path) in files.into_iter().rev() {
        match Index::open(&path) {
            Ok(index) => return Ok(Some((index, built_at))),
            Err(error) => tracing::warn!(?path, %error, "an index can't be used and will be built anew"),
        }
    }
    Ok(None)
}

fn index_files(folder: &Path) -> io::Result<Vec<(DateTime<Utc>, PathBuf)>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let built_at = path
            .file_stem()
            .and_then(|stem| stem.to_str()?.parse().ok())
            .and_then(DateTime::from_timestamp_micros);
        if let Some(built_at) = built_at.filter(|_| path.extension().is_some_and(|found| found == EXTENSION)) {
            files.push((built_at, path));
        }
    }
    Ok(files)
}

/// Removes the indexes that one supersedes. Who still reads one keeps it until done.
fn remove_others(current: &Path) -> io::Result<()> {
    let folder = current.parent().expect("an index lies in a folder");
    for (_, path) in index_files(folder)? {
        if path != current {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}
