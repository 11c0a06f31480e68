//! Gradient boosting of symmetric trees under a list-wise loss.
//!
//! For each query the candidates and "none" compete: `P(i) = exp(s_i) / (1 + Σ exp(s_j))`. The loss is the negative log of
//! the probability of what is true, so a score is log-odds against "no supplier". Deterministic: nothing is left to chance, the order is
//! fixed.

use std::ops::Range;

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
/// Candidates of a list, most similar first, that the thresholds are taken from and the first trees see.
const LIKELY: usize = 40;
/// Rows with a smaller gradient than this are many and tell little: one in some stands for them.
///
/// Gradient-based one-side sampling (Ke et al., `LightGBM`, 2017), though not at random.
const SLIGHT: f32 = 0.03;
const SLIGHT_ONE_IN: usize = 4;
/// Where every pair starts.
const BIAS: f32 = -5.0;
/// Log-odds so far below the best candidate's that the share is nothing.
const FAR_BELOW: f32 = -12.0;
/// Trees after which settled rows are left out, and the share of a list below which a row is settled.
const SETTLED_AFTER: [usize; 3] = [24, 64, 128];
const SETTLED: f32 = 3e-4;
/// Rows whose gradient is smaller do not take part in growing a tree.
const NEGLIGIBLE: f32 = 2e-3;

/// Fits a forest to the lists with positive `weights`.
pub(crate) fn fit(lists: &Lists, binned: &Binned, weights: &[f32], settings: Settings) -> Forest {
    let mut pool = Pool::new(lists, binned, weights);
    let mut forest = Forest {
        bias: BIAS,
        trees: Vec::new(),
    };
    for number in 0..settings.trees {
        if SETTLED_AFTER.contains(&number) {
            pool.drop_settled();
        }
        let most = if number < SETTLED_AFTER[0] { LIKELY } else { usize::MAX };
        let slopes = pool.slopes(most, number);
        let (tree, cuts) = grow(&slopes, &pool.bins, &binned.thresholds, settings);
        pool.add(&tree, &cuts);
        forest.trees.push(tree);
    }
    forest
}

/// The rows in training, list by list.
struct Pool {
    lists: Vec<Contest>,
    /// Per row.
    scores: Vec<f32>,
    /// Per feature and row: how many thresholds the value exceeds.
    bins: Vec<Vec<u8>>,
}

/// The candidates of one query.
struct Contest {
    rows: Range<usize>,
    truth: Option<usize>,
    weight: f32,
}

impl Contest {
    /// The share of each row, by the scores of all rows.
    fn shares<'a>(&self, scores: &'a [f32]) -> impl Iterator<Item = f32> + use<'a> {
        let own = &scores[self.rows.clone()];
        let highest = own.iter().copied().fold(0.0, f32::max);
        let share = move |score: f32| {
            let below = score - highest;
            if below < FAR_BELOW { 0.0 } else { below.exp() }
        };
        let total: f32 = (-highest).exp() + own.iter().map(|score| share(*score)).sum::<f32>();
        own.iter().map(move |score| share(*score) / total)
    }
}

impl Pool {
    fn new(lists: &Lists, binned: &Binned, weights: &[f32]) -> Self {
        let mut contests = Vec::new();
        let mut scores = Vec::new();
        let mut bins = vec![Vec::new(); COUNT];
        for (list, &weight) in lists.all.iter().zip(weights) {
            // A true supplier that is not among the candidates teaches nothing about them.
            if weight <= 0.0 || list.is_match && list.truth.is_none() {
                continue;
            }
            let start = scores.len();
            scores.extend(lists.offsets[list.rows.clone()].iter().map(|offset| offset + BIAS));
            for (bins, all) in bins.iter_mut().zip(&binned.bins) {
                bins.extend_from_slice(&all[list.rows.clone()]);
            }
            contests.push(Contest {
                rows: start..scores.len(),
                truth: list.truth.map(|row| row - list.rows.start + start),
                weight,
            });
        }
        Self {
            lists: contests,
            scores,
            bins,
        }
    }

    /// The slopes of the first `most` rows of each list, and of the true one; of the slight slopes one in [`SLIGHT_ONE_IN`]
    /// for all, another for each `turn`.
    fn slopes(&self, most: usize, turn: usize) -> Vec<Slope> {
        let mut slopes = Vec::new();
        for list in &self.lists {
            for (row, probability) in list.rows.clone().zip(list.shares(&self.scores)) {
                let truth = if list.truth == Some(row) { 1.0 } else { 0.0 };
                if row - list.rows.start >= most && list.truth != Some(row) {
                    continue;
                }
                let gradient = list.weight * (probability - truth);
                let stands_for = match gradient.abs() {
                    NEGLIGIBLE..SLIGHT if (row + turn).is_multiple_of(SLIGHT_ONE_IN) => SLIGHT_ONE_IN as f32,
                    SLIGHT.. => 1.0,
                    _ => continue,
                };
                slopes.push(Slope {
                    row: row as u32,
                    gradient: stands_for * gradient,
                    curvature: stands_for * (list.weight * probability * (1.0 - probability)).max(1e-6),
                });
            }
        }
        slopes
    }

