//! The quantized linear model and its file format.
//!
//! Two outputs are enough for three classes: log-odds of individual against business and of government against
//! business. A weight is an `i8` times the output's scale.

use crate::features::{BUCKET_BITS, Feature, GROUPS, extract};
use crate::parsed::Parsed;

/// Business, individual, government.
pub(crate) const TYPES: usize = 3;
/// Outputs of the model: individual against business, government against business.
pub(crate) const OUTPUTS: usize = TYPES - 1;
const BUCKETS: usize = 1 << BUCKET_BITS;
const MAGIC: &[u8; 8] = b"VPAYEE01";

/// Uncalibrated log-odds against business, by output.
pub(crate) type LogOdds = [f32; OUTPUTS];

/// The weights.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Model {
    pub(crate) scale: [f32; OUTPUTS],
    pub(crate) bias: [f32; OUTPUTS],
    pub(crate) calibration: Calibration,
    /// One pair for each bucket.
    pub(crate) weights: Vec<[i8; OUTPUTS]>,
}

/// Turns log-odds into probabilities, and says when not to decide.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Calibration {
    /// Multiplies the log-odds.
    pub(crate) slope: f32,
    /// Added to the log-odds after the slope.
    pub(crate) offset: [f32; OUTPUTS],
    /// A verdict of lower confidence is "unknown".
    pub(crate) threshold: f32,
}

impl Calibration {
    /// The identity, deciding everything.
    #[cfg(feature = "train")]
    pub(crate) const NONE: Self = Self {
        slope: 1.0,
        offset: [0.0; OUTPUTS],
        threshold: 0.0,
    };

    pub(crate) fn apply(&self, raw: LogOdds) -> LogOdds {
        std::array::from_fn(|output| raw[output].mul_add(self.slope, self.offset[output]))
    }
}

/// Probabilities of business, individual, government from calibrated log-odds.
pub(crate) fn softmax(log_odds: LogOdds) -> [f32; TYPES] {
    let logits = [0.0, log_odds[0], log_odds[1]];
    let largest = logits.iter().copied().fold(f32::MIN, f32::max);
    let exponentials = logits.map(|logit| (logit - largest).exp());
    let total: f32 = exponentials.iter().sum();
    exponentials.map(|value| value / total)
}

/// Why a weights file was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Corrupt;

impl Model {
    /// Log-odds of a name before calibration.
    pub(crate) fn score(&self, parsed: &Parsed) -> LogOdds {
        let mut sums = [[0_i32; OUTPUTS]; GROUPS];
        let mut counts = [0_u32; GROUPS];
        extract(parsed, |Feature { bucket, group, .. }| {
            let weight = self.weights[bucket as usize];
            let sum = &mut sums[group as usize];
            sum[0] += i32::from(weight[0]);
            sum[1] += i32::from(weight[1]);
            counts[group as usize] += 1;
        });
        let factors = counts.map(group_factor);
        std::array::from_fn(|output| {
            let total: f32 = (0..GROUPS)
                .map(|group| sums[group][output] as f32 * factors[group])
                .sum();
            total.mul_add(self.scale[output], self.bias[output])
        })
    }

    /// Reads a weights file.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Corrupt> {
        let mut rest = bytes.strip_prefix(MAGIC).ok_or(Corrupt)?;
        let mut number = || -> Result<f32, Corrupt> {
            let (head, tail) = rest.split_first_chunk::<4>().ok_or(Corrupt)?;
            rest = tail;
            Ok(f32::from_le_bytes(*head))
        };
        let scale = [number()?, number()?];
        let bias = [number()?, number()?];
        let calibration = Calibration {
            slope: number()?,
            offset: [number()?, number()?],
            threshold: number()?,
        };
        let (pairs, odd) = rest.as_chunks::<OUTPUTS>();
        if pairs.len() != BUCKETS || !odd.is_empty() {
            return Err(Corrupt);
        }
        let weights = pairs.iter().map(|pair| pair.map(|byte| byte.cast_signed())).collect();
        Ok(Self {
            scale,
            bias,
            calibration,
            weights,
        })
    }

    /// Writes a weights file.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let calibration = &self.calibration;
        let header = [
            self.scale,
            self.bias,
            [calibration.slope, calibration.offset[0]],
            [calibration.offset[1], calibration.threshold],
        ];
        for number in header.into_iter().flatten() {
            out.extend(number.to_le_bytes());
        }
        out.extend(self.weights.iter().flatten().map(|weight| weight.cast_unsigned()));
        out
    }
}

/// What a group's sum is multiplied with: one over the square root of its size.
pub(crate) fn group_factor(count: u32) -> f32 {
    1.0 / (count.max(1) as f32).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_survives_its_file() {
        let mut weights = vec![[0, 0]; BUCKETS];
        weights[5] = [-3, 100];
        let calibration = Calibration {
            slope: 0.9,
            offset: [0.1, -0.1],
            threshold: 0.8,
        };
        let model = Model {
            scale: [0.5, 0.25],
            bias: [1.0, -1.0],
            calibration,
            weights,
        };
        assert_eq!(Model::parse(&model.to_bytes()), Ok(model));
    }

    #[test]
    fn a_cut_file_is_refused() {
        assert_eq!(Model::parse(b"VPAYEE01"), Err(Corrupt));
        assert_eq!(Model::parse(b""), Err(Corrupt));
    }

    #[test]
    fn probabilities_sum_to_one_even_for_huge_log_odds() {
        let total: f32 = softmax([900.0, -900.0]).iter().sum();
        assert!((total - 1.0).abs() < 1e-6);
    }
}
