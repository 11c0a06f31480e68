//! The supplier index of each organization: opened when first asked for, brought up to date whenever it is asked for,
//! rebuilt when much has changed.
//!
//! Each change of suppliers has a number, counted in the database and committed in order. An index lies in
//! `indexes/<organization>/<number>-<unique>.index` under the data directory and has every change up to that number;
//! what was changed later is laid over it. So a restart reads a file and little else, and of several processes on one
//! database each sees what any of them has committed.

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

use contract::{OrganizationId, SupplierId, SupplierStatus};
use matching::{Index, LiveIndex};
use store::tables::{
    supplier::{self, SupplierRow},
    supplier_import,
};
use tokio::{sync::OnceCell, task};
use uuid::Uuid;

use crate::{Env, Error, Result};
use record::with_records;

/// Changes that may always be laid over a base.
const OVERLAY_ALWAYS: usize = 1_000;
/// Of how many suppliers of the master one may be laid over the base. A row of a payee file took 2.1 ms of CPU time with
/// 27,227 laid over 483,227, and 0.86 ms with none (`./x bench files 20000`, 2026-11-21); to build the base anew takes 3 s.
/// While an import is at work every one may be, so that who matches meanwhile builds anew each time the master has
/// doubled, and not after each of its chunks.
const OVERLAY_SHARE: usize = 32;
/// Changed suppliers that are read at a time.
const PAGE: u32 = 4_000;

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
    /// The number of the last change that is in the index. Held while more are laid over it.
    until: tokio::sync::Mutex<i64>,
    /// Held while the base is built anew.
    building: tokio::sync::Mutex<()>,
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

    /// The index of an organization, with every change that was committed before the call, by whichever process. Costs
    /// one read of a single row when nothing has changed; when much has, a build of the whole index.
    pub async fn live(&self, organization_id: OrganizationId) -> Result<Arc<LiveIndex>> {
        let cell = self.cell(organization_id);
        let master = self.master(&cell, organization_id).await?;
        self.bring_up_to_date(organization_id, master).await?;
        Ok(Arc::clone(&master.live))
    }

    /// Makes the index fit for searches at their usual speed after many changes, before somebody asks for it.
    pub async fn settle(&self, organization_id: OrganizationId) -> Result<()> {
        let cell = self.cell(organization_id);
        let master = self.master(&cell, organization_id).await?;
        let _building = master.building.lock().await;
        let until = *master.until.lock().await;
        let room = room(&master.live, OVERLAY_SHARE)?;
        let behind = supplier::count_changed(&self.env.db, organization_id, until, room + 1).await?;
        if room == 0 || behind > room {
            self.build_anew(organization_id, master).await?;
        }
        Ok(())
    }

    /// Builds an organization's index anew from the database and serves it from then on; searches go on meanwhile.
    pub async fn rebuild(&self, organization_id: OrganizationId) -> Result<()> {
        let cell = self.cell(organization_id);
        let master = self.master(&cell, organization_id).await?;
        let _building = master.building.lock().await;
        self.build_anew(organization_id, master).await
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
            let last = supplier::last_change(&self.env.db, organization_id).await?;
            // One from the future is of another database, or of a later state of one that was put back.
            let (index, until) = newest
                .filter(|(_, until)| *until <= last)
                .map_or((None, 0), |(index, until)| (Some(index), until));
            Ok(Master {
                live: Arc::new(LiveIndex::new(index)),
                until: tokio::sync::Mutex::new(until),
                building: tokio::sync::Mutex::new(()),
            })
        })
        .await
    }

    async fn bring_up_to_date(&self, organization_id: OrganizationId, master: &Master) -> Result<()> {
        if self.lay_over_changes(organization_id, master).await? {
            return Ok(());
        }
        let _building = master.building.lock().await;
        // Who waited here finds that another has built it, and lays over the little that came since.
        while !self.lay_over_changes(organization_id, master).await? {
            self.build_anew(organization_id, master).await?;
        }
        Ok(())
    }

    /// Lays over the base what it has not yet; false, and nothing done, when that is too much.
    async fn lay_over_changes(&self, organization_id: OrganizationId, master: &Master) -> Result<bool> {
        let db = &self.env.db;
        let mut until = master.until.lock().await;
        let last = supplier::last_change(db, organization_id).await?;
        if last == *until {
            return Ok(true);
        }
        let (ordinary, most) = (room(&master.live, OVERLAY_SHARE)?, room(&master.live, 1)?);
        let count = supplier::count_changed(db, organization_id, *until, most + 1).await?;
        let fits = count <= ordinary || count <= most && supplier_import::is_at_work(db, organization_id).await?;
        if !fits {
            return Ok(false);
        }
        let mut after = (*until, SupplierId(Uuid::max()));
        loop {
            let page = supplier::changed(db, organization_id, after, last, PAGE).await?;
            let is_last = page.len() < PAGE as usize;
            if let Some(row) = page.last() {
                after = (row.change_number, row.supplier.id);
            }
            lay_over(&master.live, page.into_iter().map(|row| row.supplier).collect()).await?;
            if is_last {
                break;
            }
        }
        *until = last;
        Ok(true)
    }

    /// Builds the base anew. The caller holds `building`.
    async fn build_anew(&self, organization_id: OrganizationId, master: &Master) -> Result<()> {
        // In this order: what is laid over behind the mark is carried over, and all before it has a number up to `last`.
        let mark = master.live.mark();
        let last = supplier::last_change(&self.env.db, organization_id).await?;
        let unique: Uuid = self.env.ids.next();
        let path = self
            .folder_of(organization_id)
            .join(format!("{last}-{unique}.{EXTENSION}"));
        let index = build::build(&self.env.db, organization_id, &path, last).await?;
        let mut until = master.until.lock().await;
        let live = Arc::clone(&master.live);
        task::spawn_blocking(move || {
            live.replace_base(index, mark).map_err(io::Error::other)?;
            remove_others(&path)
        })
        .await
        .map_err(Error::internal("replacing an index"))?
        .map_err(Error::internal("replacing an index"))?;
        *until = last.max(*until);
        Ok(())
    }

    fn folder_of(&self, organization_id: OrganizationId) -> PathBuf {
        self.folder.join(organization_id.to_string())
    }
}