    fn add(&mut self, tree: &Tree, cuts: &[(usize, u8)]) {
        let mut leaves = vec![0_u8; self.scores.len()];
        for (level, &(feature, cut)) in cuts.iter().enumerate() {
            for (leaf, &bin) in leaves.iter_mut().zip(&self.bins[feature]) {
                *leaf |= u8::from(bin > cut) << level;
            }
        }
        for (score, &leaf) in self.scores.iter_mut().zip(&leaves) {
            *score += tree.values[usize::from(leaf)];
        }
    }

    /// Leaves out the rows that have next to no share of their list: most of them, and they do not come back.
    fn drop_settled(&mut self) {
        let mut stays = Vec::with_capacity(self.scores.len());
        let mut kept = 0;
        for list in &mut self.lists {
            let start = kept;
            let shares = list.shares(&self.scores);
            let mut truth = None;
            for (row, share) in list.rows.clone().zip(shares) {
                let stay = share > SETTLED || list.truth == Some(row);
                if list.truth == Some(row) {
                    truth = Some(kept);
                }
                kept += usize::from(stay);
                stays.push(stay);
            }
            list.rows = start..kept;
            list.truth = truth;
        }
        retain(&mut self.scores, &stays);
        for bins in &mut self.bins {
            retain(bins, &stays);
        }
    }
}

fn retain<T>(values: &mut Vec<T>, stays: &[bool]) {
    let mut stays = stays.iter();
    values.retain(|_| *stays.next().expect("a flag for each row"));
}

/// A row with its gradient and curvature.
#[derive(Clone, Copy)]
struct Slope {
    row: u32,
    gradient: f32,
    curvature: f32,
}

/// The values of all lists by the thresholds that a tree may ask for. No label goes into it, so all folds share one.
pub(crate) struct Binned {
    thresholds: Vec<Vec<f32>>,
    /// Per feature and row: how many thresholds the value exceeds.
    bins: Vec<Vec<u8>>,
}

impl Binned {
    pub(crate) fn new(lists: &Lists) -> Self {
        let thresholds: Vec<Vec<f32>> = (0..COUNT).map(|feature| thresholds(lists, feature)).collect();
        let mut bins: Vec<Vec<u8>> = (0..COUNT).map(|_| Vec::with_capacity(lists.rows.len())).collect();
        for row in &lists.rows {
            for ((bins, cuts), value) in bins.iter_mut().zip(&thresholds).zip(row) {
                bins.push(cuts.iter().map(|cut| u8::from(value > cut)).sum());
            }
        }
        Self { thresholds, bins }
    }
}

/// Quantiles of a feature, distinct, halfway between neighbouring values.
fn thresholds(lists: &Lists, feature: usize) -> Vec<f32> {
    let likely = lists.all.iter().flat_map(|list| list.rows.clone().take(LIKELY));
    let mut values: Vec<f32> = likely.step_by(3).map(|row| lists.rows[row][feature]).collect();
    values.sort_by(f32::total_cmp);
    // Extremes matter most: half of the thresholds lie in the top tenth of the values.
    let quantile = |share: f64| values[((values.len() - 1) as f64 * share) as usize];
    let half = BINS / 2;
    let mut cuts: Vec<f32> = (1..half)
        .map(|bin| quantile(0.9 * bin as f64 / half as f64))
        .chain((0..half).map(|bin| quantile(0.9 + 0.1 * bin as f64 / half as f64)))
        .collect();
    for cut in &mut cuts {
        let next = values.get(values.partition_point(|value| value <= cut));
        *cut = round(next.map_or(*cut, |next| cut.midpoint(*next)), 1e5);
    }
    cuts.dedup();
    cuts
}

/// The next tree, and its questions as feature and bin.
fn grow(slopes: &[Slope], binned: &[Vec<u8>], thresholds: &[Vec<f32>], settings: Settings) -> (Tree, Vec<(usize, u8)>) {
    let mut leaves = vec![0_u8; slopes.len()];
    let mut questions = Vec::new();
    let mut cuts = Vec::new();
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
        questions.push((feature as u8, thresholds[feature][cut]));
        cuts.push((feature, cut as u8));
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
    (Tree { questions, values }, cuts)
}

/// Fewer digits make a file that people can look at.
fn round(value: f32, unit: f32) -> f32 {
    (value * unit).round() / unit
}
