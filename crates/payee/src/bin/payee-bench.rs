//! Measures the classifier against its goals: `payee-bench --data DIR [--speed-only]`.
//!
//! Accuracy is out of source: every family of lists is judged by a model that was not trained on it, so the run trains
//! a dozen models (some two minutes). Speed is that of the embedded weights, on one thread, in CPU time.

use std::error::Error;
use std::hint::black_box;
use std::path::PathBuf;

use payee::train::{Dataset, Options, Report, Slice, Tally, run};
use payee::{Classifier, PayeeInput, VERSION};

fn main() -> Result<(), Box<dyn Error>> {
    let mut data = Dataset::usual_folder();
    let mut speed_only = false;
    let mut rest = std::env::args().skip(1);
    while let Some(flag) = rest.next() {
        match flag.as_str() {
            "--data" => data = PathBuf::from(rest.next().ok_or("--data needs a folder")?),
            "--speed-only" => speed_only = true,
            other => return Err(format!("unknown argument {other}").into()),
        }
    }
    let dataset = Dataset::read(&data)?;
    println!("payee {VERSION}\n");
    println!(
        "{:<44}{:>12}{:>14}{:>26}",
        "", "goal", "measured", "without research registry"
    );
    if !speed_only {
        let outcome = run(&dataset, Options::default(), |step| eprintln!("{step}"));
        accuracy(&outcome.report);
        println!("\n{}", outcome.report.table());
    }
    speed(&dataset)
}

fn accuracy(report: &Report) {
    let percent = |name: &str, goal: &str, all: f64, payees: Option<f64>| {
        let payees = payees.map_or_else(String::new, |value| format!("{:.2} %", value * 100.0));
        println!(
            "{name:<44}{goal:>12}{:>14}{payees:>26}",
            format!("{:.2} %", all * 100.0)
        );
    };
    let both = |name: &str, goal: &str, measure: fn(&Tally) -> f64| {
        percent(name, goal, measure(&report.all), Some(measure(&report.payees)));
    };
    if let Some(registers) = report.slices.get(&Slice::CheckRegister) {
        percent("three types, check registers", "98 %", registers.accuracy(), None);
    }
    both("three types, all", "96.8 %", Tally::accuracy);
    both("person against organization", "98.8 %", Tally::person_accuracy);
    both("public bodies found", "88 %", |tally| {
        tally.government_recall().unwrap_or_default()
    });
    both("names covered at 99 % right", "90 %", Tally::coverage);
    for (name, tally) in [("all", &report.all), ("without research registry", &report.payees)] {
        let (decided, right) = tally.decided(report.thresholds);
        println!(
            "decided at the threshold, {name:<18}{:>26.2} %, of which right {:.2} %",
            decided * 100.0,
            right * 100.0
        );
    }
    for (slice, tally) in &report.slices {
        println!(
            "{:<44}{:>12}{:>14.4}",
            format!("ECE, {}", slice.label()),
            "0.0100",
            tally.calibration_error()
        );
    }
}

fn speed(dataset: &Dataset) -> Result<(), Box<dyn Error>> {
    const ROUNDS: usize = 3;
    let classifier = Classifier::embedded();
    let classify_all = || {
        for row in &dataset.rows {
            black_box(classifier.classify(&PayeeInput::from_name(black_box(&row.name))));
        }
    };
    classify_all();
    let before = cpu_seconds()?;
    for _ in 0..ROUNDS {
        classify_all();
    }
    let seconds = cpu_seconds()? - before;
    #[expect(clippy::cast_precision_loss, reason = "fewer than 2^52 names")]
    let rate = (dataset.rows.len() * ROUNDS) as f64 / seconds;
    println!("{:<44}{:>12}{rate:>14.0}", "names per CPU second", "100,000");
    println!(
        "{:<44}{:>12}{:>14}",
        "weights, bytes",
        "6,000,000",
        Classifier::WEIGHTS_BYTES
    );
    Ok(())
}

/// CPU time of this process so far, in seconds, from `/proc/self/stat` (fields 14 and 15, in hundredths).
fn cpu_seconds() -> Result<f64, Box<dyn Error>> {
    const TICKS_PER_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let (_, fields) = stat.rsplit_once(')').ok_or("unexpected form of /proc/self/stat")?;
    let ticks: Vec<&str> = fields.split_whitespace().skip(11).take(2).collect();
    let [user, system] = ticks.as_slice() else {
        return Err("unexpected form of /proc/self/stat".into());
    };
    Ok((user.parse::<f64>()? + system.parse::<f64>()?) / TICKS_PER_SECOND)
}
