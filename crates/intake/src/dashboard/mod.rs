//! The start page: what needs the reader now, and how it goes.

use contract::{Actor, Dashboard, Permission};
use store::tables::{job, supplier};

use crate::{Authorize, Env, Result, payee_files::PayeeFiles};

/// Days that the figures are of.
const DAYS: i64 = 30;

/// The start page of an organization.
#[derive(Clone, Debug)]
pub struct Dashboards {
    env: Env,
    payee_files: PayeeFiles,
}

impl Dashboards {
    /// Over an environment and the payee files.
    pub fn new(env: Env, payee_files: PayeeFiles) -> Self {
        Self { env, payee_files }
    }

    /// What needs the reader now, and how the last 30 days went. Its parts are read at the same time.
    pub async fn dashboard(&self, actor: &Actor) -> Result<Dashboard> {
        for permission in [Permission::ReadPayees, Permission::ReadSuppliers, Permission::ReadJobs] {
            actor.require(permission)?;
        }
        let (db, organization_id) = (&self.env.db, actor.organization_id);
        let (payees, jobs, supplier_count) = tokio::try_join!(
            // Boxed: the future of its many queries is large.
            Box::pin(self.payee_files.figures(actor, DAYS)),
            async { Ok(job::counts(db, organization_id).await?) },
            async { Ok(supplier::count(db, organization_id).await?) },
        )?;
        Ok(Dashboard {
            open_reviews: payees.open_reviews,
            oldest_review_at: payees.oldest_review_at,
            postponed_reviews: payees.postponed_reviews,
            awaiting_mapping: payees.awaiting_mapping,
            working: payees.working,
            dead_jobs: jobs.dead,
            supplier_count,
            split: payees.span.split,
            automation_rate: payees.span.automation_rate,
            trend: payees.span.trend,
            recent_files: payees.recent_files,
        })
    }
}

#[cfg(test)]
mod tests {
    use contract::{PayeeSplit, Role};

    use super::*;
    use crate::{
        jobs::{JobSpec, enqueue},
        payees::fixture::Desk,
        testing::for_each_bench,
    };

    #[tokio::test]
    async fn a_new_organization_has_nothing_to_do() {
        for_each_bench(async |bench| {
            let desk = Desk::new(&bench)?;
            let dashboard = Dashboards::new(bench.env.clone(), desk.files.clone())
                .dashboard(&desk.ada)
                .await?;
            assert_eq!(
                (dashboard.open_reviews, dashboard.supplier_count, dashboard.dead_jobs),
                (0, 0, 0)
            );
            assert_eq!(
                (dashboard.split, dashboard.automation_rate),
                (PayeeSplit::default(), None)
            );
            assert!(dashboard.recent_files.is_empty() && dashboard.trend.is_empty());
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn it_shows_our_files_suppliers_and_dead_jobs_and_not_theirs() {
        for_each_bench(async |bench| {
            let desk = Desk::new(&bench)?;
            desk.supplier("S-1", "Alderbrook Packaging Inc.", "Dayton").await?;
            let file = desk
                .worked("Vendor Name\nAlderbrook Packaging Inc.\nCity of New York\n")
                .await?;
            let mut tx = bench.env.db.begin().await?;
            enqueue(
                &mut tx,
                &bench.env,
                &desk.ada,
                JobSpec::new("test.dead", serde_json::Value::Null),
            )
            .await?;
            let now = bench.env.now();
            let dead = job::claim(&mut tx, &["test.dead"], "worker", now, now)
                .await?
                .ok_or("the job is due")?;
            job::give_up(&mut tx, dead.id, dead.lease_token, contract::JobStatus::Dead, None, now).await?;
            tx.commit().await?;

            let dashboards = Dashboards::new(bench.env.clone(), desk.files.clone());
            let ours = dashboards.dashboard(&bench.actor(Role::Auditor)).await?;
            assert_eq!((ours.supplier_count, ours.dead_jobs), (1, 1));
            assert_eq!(ours.recent_files.iter().map(|f| f.id).collect::<Vec<_>>(), [file]);
            assert_eq!(ours.trend.iter().map(|point| point.rows).collect::<Vec<_>>(), [2]);

            let theirs = dashboards.dashboard(&bench.stranger()).await?;
            assert_eq!((theirs.supplier_count, theirs.dead_jobs), (0, 0));
            assert!(theirs.recent_files.is_empty() && theirs.trend.is_empty());
            Ok(())
        })
        .await;
    }
}
