//! `./x test`: every suite, one sum.
//!
//! The suites' own output is shown as it comes. The figures are theirs: the lines `test result: …` of each Rust
//! test program, and the statistics that Playwright writes as JSON. A suite that breaks before it can count (it
//! does not compile, it cannot start) is one failure.

use std::{
    fmt, fs,
    io::{BufRead, BufReader, Write},
    ops::AddAssign,
    process::{self, Command, Stdio},
    time::Instant,
};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::workspace::Workspace;

/// A kind of tests.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Suite {
    /// All Rust tests of the workspace, those against the databases included.
    Unit,
    /// The console in a real browser against the real server.
    E2e,
}

/// How tests ended.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
struct Outcome {
    passed: u64,
    failed: u64,
    skipped: u64,
}

impl AddAssign for Outcome {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Runs `suites`, all of them when none is named, and prints the sum as the last line. `args` go to the one suite
/// named.
///
/// # Errors
/// When a test failed, a suite could not run to its end, or no test ran at all.
pub fn run(workspace: &Workspace, suites: &[Suite], args: &[String]) -> Result<()> {
    let suites = if suites.is_empty() {
        &[Suite::Unit, Suite::E2e]
    } else {
        suites
    };
    if !args.is_empty() && suites.len() != 1 {
        bail!("arguments can be given to one suite only");
    }
    let mut total = Outcome::default();
    let mut summary = Vec::new();
    for suite in suites {
        let started = Instant::now();
        let (name, outcome) = match suite {
            Suite::Unit => ("unit", run_unit(workspace, args)?),
            Suite::E2e => ("e2e", run_e2e(workspace, args)?),
        };
        total += outcome;
        let seconds = started.elapsed().as_secs();
        summary.push(format!("{name}: {outcome}, {} skipped, {seconds} s", outcome.skipped));
    }
    println!("\n{}\n{total}", summary.join("\n"));
    if total.failed > 0 || total.passed == 0 {
        process::exit(1);
    }
    Ok(())
}

fn run_unit(workspace: &Workspace, args: &[String]) -> Result<Outcome> {
    let mut cargo = workspace
        .cargo()
        .args(["test", "--workspace", "--no-fail-fast"])
        .args(args)
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start cargo test")?;
    let mut outcome = Outcome::default();
    let output = cargo.stdout.take().expect("the output is piped");
    let mut shown = std::io::stdout().lock();
    for line in BufReader::new(output).split(b'\n') {
        let line = line.context("cannot read the output of cargo test")?;
        shown
            .write_all(&line)
            .and_then(|()| shown.write_all(b"\n"))
            .context("cannot show the output of cargo test")?;
        outcome += result_line(&String::from_utf8_lossy(&line)).unwrap_or_default();
    }
    let succeeded = cargo.wait().context("cannot wait for cargo test")?.success();
    Ok(with_breakage(outcome, succeeded))
}

fn run_e2e(workspace: &Workspace, args: &[String]) -> Result<Outcome> {
    let report = workspace.path("end2end/test-results/report.json");
    if report.exists() {
        fs::remove_file(&report).context("cannot remove the report of an earlier run")?;
    }
    let succeeded = Command::new("npx")
        .args(["--no-install", "playwright", "test"])
        .args(args)
        .current_dir(workspace.path("end2end"))
        .status()
        .context("cannot start npx")?
        .success();
    let outcome = match fs::read(&report) {
        Ok(report) => playwright_outcome(&serde_json::from_slice(&report).context("Playwright's report is not JSON")?)?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Outcome::default(),
        Err(error) => return Err(error).context("cannot read Playwright's report"),
    };
    Ok(with_breakage(outcome, succeeded))
}

/// Counts a suite that ended badly without a failed test as one failure.
fn with_breakage(mut outcome: Outcome, succeeded: bool) -> Outcome {
    if !succeeded && outcome.failed == 0 {
        outcome.failed = 1;
    }
    outcome
}

/// Reads `test result: ok. 12 passed; 0 failed; 1 ignored; …`.
fn result_line(line: &str) -> Option<Outcome> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let count = |wanted: &str| {
        let part = counts.split(';').find_map(|part| part.trim().strip_suffix(wanted))?;
        part.trim().parse().ok()
    };
    Some(Outcome {
        passed: count("passed")?,
        failed: count("failed")?,
        skipped: count("ignored")?,
    })
}

/// Reads the statistics of Playwright's JSON report. A test that passed only when repeated has passed.
fn playwright_outcome(report: &serde_json::Value) -> Result<Outcome> {
    let count = |name: &str| {
        report["stats"][name]
            .as_u64()
            .with_context(|| format!("Playwright's report has no {name}"))
    };
    Ok(Outcome {
        passed: count("expected")? + count("flaky")?,
        failed: count("unexpected")?,
        skipped: count("skipped")?,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn result_lines_are_counted_and_others_are_not() {
        let line = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        assert_eq!(
            result_line(line),
            Some(Outcome {
                passed: 12,
                failed: 3,
                skipped: 1
            })
        );
        assert_eq!(result_line("running 12 tests"), None);
    }

    #[test]
    fn playwright_statistics_are_read() {
        let report = serde_json::json!({"stats": {"expected": 4, "unexpected": 1, "flaky": 1, "skipped": 2}});
        assert_eq!(
            playwright_outcome(&report).unwrap(),
            Outcome {
                passed: 5,
                failed: 1,
                skipped: 2
            }
        );
        assert!(playwright_outcome(&serde_json::json!({})).is_err());
    }

    #[test]
    fn suite_that_breaks_before_it_counts_is_a_failure() {
        assert_eq!(with_breakage(Outcome::default(), false).failed, 1);
        let counted = Outcome {
            passed: 1,
            failed: 2,
            skipped: 0,
        };
        assert_eq!(with_breakage(counted, false), counted);
        assert_eq!(with_breakage(Outcome::default(), true).failed, 0);
    }
}
