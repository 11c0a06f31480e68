//! The benchmark: the goals beside what was measured.

use std::{fmt::Write as _, path::Path, time::Duration};

use anyhow::{Context, Result};
use contract::SupplierId;
use uuid::Uuid;

use super::{
    clock::thread_cpu_time,
    data::{self, LabelledQuery},
    small, train,
};
use crate::{
    Index, IndexBuilder, IndexStats, LiveIndex, Query, Scratch, Snapshot, SupplierRecord, Thresholds,
    bytes::stable_hash,
};

/// What to measure.
#[derive(Clone, Debug)]
pub struct Options {
    /// Every how many queries one is timed; 1 for all.
    pub every: usize,
    /// Generated suppliers per supplier for a second run at scale; 0 for none.
    pub others: usize,
    /// Whether to train and validate leave-one-source-out, some minutes.
    pub validate: bool,
}

/// Figures of one index.
struct Measured {
    stats: IndexStats,
    build: Duration,
    mean: Duration,
    p50: Duration,
    p95: Duration,
    recall_at_1: f32,
    recall_at_50: f32,
    automatic: f32,
    resident_mb: Option<u64>,
}

/// Runs the benchmark with the data of a directory, its files in `work`; gives a Markdown text.
pub fn run(data: &Path, work: &Path, options: &Options) -> Result<String> {
    let mut text = String::new();
    if options.validate {
        let trained = train(data, &work.join("train.index"))?;
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "Leave-one-source-out; 30 % of the queries of every row have no true match. Goals over all: recall@1 96.5 %, \
             by people 93 %, F1 0.95, recall at 99 % precision 65 %, wrong automatic matches at most 1 %.\n\n{}",
            trained.report
        );
    }
    let queries = data::read_queries(data)?;
    text.push_str(&small::report(data, work, &queries)?);
    let base = measure(data, &work.join("base.index"), 0, &queries, options.every)?;
    let _ = writeln!(text, "| Figure | goal | measured |\n|---|---|---|");
    let mut row = |name: &str, goal: &str, value: String| {
        let _ = writeln!(text, "| {name} | {goal} | {value} |");
    };
    row("suppliers", "483,227", base.stats.suppliers.to_string());
    row("recall@50 of the candidates", "99.4 %", percent(base.recall_at_50));
    row(
        "recall@1, shipped weights (trained on these queries)",
        "",
        percent(base.recall_at_1),
    );
    row(
        "queries matched automatically at the default thresholds",
        "",
        percent(base.automatic),
    );
    row(
        "CPU per query, mean",
        "at most 2 ms, stretch 1",
        format!("{:.2?}", base.mean),
    );
    row("CPU per query, median", "", format!("{:.2?}", base.p50));
    row("CPU per query, p95", "6 ms", format!("{:.2?}", base.p95));
    let beyond = (base.stats.size_bytes - base.stats.text_bytes) as f32 / base.stats.suppliers as f32;
    row(
        "index per supplier beyond its texts",
        "at most 200 bytes",
        format!("{beyond:.0} bytes"),
    );
    row("index file", "", format!("{} MB", base.stats.size_bytes / 1_000_000));
    row("build, CPU", "at most 3 s", format!("{:.2?}", base.build));
    if options.others > 0 {
        let large = measure(data, &work.join("large.index"), options.others, &queries, options.every)?;
        row("suppliers at scale", "", large.stats.suppliers.to_string());
        let ratio = large.mean.as_secs_f32() / base.mean.as_secs_f32();
        row(
            "CPU per query against the base",
            "at most 3 times",
            format!("{ratio:.2} times"),
        );
        row("CPU per query at scale, p95", "25 ms", format!("{:.2?}", large.p95));
        row(
            "recall@1 lost",
            "at most 0.05",
            format!("{:.3}", base.recall_at_1 - large.recall_at_1),
        );
        row(
            "recall@50 lost",
            "",
            format!("{:.3}", base.recall_at_50 - large.recall_at_50),
        );
        row(
            "index file at scale",
            "",
            format!("{} MB", large.stats.size_bytes / 1_000_000),
        );
        row("build at scale, CPU", "", format!("{:.1?}", large.build));
        let resident = large.resident_mb.map_or("unknown".to_owned(), |mb| format!("{mb} MB"));
        row("peak resident memory with it", "2.5 GB", resident);
    }
    Ok(text)
}

fn percent(share: f32) -> String {
    format!("{:.1} %", share * 100.0)
}

