//! `vouch`, the one binary: the console, the REST interface, the job workers and the command line.
//!
//! [`cli`] decodes a command and calls; [`wiring`] constructs every service, once; [`web`] puts the doors in front of them:
//! the console ([`console`], over [`ports`]) and [`rest`], both behind [`middleware`]. Business rules live in `intake`.

mod assets;
mod cli;
mod config;
mod connections;
mod console;
mod health;
mod jobs;
mod logging;
mod middleware;
mod ports;
mod problem;
mod relay;
mod rest;
mod sample;
mod sessions;
mod shutdown;
mod table_csv;
#[cfg(test)]
mod testing;
mod web;
mod wiring;

use std::{io, process::ExitCode};

use clap::Parser;
use mimalloc::MiMalloc;

/// Pages and batch work are many small allocations on several threads; the system's allocator took a third of a page's time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    match cli::Cli::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads the output has seen enough, such as `head`.
        Err(error) if error.downcast_ref::<io::Error>().is_some_and(is_broken_pipe) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("vouch: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}
