//! The command line: a file a subcommand. Each decodes its arguments and calls; none decides.

mod classify;
mod doctor;
mod keys;
mod match_rows;
mod migrate;
mod openapi;
mod rows;
mod serve;
mod users;
mod worker;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

use crate::config::{Config, Flags};

/// Accounts-payable intake: payee files in, classified, matched, reviewed, out.
#[derive(Debug, Parser)]
#[command(name = "vouch", version, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the console and the REST interface, and work on jobs.
    Serve(serve::Serve),
    /// Work on jobs only, beside servers on the same PostgreSQL.
    Worker,
    /// Bring the database up to date (`serve` and `worker` do so themselves).
    Migrate,
    /// Tell what the names of a file are: business, individual or government.
    Classify(classify::Classify),
    /// Match the names of a file against a file of suppliers.
    Match(match_rows::MatchRows),
    /// API keys.
    #[command(subcommand)]
    Keys(keys::Keys),
    /// People.
    #[command(subcommand)]
    Users(users::Users),
    /// Print the OpenAPI document.
    Openapi,
    /// Explain the settings and check what the server needs.
    Doctor,
}

impl Cli {
    /// Runs the command.
    ///
    /// # Errors
    /// With a message for the person at the terminal.
    pub fn run(self) -> Result<()> {
        // Batch work and the document need no settings.
        match self.command {
            Command::Classify(command) => return command.run(),
            Command::Match(command) => return command.run(),
            Command::Openapi => return openapi::run(),
            _ => {}
        }
        let config = Config::load(&self.flags)?;
        match self.command {
            Command::Serve(command) => block_on(command.run(config)),
            Command::Worker => block_on(worker::run(config)),
            Command::Migrate => block_on(migrate::run(config)),
            Command::Keys(command) => block_on(command.run(config)),
            Command::Users(command) => block_on(command.run(config)),
            Command::Doctor => block_on(doctor::run(config, self.flags)),
            Command::Classify(_) | Command::Match(_) | Command::Openapi => unreachable!("returned above"),
        }
    }
}

/// Threads for blocking work at most. The default of 512 would let a flood of file work take gigabytes of stacks.
const BLOCKING_THREADS: usize = 64;

/// Pages are rendered by recursion over their components, which takes more stack than a thread has by default.
const STACK_BYTES: usize = 8 << 20;

fn block_on(work: impl Future<Output = Result<()>>) -> Result<()> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(BLOCKING_THREADS)
        .thread_stack_size(STACK_BYTES)
        .build()
        .context("starting the runtime")?
        .block_on(work)
}
