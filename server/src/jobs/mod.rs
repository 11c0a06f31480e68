//! Background work: which kinds of jobs this process runs, and what it tidies up by itself.

mod housekeeping;

use std::{sync::Arc, time::Duration};

use intake::{
    duplicates::{self, DuplicateSearchHandler},
    imports::{self, ImportHandler},
    jobs::{DurableQueue, resume_interrupted},
    payee_files::{self, PayeeFileWork},
};
use platform::runner::{Runner, RunnerOptions};
use tokio::task::JoinHandle;

use crate::wiring::AppState;

/// Starts the workers. The handle ends when the process is told to stop and all jobs are handed back.
pub fn start(services: &AppState) -> JoinHandle<()> {
    let services = services.clone();
    tokio::spawn(async move {
        let tidying = tokio::spawn(housekeeping::run(services.clone()));
        if services.config.jobs.workers > 0 {
            match resume_interrupted(&services.env).await {
                Ok(0) => {}
                Ok(jobs) => tracing::info!(jobs, "going on with interrupted jobs"),
                // Their leases lapse, and they are put back then.
                Err(error) => tracing::error!(%error, "interrupted jobs could not be put back at once"),
            }
            runner(&services).run(services.stop.clone()).await;
        } else {
            services.stop.cancelled().await;
        }
        if let Err(error) = tidying.await {
            tracing::error!(%error, "housekeeping has failed");
        }
    })
}

/// The runner with every kind of job.
pub fn runner(services: &AppState) -> Runner {
    let env = &services.env;
    let queue = Arc::new(DurableQueue::new(env.clone(), &host_name()));
    let options = RunnerOptions {
        drain: Duration::from_secs(services.config.http.drain_timeout_s),
        ..RunnerOptions::default()
    };
    let workers = services.config.jobs.workers;
    let payee_files = PayeeFileWork::new(env.clone(), services.documents.clone(), services.indexes.clone());
    Runner::new(queue, env.random.clone(), env.job_wake.clone(), options)
        .register(payee_files::WORK_KIND, workers, Arc::new(payee_files))
        // An import writes as fast as the database takes it; two would only wait for each other.
        .register(imports::JOB_KIND, 1, ImportHandler::new(services.imports.clone()))
        // A search takes a processor and some memory for seconds; two would take twice as much.
        .register(
            duplicates::JOB_KIND,
            1,
            DuplicateSearchHandler::new(services.duplicates.clone()),
        )
}

/// Tells workers of several machines apart in the list of jobs; a lease does not depend on it.
fn host_name() -> String {
    let name = std::env::var("HOSTNAME").or_else(|_| std::fs::read_to_string("/etc/hostname"));
    name.map_or_else(|_| "local".to_owned(), |name| name.trim().to_owned())
}
