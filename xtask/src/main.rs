//! The build steps in which shell gets clumsy. `./x` calls them; see `./x help`.
//!
//! What belongs here: the browser bundle, the sum of all test results, rules about the source tree. What must not:
//! anything that the running product needs.

mod bundle;
mod rules;
mod testing;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::{bundle::Profile, workspace::Workspace};

#[derive(Parser)]
#[command(about = "Build steps of the workspace; normally called through ./x")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Compiles the console for the browser and writes it, with styles and static files, to target/site.
    Bundle {
        /// Small instead of quick to build: full optimization, strongest compression.
        #[arg(long)]
        release: bool,
    },
    /// Prints what a browser downloads for its first page from target/site; fails when that is over the budget.
    Size,
    /// Runs the test suites given (both when none is) and ends with the line `N passed, N failed`.
    Test {
        /// `unit` and `e2e`; arguments after `--` go to the one suite named.
        suites: Vec<testing::Suite>,
        #[arg(last = true)]
        args: Vec<String>,
    },
}

fn main() -> ExitCode {
    let workspace = Workspace::here();
    let done = match Cli::parse().task {
        Task::Bundle { release } => bundle::bundle(&workspace, if release { Profile::Release } else { Profile::Dev }),
        Task::Size => bundle::check_size(&workspace),
        Task::Test { suites, args } => testing::run(&workspace, &suites, &args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
