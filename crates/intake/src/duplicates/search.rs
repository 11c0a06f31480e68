//! The search for duplicates: a durable job that compares the suppliers of the index with each other and puts what it
//! finds in place of what the last search found.

use std::{collections::HashSet, sync::Arc};

use async_trait::async_trait;
use contract::{Actor, DuplicateSearch, Job, JobStatus, LiveEvent, OrganizationId, Permission, SupplierId};
use matching::dedupe;
use platform::runner::{ClaimedJob, GivenUp, Handler, JobError, JobRun};
use serde_json::json;
use store::{
    Json, Source,
    tables::{
        job, supplier_distinction,
        supplier_duplicate::{self, FoundPair, SupplierDuplicateRow},
    },
};
use tokio::task;

use super::{Duplicates, groups::grouped};
use crate::{
    Authorize, Error, Result,
    events::{self, Changes, NewEvent},
    jobs::{self, JobSpec},
};

/// The kind of the job.
pub const JOB_KIND: &str = "supplier_duplicates.find";

/// How probable a pair must be to be proposed. It is not calibrated for pairs within a master, so it is high: of 483,227
/// suppliers 15,101 groups are found with 0.9, in 3.7 s on one core (2026-11-21).
const PROBABILITY: f32 = 0.9;

/// Proposals that a search keeps, the most probable: more than a person settles before the master has changed, and
/// little enough to be written in one transaction.
const MOST_PROPOSALS: usize = 2_000;

/// Share of the work that is done once the suppliers are compared.
const COMPARED: f64 = 0.9;

impl Duplicates {
    /// Where the search stands.
    pub async fn search(&self, actor: &Actor) -> Result<DuplicateSearch> {
        actor.require(Permission::ReadSuppliers)?;
        let organization_id = actor.organization_id;
        Ok(DuplicateSearch {
            job: self.newest_job(actor).await?,
            open_count: supplier_duplicate::count(&self.env.db, organization_id).await?,
        })
    }

    /// Starts a search, unless one waits or runs already; gives its job.
    pub async fn find(&self, actor: &Actor) -> Result<Job> {
        actor.require(Permission::WriteSuppliers)?;
        if let Some(job) = self.newest_job(actor).await?
            && matches!(job.status, JobStatus::Queued | JobStatus::Running)
            && !job.cancel_requested
        {
            return Ok(job);
        }
        let mut tx = self.env.db.begin().await?;
        let key = format!("{JOB_KIND}/{}", actor.organization_id);
        let spec = JobSpec::new(JOB_KIND, json!({})).unique(key);
        let id = jobs::enqueue(&mut tx, &self.env, actor, spec).await?;
        let event = NewEvent::new("supplier_duplicates.search_started", id, "");
        events::record(&mut tx, &self.env, actor, event).await?;
        let row = job::get(&mut tx, actor.organization_id, id).await?;
        let row = row.ok_or(Error::NotFound("job"))?;
        self.env.commit_and_wake(tx).await?;
        self.env.live.publish(actor.organization_id, LiveEvent::JobChanged);
        Ok(jobs::dto(row))
    }

    async fn newest_job(&self, actor: &Actor) -> Result<Option<Job>> {
        let rows = job::list(&self.env.db, actor.organization_id, None, Some(JOB_KIND), None, 1).await?;
        Ok(rows.into_iter().next().map(jobs::dto))
    }

    /// Compares the whole master with itself, off the threads that answer requests.
    pub(super) async fn pairs(&self, actor: &Actor, most_clusters: usize) -> Result<Vec<FoundPair>> {
        let organization_id = actor.organization_id;
        let snapshot = self.indexes.live(organization_id).await?.snapshot();
        task::spawn_blocking(move || {
            let clusters = dedupe::clusters(&snapshot, PROBABILITY, most_clusters);
            let pairs = clusters.into_iter().flat_map(|cluster| cluster.pairs);
            pairs
                .map(|pair| FoundPair {
                    first: pair.first,
                    second: pair.second,
                    probability: pair.probability,
                    grade: pair.grade.to_string(),
                })
                .collect()
        })
        .await
        .map_err(Error::internal("comparing suppliers with each other"))
    }

    /// Puts what was found in place of the proposals of the search before, if the lease is still held. What a person settled
    /// while the suppliers were compared stays settled.
    pub(super) async fn propose(&self, run: &JobRun, actor: &Actor, pairs: Vec<FoundPair>) -> Result<()> {
        let organization_id = actor.organization_id;
        let now = self.env.now();
        let mut tx = self.env.db.begin().await?;
        jobs::save(&mut tx, &run.job, COMPARED, None).await?;
        // Waits for proposals that are being dismissed now: what was said of them is read after that.
        let before = supplier_duplicate::remove_all(&mut tx, organization_id).await?;
        let groups = grouped(pairs, &distinct(&mut tx, organization_id).await?);
        let rows: Vec<SupplierDuplicateRow> = (1..)
            .zip(groups.into_iter().take(MOST_PROPOSALS))
            .map(|(place, group)| SupplierDuplicateRow {
                id: self.env.ids.next(),
                organization_id,
                place,
                probability: group.pairs[0].probability,
                suppliers: Json(group.suppliers),
                pairs: Json(group.pairs),
                row_version: 1,
                found_at: now,
            })
            .collect();
        supplier_duplicate::insert_many(&mut tx, organization_id, &rows).await?;
        let event = NewEvent::new("supplier_duplicates.found", run.job.id, "").changes(Changes::new().value(
            "proposals",
            before,
            rows.len(),
        ));
        events::record(&mut tx, &self.env, actor, event).await?;
        Ok(tx.commit().await?)
    }
}

/// Pairs that a person said are two, the smaller id first.
async fn distinct(source: impl Source, organization_id: OrganizationId) -> Result<HashSet<(SupplierId, SupplierId)>> {
    let pairs = supplier_distinction::all(source, organization_id).await?;
    Ok(pairs.into_iter().map(|(a, b)| (a.min(b), a.max(b))).collect())
}

/// Runs searches.
#[derive(Clone, Debug)]
pub struct DuplicateSearchHandler(Duplicates);

impl DuplicateSearchHandler {
    /// A handler over the master.
    pub fn new(duplicates: Duplicates) -> Arc<Self> {
        Arc::new(Self(duplicates))
    }
}

#[async_trait]
impl Handler for DuplicateSearchHandler {
    /// Begins anew after an interruption: comparing takes seconds, and nothing is written before the end.
    async fn run(&self, run: JobRun) -> Result<(), JobError> {
        let actor = jobs::actor(&run.job)?;
        let distinct = distinct(&self.0.env.db, actor.organization_id).await?;
        run.check()?;
        // Clusters of which every pair was dismissed take no place away from others.
        let pairs = self.0.pairs(&actor, MOST_PROPOSALS + distinct.len()).await?;
        run.check()?;
        Ok(self.0.propose(&run, &actor, pairs).await?)
    }

    /// What the search before found stays.
    async fn given_up(&self, _job: &ClaimedJob, _why: &GivenUp) -> Result<(), JobError> {
        Ok(())
    }
}
