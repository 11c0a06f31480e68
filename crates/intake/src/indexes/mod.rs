//! The supplier index of each organization: opened when first asked for, kept current, rebuilt when much has changed.
//!
//! An index lies in `indexes/<organization>/<time>.idx` under the data directory and has every change that was
//! committed before that time, in microseconds. What was changed later is laid over it, so that a restart reads a file
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

/// Changes that may always be laid over a base.
const OVERLAY_ALWAYS: usize = 1_000;
/// Of how many suppliers of the master one may be laid over the base. A row of a payee file took 2.1 ms of CPU time with
/// 27,227 laid over 483,227, and 0.86 ms with none (`./x bench files 20000`, 2026-11-21); to build the base anew takes 3 s.
const OVERLAY_SHARE: usize = 32;
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
    /// Held while more changes are brought in.
    current: tokio::sync::Mutex<Current>,
}

/// Which changes are in an index.
#[derive(Debug)]
struct Current {
    /// All that were committed before this are in.
    until: DateTime<Utc>,
    /// The versions that were read of the suppliers changed in the last [`COMMIT_LAG`] before `until`. They are read
    /// again with what was committed late, and are no change then.
    recent: HashMap<SupplierId, i64>,
    /// Where the base lies.
    base: Option<PathBuf>,
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
        let mut current = master.current.lock().await;
        self.build_anew(organization_id, master, &mut current).await
    }

    fn cell(&self, organization_id: OrganizationId) -> Arc<OnceCell<Master>> {
        let mut masters = self.masters.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(masters.entry(organization_id).or_default())
    }

    async fn master<'a>(&self, cell: &'a OnceCell<Master>, organization_id: OrganizationId) -> Result<&'a Master> {
        cell.get_or_try_init(async || {
            let folder = self.folder_of(organization_id);
            let newest = task::spawn_blocking(move || open_newest(&folder))
                .await
                .map_err(Error::internal("opening an index"))?
                .map_err(Error::internal("opening an index"))?;
            let (index, until, base) = newest.map_or((None, DateTime::UNIX_EPOCH, None), |(index, until, path)| {
                (Some(index), until, Some(path))
            });
            let master = Master {
                live: Arc::new(LiveIndex::new(index)),
                count: tokio::sync::Mutex::new(None),
                current: tokio::sync::Mutex::new(Current {
                    until,
                    recent: HashMap::new(),
                    base,
                }),
            };
            self.bring_up_to_date(organization_id, &master).await?;
            Ok(master)
        })
        .await
    }

    async fn bring_up_to_date(&self, organization_id: OrganizationId, master: &Master) -> Result<()> {
        let mut current = master.current.lock().await;
        let now = self.env.now();
        let room = OVERLAY_ALWAYS
            .max(master.live.len() / OVERLAY_SHARE)
            .saturating_sub(master.live.overlay_len());
        let limit = u32::try_from(room + current.recent.len() + 1).map_err(Error::internal("counting changes"))?;
        let mut changed =
            supplier::changed_since(&self.env.db, organization_id, current.until - COMMIT_LAG, limit).await?;
        let recent = changed
            .iter()
            .filter(|row| row.updated_at >= now - COMMIT_LAG)
            .map(|row| (row.id, row.row_version))
            .collect();
        changed.retain(|row| current.recent.get(&row.id) != Some(&row.row_version));
        if changed.len() > room {
            drop(changed);
            self.build_anew(organization_id, master, &mut current).await?;
        } else {
            lay_over(&master.live, changed).await?;
            current.until = now;
            current.recent = recent;
            if master.live.overlay_len() == 0 {
                current.date_base();
            }
        }
        *master.count.lock().await = None;
        Ok(())
    }

    async fn build_anew(&self, organization_id: OrganizationId, master: &Master, current: &mut Current) -> Result<()> {
        let now = self.env.now();
        let mark = master.live.mark();
        let path = self.folder_of(organization_id).join(file_name(now));
        let (index, recent) = build::build(&self.env.db, organization_id, &path, now - COMMIT_LAG).await?;
        let live = Arc::clone(&master.live);
        let base = path.clone();
        task::spawn_blocking(move || {
            live.replace_base(index, mark).map_err(io::Error::other)?;
            remove_others(&path)
        })
        .await
        .map_err(Error::internal("replacing an index"))?
        .map_err(Error::internal("replacing an index"))?;
        *current = Current {
            until: now,
            recent,
            base: Some(base),
        };
        Ok(())
    }

    fn folder_of(&self, organization_id: OrganizationId) -> PathBuf {
        self.folder.join(organization_id.to_string())
    }
}

impl Current {
    /// Names the base by the time that it was found to be current until, so that a restart does not read the changes
    /// that came shortly before it was built and are in it.
    fn date_base(&mut self) {
        let Some(path) = &mut self.base else { return };
        let dated = path.with_file_name(file_name(self.until));
        match fs::rename(&path, &dated) {
            Ok(()) => *path = dated,
            // Another process may have put one of its own in its place.
            Err(error) => tracing::warn!(?path, %error, "an index can't be renamed; a restart will take longer"),
        }
    }
}

const EXTENSION: &str = "idx";

fn file_name(until: DateTime<Utc>) -> String {
    format!("{}.{EXTENSION}", until.timestamp_micros())
}

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
fn open_newest(folder: &Path) -> io::Result<Option<(Index, DateTime<Utc>, PathBuf)>> {
    let mut files = index_files(folder)?;
    files.sort();
    for (until, path) in files.into_iter().rev() {
        match Index::open(&path) {
            Ok(index) => return Ok(Some((index, until, path))),
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
        let until = path
            .file_stem()
            .and_then(|stem| stem.to_str()?.parse().ok())
            .and_then(DateTime::from_timestamp_micros);
        if let Some(until) = until.filter(|_| path.extension().is_some_and(|found| found == EXTENSION)) {
            files.push((until, path));
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
