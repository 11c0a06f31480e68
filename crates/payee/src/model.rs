//! The quantized model and its file format.
//!
//! Two outputs are enough for three classes: log-odds of individual against business and of government against
//! business. A weight is an `i8` times the output's scale.

#![expect(clippy::cast_precision_loss, reason = "sums of a few hundred small integers")]

use crate::features::{BUCKET_BITS, GROUPS, extract};
use crate::parsed::Parsed;
use crate::roles::{Role, RoleTable};

/// Business, individual, government.
pub(crate) const TYPES: usize = 3;
/// Outputs of the model: individual against business, government against business.
pub(crate) const OUTPUTS: usize = TYPES - 1;
const BUCKETS: usize = 1 << BUCKET_BITS;
const MAGIC: &[u8; 8] = b"VPAYEE03";

/// Uncalibrated log-odds against business, by output.
pub(crate) type LogOdds = [f32; OUTPUTS];

/// Everything that is learned.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Model {
    pub(crate) scale: [f32; OUTPUTS],
    pub(crate) bias: [f32; OUTPUTS],
    pub(crate) calibration: Calibration,
    /// One pair for each bucket, in units of `scale`.
    pub(crate) weights: Vec<[i8; OUTPUTS]>,
    pub(crate) roles: RoleTable,
}

/// Turns log-odds into probabilities, and says when not to decide.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Calibration {
    /// For most names.
    pub(crate) common: Curve,
    /// For names with a word of research: institutes and academies are public or not by their statutes.
    pub(crate) research: Curve,
    /// By type: a verdict of lower confidence is "unknown".
    pub(crate) thresholds: [f32; TYPES],
}

/// How log-odds of one kind of names are bent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Curve {
    /// Multiplies the log-odds.
    pub(crate) slope: LogOdds,
    /// Added to the log-odds after the slope.
    pub(crate) offset: LogOdds,
}

impl Curve {
    /// Bends nothing.
    #[cfg(feature = "train")]
    pub(crate) const IDENTITY: Self = Self {
        slope: [1.0; OUTPUTS],
        offset: [0.0; OUTPUTS],
    };

    pub(crate) fn apply(&self, raw: LogOdds) -> LogOdds {
        std::array::from_fn(|output| raw[output] * self.slope[output] + self.offset[output])
    }
}

impl Calibration {
    /// The identity, deciding everything.
    #[cfg(feature = "train")]
    pub(crate) const NONE: Self = Self {
        common: Curve::IDENTITY,
        research: Curve::IDENTITY,
        thresholds: [0.0; TYPES],
    };

