//! `vouch worker`

use anyhow::{Context, Result, ensure};

use crate::{
    config::Config,
    jobs, logging, relay, shutdown,
    wiring::{self, AppState},
};

/// Works on jobs until the process is told to stop.
pub async fn run(config: Config) -> Result<()> {
    logging::start(&config.log)?;
    let stop = shutdown::on_signal().context("listening for signals")?;
    let env = wiring::connect(&config).await?;
    ensure!(
        env.db.is_shared(),
        "on SQLite the server works on its jobs itself; `vouch worker` needs PostgreSQL (VOUCH_DATABASE_URL)"
    );
    let services = AppState::new(env, config, false, stop)?;
    tracing::info!(workers = services.config.jobs.workers, "working on jobs");
    relay::start(&services);
    jobs::start(&services).await.context("stopping the job workers")?;
    services.env.db.close().await;
    Ok(())
}