/// How many changes may still be laid over a base, when all together may be one of `share` suppliers.
fn room(live: &LiveIndex, share: usize) -> Result<i64> {
    let room = OVERLAY_ALWAYS
        .max(live.len() / share)
        .saturating_sub(live.overlay_len());
    i64::try_from(room).map_err(Error::internal("counting changes"))
}

const EXTENSION: &str = "index";
/// Of indexes that earlier versions have left behind.
const FORMER_EXTENSION: &str = "idx";

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

/// The newest intact index in a folder, and the number of the last change in it. One that is damaged, or of an older
/// version of the program, is left out.
fn open_newest(folder: &Path) -> io::Result<Option<(Index, i64)>> {
    let mut files: Vec<(i64, PathBuf)> = files(folder)?
        .into_iter()
        .filter_map(|path| Some((last_change_in(&path)?, path)))
        .collect();
    files.sort();
    for (until, path) in files.into_iter().rev() {
        match Index::open(&path) {
            Ok(index) => return Ok(Some((index, until))),
            Err(error) => tracing::warn!(?path, %error, "an index can't be used and will be built anew"),
        }
    }
    Ok(None)
}

/// The number of the last change in an index, by the name of its file.
fn last_change_in(path: &Path) -> Option<i64> {
    let (number, _) = path.file_stem()?.to_str()?.split_once('-')?;
    number.parse().ok().filter(|_| has_extension(path, EXTENSION))
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found == extension)
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        entries => entries?.map(|entry| Ok(entry?.path())).collect(),
    }
}

/// Removes the indexes that one supersedes. Who still reads one keeps it until done.
fn remove_others(current: &Path) -> io::Result<()> {
    let folder = current.parent().expect("an index lies in a folder");
    let is_index = |path: &PathBuf| has_extension(path, EXTENSION) || has_extension(path, FORMER_EXTENSION);
    for path in files(folder)?.into_iter().filter(is_index) {
        if path == current {
            continue;
        }
        match fs::remove_file(&path) {
            // Another process may have removed it.
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
