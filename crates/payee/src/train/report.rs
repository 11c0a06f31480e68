//! What was measured on sources that were left out.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::calibrate::{Prediction, likeliest};
use super::data::{Dataset, FAMILIES, Slice};
use super::validate::{Options, slice_of};
use crate::model::{Calibration, TYPES, softmax};

/// Counts over a set of names.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    judged: Vec<Judged>,
}

#[derive(Clone, Copy, Debug)]
struct Judged {
    confidence: f32,
    label: u8,
    best: u8,
    person: bool,
}

impl Tally {
    /// Number of names.
    pub fn names(&self) -> usize {
        self.judged.len()
    }

    /// Share of names whose likeliest of the three types is the true one.
    pub fn accuracy(&self) -> f64 {
        share(
            self.judged.iter().filter(|one| one.best == one.label).count(),
            self.names(),
        )
    }

    /// Share of names rightly told to be a person or not.
    pub fn person_accuracy(&self) -> f64 {
        share(
            self.judged.iter().filter(|one| one.person == (one.label == 1)).count(),
            self.names(),
        )
    }

    /// Share of public bodies that are found; `None` without any.
    pub fn government_recall(&self) -> Option<f64> {
        let bodies = self.judged.iter().filter(|one| one.label == 2).count();
        let found = self.judged.iter().filter(|one| one.label == 2 && one.best == 2).count();
        (bodies > 0).then(|| share(found, bodies))
    }

    /// Expected calibration error over 15 bins of equally many names.
    pub fn calibration_error(&self) -> f64 {
        let sorted = self.by_confidence();
        let bins = sorted.chunks(sorted.len().div_ceil(15).max(1));
        let error: f64 = bins
            .map(|bin| {
                let confidence: f64 = bin.iter().map(|one| f64::from(one.confidence)).sum();
                let hits = bin.iter().filter(|one| one.best == one.label).count() as f64;
                (confidence - hits).abs()
            })
            .sum();
        error / self.names().max(1) as f64
    }

    /// The largest share of names, surest first, of which 99 % are right.
    pub fn coverage(&self) -> f64 {
        let mut wrong = 0;
        let mut covered = 0;
        for (index, one) in self.by_confidence().iter().rev().enumerate() {
            wrong += usize::from(one.best != one.label);
            if wrong * 100 <= index + 1 {
                covered = index + 1;
            }
        }
        share(covered, self.names())
    }

    /// Share decided at the thresholds (by type), and the share of those that are right.
    pub fn decided(&self, thresholds: [f32; TYPES]) -> (f64, f64) {
        let decided: Vec<_> = self
            .judged
            .iter()
            .filter(|one| one.confidence >= thresholds[usize::from(one.best)])
            .collect();
        let right = decided.iter().filter(|one| one.best == one.label).count();
        (share(decided.len(), self.names()), share(right, decided.len()))
    }

    /// Mean confidence and accuracy by tenth of the names, least sure first.
    pub fn reliability(&self) -> Vec<(f64, f64, usize)> {
        let sorted = self.by_confidence();
        sorted
            .chunks(sorted.len().div_ceil(10).max(1))
            .map(|bin| {
                let confidence: f64 = bin.iter().map(|one| f64::from(one.confidence)).sum();
                let hits = bin.iter().filter(|one| one.best == one.label).count();
                (confidence / bin.len() as f64, share(hits, bin.len()), bin.len())
            })
            .collect()
    }

    fn by_confidence(&self) -> Vec<Judged> {
        let mut sorted = self.judged.clone();
        sorted.sort_by(|left, right| left.confidence.total_cmp(&right.confidence));
        sorted
    }
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// All measurements, out of source.
#[derive(Clone, Debug)]
pub struct Report {
    /// How it was run.
    pub options: Options,
    /// Every list but the synthetic ones.
    pub all: Tally,
    /// Every list but the synthetic ones and the research registry.
    pub payees: Tally,
    /// By kind of list, in the order of [`Slice`].
    pub slices: BTreeMap<Slice, Tally>,
    /// By family, in the order of [`FAMILIES`].
    pub families: Vec<Tally>,
    /// By source.
    pub sources: BTreeMap<String, Tally>,
    /// The thresholds of the shipped model, by type.
    pub thresholds: [f32; TYPES],
    /// Errors, surest first: name, source, true type, predicted type, confidence. For analysis, never in the card.
    pub errors: Vec<(String, String, u8, u8, f32)>,
}

impl Report {
    pub(crate) fn new(
        dataset: &Dataset,
        predictions: &[Prediction],
        calibration: &Calibration,
        options: Options,
    ) -> Self {
        let mut report = Self {
            options,
            all: Tally::default(),
            payees: Tally::default(),
            slices: BTreeMap::new(),
            families: vec![Tally::default(); FAMILIES.len()],
            sources: BTreeMap::new(),
            thresholds: calibration.thresholds,
            errors: Vec::new(),
        };
        for prediction in predictions {
            let row = &dataset.rows[prediction.row];
            let probabilities = softmax(calibration.apply(prediction.raw, prediction.research));
            let (best, confidence) = likeliest(probabilities);
            let best = u8::try_from(best).expect("three types");
            let judged = Judged {
                confidence,
                label: row.label,
                best,
                person: probabilities[1] > 0.5,
            };
            let slice = slice_of(dataset, prediction.row);
            let source = &dataset.sources[row.source];
            if slice != Slice::Synthetic {
                report.all.judged.push(judged);
                if slice != Slice::Research {
                    report.payees.judged.push(judged);
                }
            }
            report.slices.entry(slice).or_default().judged.push(judged);
            report.families[row.family].judged.push(judged);
            report.sources.entry(source.clone()).or_default().judged.push(judged);
            if best != row.label {
                report
                    .errors
                    .push((row.name.clone(), source.clone(), row.label, best, confidence));
            }
        }
        report.errors.sort_by(|left, right| right.4.total_cmp(&left.4));
        report
    }

    /// One line for each slice and family, for a terminal.
    pub fn table(&self) -> String {
        let mut out = String::new();
        let mut line = |name: &str, tally: &Tally| {
            let government = tally.government_recall().map_or_else(|| "-".to_owned(), percent);
            let (decided, right) = tally.decided(self.thresholds);
            writeln!(
                out,
                "{name:<24}{:>8}{:>9}{:>9}{government:>9}{:>8.4}{:>9}{:>9}{:>9}",
                tally.names(),
                percent(tally.accuracy()),
                percent(tally.person_accuracy()),
                tally.calibration_error(),
                percent(tally.coverage()),
                percent(decided),
                percent(right),
            )
            .expect("writing to a string succeeds");
        };
        for slice in self.slices.keys() {
            line(slice.label(), &self.slices[slice]);
        }
        line("all but synthetic", &self.all);
        line("and but research", &self.payees);
        for (family, tally) in FAMILIES.iter().zip(&self.families) {
            line(family.name, tally);
        }
        format!(
            "{:<24}{:>8}{:>9}{:>9}{:>9}{:>8}{:>9}{:>9}{:>9}\n{out}",
            "out of source", "names", "types", "person", "gov", "ECE", "cov99", "decided", "right"
        )
    }
}

pub(crate) fn percent(value: f64) -> String {
    format!("{:.2}", value * 100.0)
}
