//! Gradient boosting of symmetric trees under a list-wise loss.
//!
//! For each query the candidates and "none" compete: `P(i) = exp(s_i) / (1 + Σ exp(s_j))`. The loss is the negative log of
//! the probability of what is true, so a score is log-odds against "no supplier". Deterministic: no sampling, fixed order.

use super::lists::Lists;
use crate::{
    features::COUNT,
    model::{Forest, Tree},
};

/// How to boost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) trees: usize,
    pub(crate) depth: usize,
    pub(crate) rate: f32,
    /// Added to the curvature of a leaf: keeps leaves of few rows near zero.
    pub(crate) ridge: f32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            trees: 320,
            depth: 4,
            rate: 0.1,
            ridge: 8.0,
        }
    }
}

/// Thresholds tried per feature.
const BINS: usize = 48;
/// Where every pair starts.
const BIAS: f32 = -5.0;
/// Rows whose gradient is smaller do not take part in growing a tree.
const NEGLIGIBLE: f32 = 2e-3;

/// Fits a forest to the lists with positive `weights`.
pub(crate) fn fit(lists: &Lists, weights: &[f32], settings: Settings) -> Forest {
    let used: Vec<usize> = (0..lists.all.len()).filter(|&at| weights[at] > 0.0).collect();
    let thresholds = thresholds(lists, &used);
    let binned = bin(lists, &thresholds);
    let mut scores: Vec<f32> = lists.offsets.iter().map(|offset| offset + BIAS).collect();
    let mut forest = Forest {
        bias: BIAS,
        trees: Vec::new(),
    };
    for _ in 0..settings.trees {
        let rows = gradients(lists, &used, weights, &scores);
        let tree = grow(&rows, &binned, &thresholds, settings);
        for &list in &used {
            for row in lists.all[list].rows.clone() {
                scores[row] += tree.value(&lists.rows[row]);
            }
        }
        forest.trees.push(tree);
    }
    forest
}

/// A row with its gradient and curvature.
#[derive(Clone, Copy)]
struct Slope {
    row: u32,
    gradient: f32,
    curvature: f32,
}

fn gradients(lists: &Lists, used: &[usize], weights: &[f32], scores: &[f32]) -> Vec<Slope> {
    let mut slopes = Vec::new();
    for &at in used {
        let list = &lists.all[at];
        // A true supplier that is not among the candidates teaches nothing about them.
        if list.is_match && list.truth.is_none() {
            continue;
        }
        let highest = scores[list.rows.clone()].iter().copied().fold(0.0, f32::max);
        let total: f32 = (-highest).exp()
            + scores[list.rows.clone()]
                .iter()
                .map(|score| (score - highest).exp())
                .sum::<f32>();
        for row in list.rows.clone() {
            let probability = (scores[row] - highest).exp() / total;
            let truth = if list.truth == Some(row) { 1.0 } else { 0.0 };
            let gradient = weights[at] * (probability - truth);
            if gradient.abs() > NEGLIGIBLE {
                let curvature = (weights[at] * probability * (1.0 - probability)).max(1e-6);
                slopes.push(Slope {
                    row: row as u32,
                    gradient,
                    curvature,
                });
            }
        }
    }
    slopes
}

/// Quantiles of each feature over the rows used, distinct, halfway between neighbouring values.
fn thresholds(lists: &Lists, used: &[usize]) -> Vec<Vec<f32>> {
    (0..COUNT)
        .map(|feature| {
            let mut values: Vec<f32> = used
                .iter()
                .flat_map(|&at| lists.all[at].rows.clone())
                .step_by(3)
                .map(|row| lists.rows[row][feature])
                .collect();
            values.sort_by(f32::total_cmp);
            // Extremes matter most: half of the thresholds lie in the top tenth of the values.
            let quantile = |share: f64| values[((values.len() - 1) as f64 * share) as usize];
            let half = BINS / 2;
            let mut cuts: Vec<f32> = (1..half)
                .map(|bin| quantile(0.9 * bin as f64 / half as f64))
                .chain((0..half).map(|bin| quantile(0.9 + 0.1 * bin as f64 / half as f64)))
                .collect();
            cuts.dedup();
            cuts.iter()
                .map(|&cut| {
                    values
                        .get(values.partition_point(|v| *v <= cut))
                        .map_or(cut, |next| cut.midpoint(*next))
                })
                .collect()
        })
        .collect()
}

/// Per feature and row: how many thresholds the value exceeds.
fn bin(lists: &Lists, thresholds: &[Vec<f32>]) -> Vec<Vec<u8>> {
    thresholds
        .iter()
        .enumerate()
        .map(|(feature, cuts)| {
            lists
                .rows
                .iter()
                .map(|row| cuts.partition_point(|cut| row[feature] > *cut) as u8)
                .collect()
        })
        .collect()
}

fn grow(slopes: &[Slope], binned: &[Vec<u8>], thresholds: &[Vec<f32>], settings: Settings) -> Tree {
    let mut leaves = vec![0_u8; slopes.len()];
    let mut questions = Vec::new();
    let mut sums = Vec::new();
    for level in 0..settings.depth {
        let width = 1 << level;
        let mut best = (f32::MIN, 0, 0);
        for (feature, bins) in binned.iter().enumerate() {
            let stride = thresholds[feature].len() + 1;
            sums.clear();
            sums.resize(width * stride, (0.0_f32, 0.0_f32));
            for (slope, &leaf) in slopes.iter().zip(&leaves) {
                let sum = &mut sums[usize::from(leaf) * stride + usize::from(bins[slope.row as usize])];
                sum.0 += slope.gradient;
                sum.1 += slope.curvature;
            }
            let mut gains = vec![0.0_f32; stride - 1];
            for leaf in sums.chunks(stride) {
                let total = leaf.iter().fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
                let mut left = (0.0, 0.0);
                for (cut, gain) in gains.iter_mut().enumerate() {
                    left = (left.0 + leaf[cut].0, left.1 + leaf[cut].1);
                    let right = (total.0 - left.0, total.1 - left.1);
                    *gain +=
                        left.0 * left.0 / (left.1 + settings.ridge) + right.0 * right.0 / (right.1 + settings.ridge);
                }
            }
            for (cut, &gain) in gains.iter().enumerate() {
                if gain > best.0 {
                    best = (gain, feature, cut);
                }
            }
        }
        let (_, feature, cut) = best;
        for (slope, leaf) in slopes.iter().zip(&mut leaves) {
            *leaf |= u8::from(usize::from(binned[feature][slope.row as usize]) > cut) << level;
        }
        questions.push((feature as u8, round(thresholds[feature][cut], 1e5)));
    }
    let mut totals = vec![(0.0_f32, 0.0_f32); 1 << settings.depth];
    for (slope, &leaf) in slopes.iter().zip(&leaves) {
        totals[usize::from(leaf)].0 += slope.gradient;
        totals[usize::from(leaf)].1 += slope.curvature;
    }
    let values = totals
        .into_iter()
        .map(|(gradient, curvature)| {
            round(
                (-gradient / (curvature + settings.ridge)).clamp(-4.0, 4.0) * settings.rate,
                1e4,
            )
        })
        .collect();
    Tree { questions, values }
}

/// Fewer digits make a file that people can look at.
fn round(value: f32, unit: f32) -> f32 {
    (value * unit).round() / unit
}
