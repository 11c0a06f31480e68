//! Trains the shipped model, and one model for each family left out, and measures those.

use std::collections::BTreeSet;

use super::calibrate::{Prediction, calibrate, thresholds};
use super::data::{Dataset, FAMILIES, Row, Slice};
use super::fit::{Example, Recipe, family_weights, fit};
use super::report::Report;
use super::sightings::Counts;
use super::synthetic::{Synthetic, generate};
use crate::lexicon::Category;
use crate::model::Model;
use crate::parsed::Parsed;
use crate::tokens::normalize;

/// What to run.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Takes one row in so many, for quick experiments; 1 takes all.
    pub every: usize,
    /// Trains on lists without a licence too, to measure what leaving them out costs. Such a model is never shipped.
    pub unlicensed: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            every: 1,
            unlicensed: false,
        }
    }
}

/// The trained model and what was measured out of source.
#[derive(Debug)]
pub struct Outcome {
    pub(crate) model: Model,
    /// The measurements.
    pub report: Report,
}

impl Outcome {
    /// The weights file.
    pub fn weights(&self) -> Vec<u8> {
        self.model.to_bytes()
    }

    /// The model card, in Markdown.
    pub fn card(&self) -> String {
        super::card::card(&self.report, &self.model)
    }
}

/// Names of our own making: business, individual, government.
const SYNTHETIC: [usize; 3] = [40_000, 24_000, 36_000];
const SYNTHETIC_SEED: u64 = 41;

/// Trains and validates. `progress` is told what is being done.
pub fn run(dataset: &Dataset, options: Options, mut progress: impl FnMut(&str)) -> Outcome {
    let synthetic = generate(SYNTHETIC.map(|count| count / options.every), SYNTHETIC_SEED);
    let rows: Vec<(usize, &Row)> = dataset
        .rows
        .iter()
        .enumerate()
        .filter(|(index, _)| index % options.every == 0)
        .collect();
    let trainable = |family: usize| {
        FAMILIES[family].slice != Slice::Synthetic && options.unlicensed || FAMILIES[family].licence.is_some()
    };
    let train = |left_out: Option<usize>| {
        let chosen: Vec<&Row> = rows
            .iter()
            .map(|(_, row)| *row)
            .filter(|row| trainable(row.family) && Some(row.family) != left_out)
            .collect();
        let model = fit_rows(&chosen, &synthetic);
        let known: BTreeSet<String> = chosen.iter().map(|row| normalize(&row.name)).collect();
        (model, known)
    };
    progress("training on every family that may be trained on");
    let (mut model, known) = train(None);
    let mut predictions = Vec::with_capacity(rows.len());
    predict(&model, &known, &rows, |family| !trainable(family), &mut predictions);
    for (family, description) in FAMILIES.iter().enumerate().filter(|(family, _)| trainable(*family)) {
        progress(&format!("leaving {} out", description.name));
        let (model, known) = train(Some(family));
        predict(&model, &known, &rows, |candidate| candidate == family, &mut predictions);
    }
    weigh(&mut predictions, dataset);
    progress("calibrating");
    let is = |prediction: &&Prediction, slice| slice_of(dataset, prediction.row) == slice;
    let real: Vec<Prediction> = predictions
        .iter()
        .filter(|prediction| !is(prediction, Slice::Synthetic))
        .copied()
        .collect();
    model.calibration = calibrate(&real);
    // The registry sets no threshold: payables files hold few research institutes, which are public or not by their
    // statutes alone, and would make everybody else's names look doubtful.
    let payees: Vec<Prediction> = real
        .iter()
        .filter(|prediction| !is(prediction, Slice::Research))
        .copied()
        .collect();
    model.calibration.thresholds = thresholds(&payees, &model.calibration);
    let report = Report::new(dataset, &predictions, &model.calibration, options);
    Outcome { model, report }
}

fn fit_rows(chosen: &[&Row], synthetic: &[Synthetic]) -> Model {
    let weights = family_weights(chosen, FAMILIES.len());
    let mut examples: Vec<Example<'_>> = chosen
        .iter()
        .map(|row| Example {
            name: &row.name,
            label: row.label,
            family: Some(row.family),
            weight: weights[row.family],
        })
        .collect();
    examples.extend(synthetic.iter().map(|made| Example {
        name: &made.name,
        label: made.label,
        family: None,
        weight: 0.7,
    }));
    fit(&examples, &Counts::of(chosen), Recipe::SHIPPED)
}

/// Predicts the rows of some families. A name that was trained on is not counted.
fn predict(
    model: &Model,
    known: &BTreeSet<String>,
    rows: &[(usize, &Row)],
    wanted: impl Fn(usize) -> bool,
    predictions: &mut Vec<Prediction>,
) {
    for (index, row) in rows.iter().filter(|(_, row)| wanted(row.family)) {
        if !known.contains(&normalize(&row.name)) {
            let parsed = Parsed::read(&row.name);
            predictions.push(Prediction {
                row: *index,
                raw: model.score(&parsed),
                research: parsed.has(Category::Research),
                label: row.label,
                weight: 1.0,
            });
        }
    }
}

pub(crate) fn slice_of(dataset: &Dataset, row: usize) -> Slice {
    FAMILIES[dataset.rows[row].family].slice
}

/// Every slice has the say that such names have in a payables file, and within it a list counts with the square root of
/// its length.
fn weigh(predictions: &mut [Prediction], dataset: &Dataset) {
    let mut counts = vec![0_usize; FAMILIES.len()];
    for prediction in predictions.iter() {
        counts[dataset.rows[prediction.row].family] += 1;
    }
    let sum = |slice: Slice| -> f32 {
        FAMILIES
            .iter()
            .zip(&counts)
            .filter(|(family, _)| family.slice == slice)
            .map(|(_, &count)| (count as f32).sqrt())
            .sum()
    };
    let totals: Vec<f32> = FAMILIES.iter().map(|family| sum(family.slice).max(1.0)).collect();
    for prediction in predictions {
        let family = dataset.rows[prediction.row].family;
        prediction.weight =
            100_000.0 * FAMILIES[family].slice.share() / totals[family] / (counts[family] as f32).sqrt();
    }
}
