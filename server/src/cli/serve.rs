//! `vouch serve`

use std::io::{self, Write};

use anyhow::{Context, Result};
use clap::Args;
use tokio::net::TcpListener;

use crate::{
    config::{self, Config},
    connections, jobs, logging, relay, sample, shutdown, web,
    wiring::{self, AppState},
};

/// Arguments of `vouch serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Load the sample company at the first start: suppliers, a messy vendor file, items to review.
    #[arg(long)]
    sample: bool,
}

impl Serve {
    /// Serves until the process is told to stop.
    pub async fn run(self, config: Config) -> Result<()> {
        logging::start(&config.log)?;
        config::warn_of_unknown_variables();
        let stop = shutdown::on_signal().context("listening for signals")?;
        // Bound first: a second server on the same address must not touch the data of the first.
        let addr = config.http.addr;
        let listener = TcpListener::bind(addr)
            .await
            .with_context(|| format!("listening on {addr}"))?;
        let http = config.http.clone();
        let public_url = config.http.public_url();

        let _alone = wiring::hold_folder(&config)?;
        let services = AppState::new(wiring::connect(&config).await?, config, self.sample, stop.clone())?;
        if self.sample {
            sample::load_at_start(&services).await?;
        }
        relay::start(&services);
        let workers = jobs::start(&services);
        announce(&services, &public_url).await?;
        connections::serve(listener, web::router(services.clone()), stop, &http).await;
        workers.await.context("stopping the job workers")?;
        services.env.db.close().await;
        tracing::info!("stopped");
        Ok(())
    }
}

/// Tells the person at the terminal where to go. On standard output, apart from the log.
async fn announce(services: &AppState, public_url: &str) -> Result<()> {
    let mut out = io::stdout();
    match services.identity.new_setup_link().await? {
        Some(link) => writeln!(out, "Set up Vouch: {public_url}{}", link.0),
        None => writeln!(out, "Vouch is ready: {public_url}"),
    }
    .and_then(|()| out.flush())
    .context("writing to standard output")?;
    tracing::info!(url = public_url, "serving");
    Ok(())
}
