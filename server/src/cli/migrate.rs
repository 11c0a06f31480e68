//! `vouch migrate`

use std::io::{self, Write};

use anyhow::Result;

use crate::{config::Config, wiring};

/// Brings the database up to date.
pub async fn run(config: Config) -> Result<()> {
    let env = wiring::connect(&config).await?;
    writeln!(io::stdout(), "The {} database is up to date.", env.db.kind())?;
    env.db.close().await;
    Ok(())
}