fn measure(data: &Path, path: &Path, others: usize, queries: &[LabelledQuery], every: usize) -> Result<Measured> {
    let (stats, build) = build(data, path, others)?;
    let snapshot = LiveIndex::new(Some(Index::open(path)?)).snapshot();
    let mut scratch = Scratch::default();
    let thresholds = Thresholds::default();
    let mut times = Vec::new();
    let (mut matches, mut first, mut found, mut automatic) = (0.0, 0.0, 0.0, 0.0);
    // The index is in the page cache after a few queries; nobody runs a file of one row.
    for query in queries.iter().step_by(every * 7) {
        ask(&snapshot, &query.query(), &mut scratch);
    }
    for query in queries.iter().step_by(every) {
        let before = thread_cpu_time();
        let scored = ask(&snapshot, &query.query(), &mut scratch);
        times.push(thread_cpu_time().saturating_sub(before));
        automatic += f32::from(u8::from(thresholds.decide(&scored) == contract::MatchDecision::Match));
        if let Some(expected) = query.expected {
            matches += 1.0;
            first += f32::from(u8::from(scored.first().is_some_and(|it| it.supplier_id == expected)));
            found += f32::from(u8::from(scored.iter().any(|it| it.supplier_id == expected)));
        }
    }
    times.sort_unstable();
    let quantile = |share: f32| times[((times.len() - 1) as f32 * share) as usize];
    Ok(Measured {
        stats,
        build,
        mean: times.iter().sum::<Duration>() / times.len() as u32,
        p50: quantile(0.5),
        p95: quantile(0.95),
        recall_at_1: first / matches,
        recall_at_50: found / matches,
        automatic: automatic / times.len() as f32,
        resident_mb: peak_resident_mb(),
    })
}

pub(super) fn ask(snapshot: &Snapshot, query: &Query<'_>, scratch: &mut Scratch) -> Vec<crate::Scored> {
    snapshot.candidates(query, 50, &[], scratch)
}

/// Builds the index of the suppliers and of generated others: as many words as the supplier has, each taken from another
/// of the suppliers read before, at the place of one of those. Only the building is timed, not the reading.
fn build(data: &Path, path: &Path, others: usize) -> Result<(IndexStats, Duration)> {
    let mut builder = IndexBuilder::new();
    let mut spent = Duration::ZERO;
    let mut donors: Vec<Donor> = Vec::new();
    let mut number = 0_usize;
    data::read_suppliers(data, |record| {
        let before = thread_cpu_time();
        builder.add(record)?;
        spent += thread_cpu_time().saturating_sub(before);
        let own = Donor::of(record);
        for other in 0..others {
            let pick = |part: usize| {
                let at = stable_hash(other as u8, &[&number.to_string(), &part.to_string()]) as usize;
                donors.get(at % donors.len().max(1)).unwrap_or(&own)
            };
            let words: Vec<&str> = (0..own.words.len()).filter_map(|at| pick(at).word(at)).collect();
            let id = SupplierId(Uuid::from_u128(1 << 64 | (number * others + other) as u128));
            let before = thread_cpu_time();
            builder.add(&SupplierRecord {
                id,
                name: &words.join(" "),
                city: &pick(99).city,
                country: record.country,
                ..SupplierRecord::default()
            })?;
            spent += thread_cpu_time().saturating_sub(before);
        }
        // A ring of recent suppliers is enough to draw from.
        if donors.len() < DONORS {
            donors.push(own);
        } else {
            donors[number % DONORS] = own;
        }
        number += 1;
        Ok(())
    })?;
    let before = thread_cpu_time();
    let stats = builder.write(path).context("writing the index")?;
    Ok((stats, spent + thread_cpu_time().saturating_sub(before)))
}

/// Suppliers that words are drawn from.
const DONORS: usize = 100_000;

struct Donor {
    words: Vec<String>,
    city: String,
}

impl Donor {
    fn of(record: &SupplierRecord<'_>) -> Self {
        Self {
            words: record.name.split_whitespace().map(str::to_owned).collect(),
            city: record.city.to_owned(),
        }
    }

    /// The word at a place, or the last.
    fn word(&self, at: usize) -> Option<&str> {
        self.words.get(at).or(self.words.last()).map(String::as_str)
    }
}

/// The most memory that this process ever held, where the system tells.
fn peak_resident_mb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_ascii_whitespace().next()?.parse::<u64>().ok()? / 1000)
}