    /// Calibrated log-odds of a name with or without a word of research.
    pub(crate) fn apply(&self, raw: LogOdds, research: bool) -> LogOdds {
        if research {
            self.research.apply(raw)
        } else {
            self.common.apply(raw)
        }
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

/// What a group's sum is multiplied with: one over the square root of its size.
pub(crate) fn group_factor(count: u32) -> f32 {
    1.0 / (count.max(1) as f32).sqrt()
}

/// Why a weights file was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Corrupt;

impl Model {
    /// Log-odds of a name before calibration.
    pub(crate) fn score(&self, parsed: &Parsed) -> LogOdds {
        let mut sums = [[0_i32; OUTPUTS]; GROUPS];
        let mut counts = [0_u32; GROUPS];
        let roles: Vec<Role> = parsed
            .name
            .tokens
            .iter()
            .map(|token| self.roles.role(parsed.name.word(token)))
            .collect();
        extract(parsed, &roles, |group, bucket, _| {
            let weight = self.weights[bucket as usize];
            let sum = &mut sums[group as usize];
            sum[0] += i32::from(weight[0]);
            sum[1] += i32::from(weight[1]);
            counts[group as usize] += 1;
        });
        let factors = counts.map(group_factor);
        std::array::from_fn(|output| {
            let linear: f32 = (0..GROUPS)
                .map(|group| sums[group][output] as f32 * factors[group])
                .sum();
            linear * self.scale[output] + self.bias[output]
        })
    }

    /// Reads a weights file.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Corrupt> {
        let mut reader = Reader { rest: bytes };
        if reader.take(MAGIC.len())? != MAGIC {
            return Err(Corrupt);
        }
        let scale = [reader.number()?, reader.number()?];
        let bias = [reader.number()?, reader.number()?];
        let mut curve = || -> Result<Curve, Corrupt> {
            Ok(Curve {
                slope: [reader.number()?, reader.number()?],
                offset: [reader.number()?, reader.number()?],
            })
        };
        let calibration = Calibration {
            common: curve()?,
            research: curve()?,
            thresholds: [reader.number()?, reader.number()?, reader.number()?],
        };
        let weights = reader.rows::<OUTPUTS>(BUCKETS)?;
        let (pairs, odd) = reader.rest.as_chunks::<5>();
        let pairs: Option<Vec<(u32, Role)>> = pairs
            .iter()
            .map(|&[a, b, c, d, role]| Some((u32::from_le_bytes([a, b, c, d]), Role::from_byte(role)?)))
            .collect();
        if !odd.is_empty() {
            return Err(Corrupt);
        }
        let roles = RoleTable::from_pairs(pairs.ok_or(Corrupt)?);
        Ok(Self {
            scale,
            bias,
            calibration,
            weights,
            roles,
        })
    }

    /// Writes a weights file.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let Calibration {
            common,
            research,
            thresholds,
        } = self.calibration;
        let header = [
            self.scale,
            self.bias,
            common.slope,
            common.offset,
            research.slope,
            research.offset,
        ];
        let header = header.into_iter().flatten().chain(thresholds);
        out.extend(header.flat_map(f32::to_le_bytes));
        out.extend(self.weights.iter().flatten().map(|weight| weight.cast_unsigned()));
        for (key, role) in self.roles.sorted() {
            out.extend(key.to_le_bytes());
            out.push(role as u8);
        }
        out
    }
}

struct Reader<'b> {
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    fn take(&mut self, length: usize) -> Result<&'b [u8], Corrupt> {
        let (head, tail) = self.rest.split_at_checked(length).ok_or(Corrupt)?;
        self.rest = tail;
        Ok(head)
    }

    fn number(&mut self) -> Result<f32, Corrupt> {
        let (head, tail) = self.rest.split_first_chunk::<4>().ok_or(Corrupt)?;
        self.rest = tail;
        Ok(f32::from_le_bytes(*head))
    }

    fn rows<const N: usize>(&mut self, count: usize) -> Result<Vec<[i8; N]>, Corrupt> {
        let (rows, _) = self.take(count * N)?.as_chunks::<N>();
        Ok(rows.iter().map(|row| row.map(u8::cast_signed)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_survives_its_file() {
        let mut weights = vec![[0, 0]; BUCKETS];
        weights[5] = [-3, 100];
        let model = Model {
            scale: [0.5, 0.25],
            bias: [1.0, -1.0],
            calibration: Calibration {
                common: Curve {
                    slope: [0.9, 1.1],
                    offset: [0.1, -0.1],
                },
                research: Curve {
                    slope: [0.8, 0.7],
                    offset: [0.2, -0.2],
                },
                thresholds: [0.8, 0.7, 0.9],
            },
            weights,
            roles: RoleTable::from_pairs([(7, Role::Given), (1 << 31, Role::Organization)]),
        };
        assert_eq!(Model::parse(&model.to_bytes()), Ok(model));
    }

    #[test]
    fn a_cut_file_is_refused() {
        assert_eq!(Model::parse(MAGIC), Err(Corrupt));
        assert_eq!(Model::parse(b""), Err(Corrupt));
    }

    #[test]
    fn probabilities_sum_to_one_even_for_huge_log_odds() {
        let total: f32 = softmax([900.0, -900.0]).iter().sum();
        assert!((total - 1.0).abs() < 1e-6);
    }
}
