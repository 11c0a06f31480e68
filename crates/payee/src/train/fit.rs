//! Fits the linear model: logistic loss over three classes, `AdaGrad`, feature dropout.

use super::augment::vary;
use super::data::Row;
use super::random::Random;
use super::sightings::Counts;
use crate::features::{BUCKET_BITS, GROUPS, Group, NO_WORD, extract};
use crate::model::{Calibration, Model, OUTPUTS, group_factor, softmax};
use crate::parsed::Parsed;
use crate::roles::Role;

/// A name to learn from.
pub(crate) struct Example<'r> {
    pub(crate) name: &'r str,
    pub(crate) label: u8,
    /// The family of lists it is from, whose sightings it is not shown; `None` for made-up names.
    pub(crate) family: Option<usize>,
    /// Importance; 1 is usual.
    pub(crate) weight: f32,
}

/// How the model is fitted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recipe {
    pub(crate) epochs: usize,
    /// Step of the linear weights.
    pub(crate) rate: f32,
    /// L2 penalty on linear weights that are touched.
    pub(crate) penalty: f32,
    /// Percent of word and character features left out at each visit.
    pub(crate) drop_features: usize,
    /// Percent of words that are shown as unknown: only their pattern is left.
    pub(crate) drop_words: usize,
    pub(crate) seed: u64,
}

impl Recipe {
    pub(crate) const SHIPPED: Self = Self {
        epochs: 4,
        rate: 0.25,
        penalty: 2e-6,
        drop_features: 25,
        drop_words: 12,
        seed: 20_260_101,
    };
}

/// Weights by family such that a list counts with the square root of its length.
pub(crate) fn family_weights(rows: &[&Row], families: usize) -> Vec<f32> {
    let mut counts = vec![0_usize; families];
    for row in rows {
        counts[row.family] += 1;
    }
    counts
        .iter()
        .map(|&count| (12_000.0 / count.max(1) as f32).sqrt().clamp(0.3, 1.5))
        .collect()
}

/// Fits and quantizes a model.
pub(crate) fn fit(examples: &[Example<'_>], counts: &Counts, recipe: Recipe) -> Model {
    let mut random = Random::seeded(recipe.seed);
    let mut fit = Fit::new();
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut features = Vec::with_capacity(512);
    for epoch in 0..recipe.epochs {
        random.shuffle(&mut order);
        let decay = 1.0 - 0.7 * epoch as f32 / recipe.epochs as f32;
        let step = Step {
            rate: recipe.rate * decay,
            penalty: recipe.penalty,
        };
        for &index in &order {
            let example = &examples[index];
            let name = vary(example.name, example.label, &mut random);
            features.clear();
            let parsed = Parsed::read(&name);
            let words = parsed.name.tokens.len();
            let hidden: u64 = (0..words)
                .filter(|_| random.percent(recipe.drop_words))
                .fold(0, |mask, word| mask | 1 << word);
            let roles: Vec<Role> = (0..words)
                .map(|word| counts.role_without(parsed.name.word_at(word), example.family))
                .collect();
            extract(&parsed, &roles, |group, bucket, word| {
                let shown = group == Group::Pattern
                    || !((word != NO_WORD && hidden >> word & 1 == 1) || random.percent(recipe.drop_features));
                if shown {
                    features.push((group, bucket));
                }
            });
            fit.learn(&features, usize::from(example.label), example.weight, step);
        }
    }
    fit.quantize(counts)
}

#[derive(Clone, Copy)]
struct Step {
    rate: f32,
    penalty: f32,
}

type Shown = (Group, u32);

struct Fit {
    weights: Vec<[f32; OUTPUTS]>,
    squares: Vec<[f32; OUTPUTS]>,
    bias: [f32; OUTPUTS],
    bias_squares: [f32; OUTPUTS],
}

impl Fit {
    fn new() -> Self {
        Self {
            weights: vec![[0.0; OUTPUTS]; 1 << BUCKET_BITS],
            squares: vec![[1e-2; OUTPUTS]; 1 << BUCKET_BITS],
            bias: [0.0; OUTPUTS],
            bias_squares: [1.0; OUTPUTS],
        }
    }

    fn learn(&mut self, features: &[Shown], label: usize, importance: f32, step: Step) {
        let mut counts = [0_u32; GROUPS];
        let mut sums = [[0.0_f32; OUTPUTS]; GROUPS];
        for &(group, bucket) in features {
            counts[group as usize] += 1;
            let weight = &self.weights[bucket as usize];
            sums[group as usize][0] += weight[0];
            sums[group as usize][1] += weight[1];
        }
        let factors = counts.map(group_factor);
        let odds = std::array::from_fn(|output| {
            self.bias[output]
                + (0..GROUPS)
                    .map(|group| sums[group][output] * factors[group])
                    .sum::<f32>()
        });
        let probabilities = softmax(odds);
        let gradient: [f32; OUTPUTS] = std::array::from_fn(|output| {
            (probabilities[output + 1] - f32::from(u8::from(label == output + 1))) * importance
        });
        // Names that are learned cost no more time.
        if gradient.iter().all(|part| part.abs() < 1e-4) {
            return;
        }
        for &(group, bucket) in features {
            let factor = factors[group as usize];
            let weights = &mut self.weights[bucket as usize];
            let squares = &mut self.squares[bucket as usize];
            for output in 0..OUTPUTS {
                let slope = gradient[output] * factor + step.penalty * weights[output];
                squares[output] += slope * slope;
                weights[output] -= step.rate * slope / squares[output].sqrt();
            }
        }
        for (output, slope) in gradient.into_iter().enumerate() {
            self.bias_squares[output] += slope * slope;
            self.bias[output] -= step.rate * slope / self.bias_squares[output].sqrt();
        }
    }

    fn quantize(self, counts: &Counts) -> Model {
        let scale = std::array::from_fn(|output| unit(self.weights.iter().map(|pair| pair[output])));
        let weights = self
            .weights
            .iter()
            .map(|pair| std::array::from_fn(|output| quantized(pair[output] / scale[output])))
            .collect();
        Model {
            scale,
            bias: self.bias,
            calibration: Calibration::NONE,
            weights,
            roles: counts.table(),
        }
    }
}

/// The value of one step of quantization. The largest 0.02 % are clipped, so that the others keep their resolution.
fn unit(values: impl Iterator<Item = f32>) -> f32 {
    let mut sizes: Vec<f32> = values.map(f32::abs).filter(|size| *size > 0.0).collect();
    sizes.sort_by(f32::total_cmp);
    sizes
        .get(sizes.len().saturating_sub(1 + sizes.len() / 5_000))
        .copied()
        .unwrap_or(1.0)
        / 127.0
}

#[expect(clippy::cast_possible_truncation, reason = "clamped to the range of i8")]
fn quantized(value: f32) -> i8 {
    value.round().clamp(-127.0, 127.0) as i8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tiny_set_is_learned_and_reproducible() {
        let names = [("Acme Widgets Inc", 0), ("John Smith", 1), ("City of Springfield", 2)];
        let examples: Vec<Example<'_>> = (0..60)
            .map(|index| {
                let (name, label) = names[index % 3];
                Example {
                    name,
                    label,
                    family: None,
                    weight: 1.0,
                }
            })
            .collect();
        let model = fit(&examples, &Counts::default(), Recipe::SHIPPED);
        for (name, label) in names {
            let probabilities = softmax(model.score(&Parsed::read(name)));
            assert!(probabilities[usize::from(label)] > 0.5, "{name}: {probabilities:?}");
        }
        assert_eq!(model, fit(&examples, &Counts::default(), Recipe::SHIPPED));
    }
}
