//! The supplier match beside its peers: the same suppliers, the same sample of queries, names only.
//!
//! `peers --data DIR [--every N] [--postgres URL]`. CPU is that of the calling thread; `PostgreSQL` works in processes of
//! its own, so for it the time on the clock is shown.

mod brute_force;
mod engine;
mod full_text;
mod likeness;
mod trigrams;

use std::{
    env, fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use contract::SupplierId;
use matching::train::{
    clock::thread_cpu_time,
    data::{LabelledQuery, build_index, read_queries, read_suppliers},
};

/// A supplier as the peers see it: its number in the file, and its name.
type Supplier = (u32, String);

/// Something that finds the best supplier for a name.
trait Finder {
    /// How the table calls it.
    fn name(&self) -> &'static str;
    /// The number of the best supplier and its score; higher is better.
    fn best(&mut self, query: &str) -> Result<Option<(u32, f32)>>;
    /// Whether the work is done by this thread, so that its CPU time can be told.
    fn in_thread(&self) -> bool {
        true
    }
}

fn main() -> Result<()> {
    let (mut data, mut every, mut postgres) = (None, 40, None);
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let value = arguments.next().with_context(|| format!("{argument} needs a value"))?;
        match argument.as_str() {
            "--data" => data = Some(PathBuf::from(value)),
            "--every" => every = value.parse()?,
            "--postgres" => postgres = Some(value),
            other => bail!("unknown argument {other}"),
        }
    }
    let data = data.context("--data DIR is missing")?;
    let mut suppliers: Vec<Supplier> = Vec::new();
    read_suppliers(&data, |record| {
        suppliers.push((suppliers.len() as u32, record.name.to_owned()));
        Ok(())
    })?;
    let mut ids = Vec::new();
    read_suppliers(&data, |record| {
        ids.push(record.id);
        Ok(())
    })?;
    let queries = sample(read_queries(&data)?, every);

    println!("| Finder | recall@1 | open-set F1 | CPU per query | time per query |\n|---|---|---|---|---|");
    let index = env::temp_dir().join(format!("peers-{}.index", std::process::id()));
    build_index(&data, &index)?;
    let mut finders: Vec<Box<dyn Finder + '_>> = vec![
        Box::new(engine::Engine::open(&index, &ids)?),
        Box::new(full_text::FullText::new(&suppliers)?),
        Box::new(brute_force::BruteForce::new(&suppliers)),
    ];
    if let Some(url) = &postgres {
        finders.push(Box::new(trigrams::Trigrams::new(url, &suppliers)?));
    }
    for finder in &mut finders {
        measure(finder.as_mut(), &queries, &ids)?;
    }
    fs::remove_file(&index).with_context(|| format!("removing {}", index.display()))
}

/// Every so manieth query; those without a true match more often, so that they are at least 30 %.
fn sample(queries: Vec<LabelledQuery>, every: usize) -> Vec<LabelledQuery> {
    let (matches, others): (Vec<_>, Vec<_>) = queries.into_iter().partition(|query| query.expected.is_some());
    let matches: Vec<_> = matches.into_iter().step_by(every).collect();
    let wanted = (matches.len() * 3 / 7 + 1).max(1);
    let step = (others.len() / wanted).max(1);
    matches
        .into_iter()
        .chain(others.into_iter().step_by(step).take(wanted))
        .collect()
}

/// Asks every query and prints a row of the table.
fn measure(finder: &mut dyn Finder, queries: &[LabelledQuery], ids: &[SupplierId]) -> Result<()> {
    let (mut cpu, mut time) = (Duration::ZERO, Duration::ZERO);
    // Score and whether it is right, for the queries that got an answer.
    let mut answers: Vec<(f32, bool)> = Vec::new();
    for query in queries {
        let (before, started) = (thread_cpu_time(), Instant::now());
        let best = finder.best(&query.name)?;
        cpu += thread_cpu_time().saturating_sub(before);
        time += started.elapsed();
        answers.extend(best.map(|(number, score)| (score, Some(ids[number as usize]) == query.expected)));
    }
    let matches = queries.iter().filter(|query| query.expected.is_some()).count() as f32;
    let right = answers.iter().filter(|(_, right)| *right).count() as f32;
    let count = queries.len() as u32;
    let cpu = if finder.in_thread() {
        format!("{:.2?}", cpu / count)
    } else {
        "in other processes".to_owned()
    };
    println!(
        "| {} | {:.1} % | {:.3} | {cpu} | {:.2?} |",
        finder.name(),
        right / matches * 100.0,
        open_set_f1(&mut answers, matches),
        time / count,
    );
    Ok(())
}

/// The best harmonic mean of precision and recall over all thresholds of the score.
fn open_set_f1(answers: &mut [(f32, bool)], matches: f32) -> f32 {
    answers.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut right = 0.0;
    let mut best = 0.0_f32;
    for (taken, (_, is_right)) in (1..).zip(answers.iter()) {
        right += f32::from(u8::from(*is_right));
        best = best.max(2.0 * right / (taken as f32 + matches));
    }
    best
}
