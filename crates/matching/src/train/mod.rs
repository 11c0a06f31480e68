//! The training program: learns the weights from labelled queries, validates them leave-one-source-out, calibrates them on
//! those out-of-source answers and writes the text file that ships.
//!
//! Deterministic: the same data give the same bytes.

pub mod bench;
mod boost;
mod calibrate;
mod card;
pub mod clock;
pub mod data;
mod generate;
mod lists;
mod measure;
mod misses;
mod small;
mod validate;

use std::{fmt::Write as _, path::Path};

use anyhow::{Context, Result};

use self::{
    boost::{Binned, Settings},
    data::LabelledQuery,
    lists::{Lists, Variant},
    measure::Answer,
};
use crate::{
    Index, LiveIndex,
    decide::DEFAULT_TARGET_ERROR,
    model::{Calibration, Model, OperatingPoints},
    prior,
};

/// Queries made from the names of the master, beside the labelled ones.
const GENERATED: usize = 11_000;

/// What training gives.
#[derive(Clone, Debug)]
pub struct Trained {
    /// The weights in their text form.
    pub weights: String,
    /// How common words are, in its text form.
    pub words: String,
    /// The validation, as a Markdown table.
    pub report: String,
    /// The model card, with the validation in it.
    pub card: String,
    /// The queries that were answered with another supplier, one a line, for reading.
    pub misses: String,
}

/// Trains on the data of a directory; `index` is where the index of its suppliers is written.
pub fn train(data: &Path, index: &Path) -> Result<Trained> {
    data::build_index(data, index)?;
    let live = LiveIndex::new(Some(Index::open(index)?));
    let mut queries = data::read_queries(data)?;
    let snapshot = live.snapshot();
    queries.extend(generate::queries(&snapshot, GENERATED));
    let lists = Lists::collect(&snapshot, &queries);
    let binned = Binned::new(&lists);
    let settings = Settings::default();

    let mut answers = validate::out_of_source(&lists, &binned, &queries, settings);
    // Distortions by a program are easier than what people write: a probability must hold for the latter.
    let by_people = |at: &usize| queries[lists.all[*at].query].is_real();
    let mut calibration = Calibration::default();
    for corroborated in [false, true] {
        let wanted = if corroborated {
            Variant::Placed
        } else {
            Variant::Original
        };
        let mut of_kind: Vec<Answer> = answers
            .iter()
            .filter(|(at, _)| lists.all[*at].variant == wanted && by_people(at))
            .map(|(_, it)| *it)
            .collect();
        measure::weigh(&mut of_kind);
        of_kind.retain(|it| it.corroborated == corroborated);
        calibration.set(corroborated, calibrate::isotonic(&of_kind));
    }
    for (_, answer) in &mut answers {
        answer.probability = calibration.apply(answer.probability, answer.corroborated);
    }
    let of = |variant| -> Vec<(usize, Answer)> {
        answers
            .iter()
            .filter(|(at, _)| lists.all[*at].variant == variant)
            .copied()
            .collect()
    };
    let (open, placed) = (of(Variant::Original), of(Variant::Placed));
    let judged: Vec<(usize, Answer)> = open.iter().filter(|(at, _)| by_people(at)).copied().collect();
    let mut by_name: Vec<Answer> = judged.iter().map(|(_, answer)| *answer).collect();
    measure::weigh(&mut by_name);
    let mut operating_points = OperatingPoints::default();
    for (error, probability) in calibrate::operating_points(&by_name) {
        operating_points
            .push(&format!("{error} {probability}"))
            .context("the operating points do not loosen")?;
    }
    let forest = boost::fit(
        &lists,
        &binned,
        &validate::weights(&lists, &queries, |_| false),
        settings,
    );
    let model = Model {
        forest,
        calibration,
        operating_points,
    };
    let match_at = model.operating_points.probability_for(DEFAULT_TARGET_ERROR);
    let report = report(&lists, &queries, &open, &placed, match_at);
    let card = card::write(&model, &report, lists.all.len(), &judged);
    Ok(Trained {
        weights: to_text(&model),
        words: prior::words_of(&Index::open(index)?),
        report,
        card,
        misses: misses::write(&snapshot, &lists, &queries, &answers),
    })
}

fn to_text(model: &Model) -> String {
    let mut text = String::from(
        "# Weights of the supplier match, written by `./x train matching`; do not edit by hand.\n\
         # tree: feature>threshold per level, then one value per combination (first question = lowest bit).\n",
    );
    let features: Vec<String> = (0..)
        .zip(crate::features::Feature::NAMES)
        .map(|(at, name): (i32, _)| format!("{at} {name}"))
        .collect();
    // Writing to a String cannot fail.
    let _ = writeln!(text, "# features: {}", features.join(", "));
    let _ = writeln!(text, "bias {}", model.forest.bias);
    for tree in &model.forest.trees {
        let _ = writeln!(text, "tree {tree}");
    }
    for line in model.calibration.lines().chain(model.operating_points.lines()) {
        let _ = writeln!(text, "{line}");
    }
    text
}

/// The figures by source, over what people wrote, and over all; matches are automatic from the probability `match_at` on.
fn report(
    lists: &Lists,
    queries: &[LabelledQuery],
    answers: &[(usize, Answer)],
    placed: &[(usize, Answer)],
    match_at: f32,
) -> String {
    let mut text = String::from(
        "| Source (left out) | queries | candidates hold it | recall@1 | open-set F1 | recall at 99 % precision | ECE | \
         matched automatically | of these wrong |\n|---|---|---|---|---|---|---|---|---|\n",
    );
    let mut row = |name: &str, answers: &[(usize, Answer)], of: &dyn Fn(usize) -> bool| {
        let chosen: Vec<&(usize, Answer)> = answers
            .iter()
            .filter(|(at, answer)| !answer.is_match || of(*at))
            .collect();
        let mut set: Vec<Answer> = chosen.iter().map(|(_, answer)| *answer).collect();
        measure::weigh(&mut set);
        let matches = chosen.iter().filter(|(_, answer)| answer.is_match);
        let count = matches.clone().count();
        let held = matches.filter(|(at, _)| lists.all[*at].truth.is_some()).count() as f32 / count as f32;
        let (wrong, automatic) = measure::error_at(&set, match_at);
        let _ = writeln!(
            text,
            "| {name} | {count} | {:.1} % | {:.1} % | {:.3} | {:.1} % | {:.3} | {:.1} % | {:.2} % |",
            held * 100.0,
            measure::recall_at_1(&set) * 100.0,
            measure::open_set_f1(&set),
            measure::recall_at_precision(&set, 0.99).0 * 100.0,
            measure::calibration_error(&set),
            automatic * 100.0,
            wrong * 100.0,
        );
    };
    for (source, name) in lists.sources.iter().enumerate() {
        if answers
            .iter()
            .any(|(at, answer)| lists.all[*at].source == source && answer.is_match)
        {
            row(name, answers, &|at| lists.all[at].source == source);
        }
    }
    row("written by people", answers, &|at| {
        queries[lists.all[at].query].is_real()
    });
    row("all", answers, &|_| true);
    row("written by people, columns given", placed, &|at| {
        queries[lists.all[at].query].is_real()
    });
    text
}
