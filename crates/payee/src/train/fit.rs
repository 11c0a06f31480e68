//! Fits the linear model: multinomial logistic loss, AdaGrad, feature dropout.

use super::augment::vary;
use super::data::Row;
use super::random::Random;
use crate::features::{BUCKET_BITS, Feature, GROUPS, Group, NO_TOKEN, extract};
use crate::model::{Calibration, Model, OUTPUTS, group_factor, softmax};
use crate::parsed::Parsed;
use crate::tokens::MAX_TOKENS;

/// A name to learn from.
pub(crate) struct Example<'r> {
    pub(crate) name: &'r str,
    pub(crate) label: u8,
    /// Importance; 1 is usual.
    pub(crate) weight: f32,
}

/// How the model is fitted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recipe {
    pub(crate) epochs: usize,
    pub(crate) rate: f32,
    /// L2 penalty on weights that are touched.
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

struct Fit {
    weights: Vec<[f32; OUTPUTS]>,
    squares: Vec<[f32; OUTPUTS]>,
    bias: [f32; OUTPUTS],
    bias_squares: [f32; OUTPUTS],
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
pub(crate) fn fit(examples: &[Example<'_>], recipe: Recipe) -> Model {
    let buckets = 1 << BUCKET_BITS;
    let mut fit = Fit {
        weights: vec![[0.0; OUTPUTS]; buckets],
        squares: vec![[1e-2; OUTPUTS]; buckets],
        bias: [0.0; OUTPUTS],
        bias_squares: [1.0; OUTPUTS],
    };
    let mut random = Random::seeded(recipe.seed);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut features = Vec::with_capacity(512);
    for epoch in 0..recipe.epochs {
        random.shuffle(&mut order);
        let rate = recipe.rate * (1.0 - 0.7 * epoch as f32 / recipe.epochs as f32);
        for &index in &order {
            let example = &examples[index];
            let name = vary(example.name, example.label, &mut random);
            features.clear();
            let parsed = Parsed::read(&name);
            let hidden: u64 = (0..parsed.name.tokens.len().min(MAX_TOKENS))
                .filter(|_| random.percent(recipe.drop_words))
                .fold(0, |mask, token| mask | 1 << token);
            extract(&parsed, |feature| {
                let shown = feature.group == Group::Pattern
                    || !((feature.token != NO_TOKEN && hidden >> feature.token & 1 == 1)
                        || random.percent(recipe.drop_features));
                if shown {
                    features.push(feature);
                }
            });
            fit.step(
                &features,
                usize::from(example.label),
                example.weight,
                rate,
                recipe.penalty,
            );
        }
    }
    fit.quantize()
}

impl Fit {
    fn step(&mut self, features: &[Feature], label: usize, importance: f32, rate: f32, penalty: f32) {
        let mut counts = [0_u32; GROUPS];
        let mut sums = [[0.0_f32; OUTPUTS]; GROUPS];
        for feature in features {
            let group = feature.group as usize;
            counts[group] += 1;
            let weight = &self.weights[feature.bucket as usize];
            sums[group][0] += weight[0];
            sums[group][1] += weight[1];
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
        if gradient.iter().all(|part| part.abs() < 1e-4) {
            return;
        }
        for feature in features {
            let bucket = feature.bucket as usize;
            let factor = factors[feature.group as usize];
            for output in 0..OUTPUTS {
                let weight = &mut self.weights[bucket][output];
                let slope = gradient[output].mul_add(factor, penalty * *weight);
                let square = &mut self.squares[bucket][output];
                *square += slope * slope;
                *weight -= rate * slope / square.sqrt();
            }
        }
        for output in 0..OUTPUTS {
            self.bias_squares[output] += gradient[output] * gradient[output];
            self.bias[output] -= rate * gradient[output] / self.bias_squares[output].sqrt();
        }
    }

    fn quantize(&self) -> Model {
        let mut scale = [0.0; OUTPUTS];
        for (output, scale) in scale.iter_mut().enumerate() {
            let mut sizes: Vec<f32> = self
                .weights
                .iter()
                .map(|pair| pair[output].abs())
                .filter(|size| *size > 0.0)
                .collect();
            sizes.sort_by(f32::total_cmp);
            // The largest 0.02 % are clipped, so that the others keep their resolution.
            let top = sizes
                .get(sizes.len().saturating_sub(1 + sizes.len() / 5_000))
                .copied()
                .unwrap_or(1.0);
            *scale = top / 127.0;
        }
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
        }
    }
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
                    weight: 1.0,
                }
            })
            .collect();
        let model = fit(&examples, Recipe::SHIPPED);
        for (name, label) in names {
            let probabilities = softmax(model.score(&Parsed::read(name)));
            assert!(probabilities[usize::from(label)] > 0.5, "{name}: {probabilities:?}");
        }
        assert_eq!(model, fit(&examples, Recipe::SHIPPED));
    }
}
