//! Leave one source out: every query is answered by weights that have not seen its source.

use super::{
    boost::{self, Binned, Settings},
    data::LabelledQuery,
    generate,
    lists::{List, Lists, Variant},
    measure::Answer,
};
use crate::model::Forest;

/// The source of the queries without match; it is split over the folds instead of being left out as one.
const NO_MATCH_SOURCE: &str = "nomatch_dev";

/// Weights of the lists in training: written by people, distorted by a program, made from the master, without match, with
/// the match hidden, with columns given.
const REAL: f32 = 1.0;
const SYNTHETIC: f32 = 0.7;
const GENERATED: f32 = 0.3;
const NO_MATCH: f32 = 2.0;
const HIDDEN: f32 = 0.5;
const PLACED: f32 = 0.7;

/// The weight of each list, 0 for those that `leave_out` names.
pub(crate) fn weights(lists: &Lists, queries: &[LabelledQuery], leave_out: impl Fn(&List) -> bool) -> Vec<f32> {
    let weight = |list: &List| match list {
        list if leave_out(list) => 0.0,
        list if queries[list.query].source == generate::SOURCE => GENERATED,
        List {
            variant: Variant::Hidden,
            ..
        } => HIDDEN,
        List {
            variant: Variant::Placed,
            ..
        } => PLACED,
        List { is_match: false, .. } => NO_MATCH,
        list if queries[list.query].is_real() => REAL,
        _ => SYNTHETIC,
    };
    lists.all.iter().map(weight).collect()
}

/// Answers to all lists, each by a forest that was fitted without the list's source; with the position of the list.
pub(crate) fn out_of_source(
    lists: &Lists,
    binned: &Binned,
    queries: &[LabelledQuery],
    settings: Settings,
) -> Vec<(usize, Answer)> {
    let folds: Vec<usize> = (0..lists.sources.len())
        .filter(|&at| ![NO_MATCH_SOURCE, generate::SOURCE].contains(&lists.sources[at].as_str()))
        .collect();
    let fold_count = folds.len();
    let answer_fold = &|number: usize, fold: usize| -> Vec<(usize, Answer)> {
        let held = |list: &List| {
            list.source == fold || lists.sources[list.source] == NO_MATCH_SOURCE && list.query % fold_count == number
        };
        let forest = boost::fit(lists, binned, &weights(lists, queries, held), settings);
        (0..lists.all.len())
            .filter(|&at| held(&lists.all[at]))
            .map(|at| (at, answer(lists, at, &forest)))
            .collect()
    };
    let mut answers: Vec<(usize, Answer)> = std::thread::scope(|scope| {
        let threads: Vec<_> = folds
            .iter()
            .enumerate()
            .map(|(number, &fold)| scope.spawn(move || answer_fold(number, fold)))
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().expect("a fold does not panic"))
            .collect()
    });
    answers.sort_by_key(|(at, _)| *at);
    answers
}

/// The best candidate of a list by a forest, before calibration.
pub(crate) fn answer(lists: &Lists, at: usize, forest: &Forest) -> Answer {
    let list = &lists.all[at];
    let scores: Vec<f32> = list
        .rows
        .clone()
        .map(|row| forest.log_odds(&lists.rows[row]) + lists.offsets[row])
        .collect();
    let highest = scores.iter().copied().fold(0.0, f32::max);
    let total: f32 = (-highest).exp() + scores.iter().map(|score| (score - highest).exp()).sum::<f32>();
    let best = (0..scores.len()).rev().max_by(|&a, &b| scores[a].total_cmp(&scores[b]));
    let row = best.map(|best| list.rows.start + best);
    Answer {
        probability: best.map_or(0.0, |best| (scores[best] - highest).exp() / total),
        correct: list.is_match && row.is_some() && list.truth == row,
        is_match: list.is_match,
        corroborated: row.is_some_and(|row| lists.corroborated[row]),
        row,
        weight: 1.0,
    }
}
