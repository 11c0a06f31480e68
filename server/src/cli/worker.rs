//! `vouch worker`

use anyhow::{Context, Result};

use crate::{
    config::Config,
    jobs, logging, shutdown,
    wiring::{self, AppState},
};

/// Works on jobs until the process is told to stop.
pub async fn run(config: Config) -> Result<()> {
    logging::start(&config.log)?;
    let stop = shutdown::on_signal().context("listening for signals")?;
    let services = AppState::new(wiring::connect(&config).await?, config, false, stop)?;
    tracing::info!(workers = services.config.jobs.workers, "working on jobs");
    jobs::start(&services).await.context("stopping the job workers")?;
    services.env.db.close().await;
    Ok(())
}
