//! `vouch worker`

use anyhow::{Context, Result, ensure};

use crate::{
    config::{self, Config},
    jobs, logging, relay, shutdown,
    wiring::{self, AppState},
};

/// Works on jobs until the process is told to stop.
pub async fn run(config: Config) -> Result<()> {
    ensure!(
        config.jobs.workers > 0,
        "with no workers (VOUCH_WORKERS) there is nothing to do"
    );
    logging::start(&config.log)?;
    config::warn_of_unknown_variables();
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
