//! Calibrates log-odds on predictions for sources that were left out, and finds from where on to decide.

use crate::model::{Calibration, Curve, LogOdds, OUTPUTS, TYPES, softmax};

/// A prediction for a name whose source was not trained on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Prediction {
    /// Index of the row.
    pub(crate) row: usize,
    pub(crate) raw: LogOdds,
    /// Whether the name has a word of research.
    pub(crate) research: bool,
    pub(crate) label: u8,
    /// Importance in calibration.
    pub(crate) weight: f32,
}

/// The error rate among decided names that the thresholds are set for.
pub(crate) const TARGET_ERROR: f64 = 0.01;
const ITERATIONS: usize = 250;
const HALVINGS: usize = 40;

/// Fits both curves. The thresholds are left at zero.
pub(crate) fn calibrate(predictions: &[Prediction]) -> Calibration {
    let curve = |research: bool| {
        let chosen: Vec<Prediction> = predictions
            .iter()
            .filter(|prediction| prediction.research == research)
            .copied()
            .collect();
        fit_curve(&chosen)
    };
    Calibration {
        common: curve(false),
        research: curve(true),
        ..Calibration::NONE
    }
}

/// Fits slopes and offsets by weighted maximum likelihood (gradient descent; the problem is convex).
fn fit_curve(predictions: &[Prediction]) -> Curve {
    let mut curve = Curve::IDENTITY;
    let total: f32 = predictions.iter().map(|prediction| prediction.weight).sum();
    let (mut slope_velocity, mut offset_velocity) = ([0.0_f32; OUTPUTS], [0.0_f32; OUTPUTS]);
    for _ in 0..ITERATIONS {
        let (mut slope, mut offset) = ([0.0_f64; OUTPUTS], [0.0_f64; OUTPUTS]);
        for prediction in predictions {
            let probabilities = softmax(curve.apply(prediction.raw));
            for output in 0..OUTPUTS {
                let hit = f32::from(u8::from(usize::from(prediction.label) == output + 1));
                let error = f64::from((probabilities[output + 1] - hit) * prediction.weight);
                offset[output] += error;
                slope[output] += error * f64::from(prediction.raw[output]);
            }
        }
        for output in 0..OUTPUTS {
            let step = |velocity: &mut f32, sum: f64| {
                #[expect(clippy::cast_possible_truncation, reason = "a mean gradient is small")]
                let mean = (sum / f64::from(total.max(1.0))) as f32;
                *velocity = 0.9 * *velocity - 0.2 * mean;
                *velocity
            };
            curve.offset[output] += step(&mut offset_velocity[output], offset[output]);
            let changed = curve.slope[output] + 0.2 * step(&mut slope_velocity[output], slope[output]);
            curve.slope[output] = changed.clamp(0.05, 5.0);
        }
    }
    curve
}

/// The confidences from which on each type is decided: of all choices whose decided names are wrong at the target rate at
/// most, the one that decides the most names.
///
/// Were a wrong verdict to cost so many right ones, every type would be decided as far down as its names still pay; the
/// cost is the lowest at which all that is decided keeps the target.
pub(crate) fn thresholds(predictions: &[Prediction], calibration: &Calibration) -> [f32; TYPES] {
    let mut by_type: [Vec<Scored>; TYPES] = Default::default();
    for prediction in predictions {
        let probabilities = softmax(calibration.apply(prediction.raw, prediction.research));
        let (best, confidence) = likeliest(probabilities);
        by_type[best].push(Scored {
            confidence,
            right: best == usize::from(prediction.label),
            weight: f64::from(prediction.weight),
        });
    }
    for scored in &mut by_type {
        scored.sort_by(|left, right| right.confidence.total_cmp(&left.confidence));
    }
    let (mut low, mut high) = (0.0_f64, 1_000.0_f64);
    for _ in 0..HALVINGS {
        let cost = low.midpoint(high);
        let (decided, wrong) = by_type
            .iter()
            .map(|scored| best_cut(scored, cost))
            .fold((0.0, 0.0), |(decided, wrong), cut| {
                (decided + cut.decided, wrong + cut.wrong)
            });
        if wrong <= TARGET_ERROR * decided {
            high = cost;
        } else {
            low = cost;
        }
    }
    by_type.map(|scored| best_cut(&scored, high).confidence)
}

struct Scored {
    confidence: f32,
    right: bool,
    weight: f64,
}

struct Cut {
    confidence: f32,
    decided: f64,
    wrong: f64,
}

/// Where names, surest first, have paid the most.
fn best_cut(scored: &[Scored], cost: f64) -> Cut {
    let mut best = Cut {
        confidence: 1.0,
        decided: 0.0,
        wrong: 0.0,
    };
    let (mut decided, mut wrong, mut most) = (0.0, 0.0, 0.0);
    for (index, one) in scored.iter().enumerate() {
        decided += one.weight;
        wrong += if one.right { 0.0 } else { one.weight };
        // Equal confidences are decided alike.
        let last_of_equals = scored
            .get(index + 1)
            .is_none_or(|next| next.confidence < one.confidence);
        if last_of_equals && decided - cost * wrong > most {
            most = decided - cost * wrong;
            best = Cut {
                confidence: one.confidence,
                decided,
                wrong,
            };
        }
    }
    best
}

/// Index and probability of the likeliest type; the first of equals.
pub(crate) fn likeliest(probabilities: [f32; OUTPUTS + 1]) -> (usize, f32) {
    let mut best = 0;
    for index in 1..probabilities.len() {
        if probabilities[index] > probabilities[best] {
            best = index;
        }
    }
    (best, probabilities[best])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overconfident_scores_are_cooled() {
        // One in five of the "certain" predictions is wrong.
        let predictions: Vec<Prediction> = (0..1_000)
            .map(|row| {
                let label = u8::from(row % 2 == 0);
                let sign = if (label == 1) == (row % 5 != 0) { 1.0 } else { -1.0 };
                Prediction {
                    row,
                    raw: [8.0 * sign, -20.0],
                    research: false,
                    label,
                    weight: 1.0,
                }
            })
            .collect();
        let calibration = calibrate(&predictions);
        let (_, confidence) = likeliest(softmax(calibration.apply(predictions[1].raw, false)));
        assert!((confidence - 0.8).abs() < 0.05, "{confidence}");
        assert!(
            thresholds(&predictions, &calibration).iter().all(|least| *least > 0.99),
            "nothing is decided at one percent error"
        );
    }

    #[test]
    fn a_sure_type_is_decided_further_down_than_an_unsure_one() {
        // Persons are always right; every tenth body below 0.95 is a firm.
        let predictions: Vec<Prediction> = (0..4_000)
            .map(|row| {
                let strength = 1.0 + (row % 50) as f32 / 10.0;
                let person = row % 4 < 2;
                let wrong = !person && strength < 3.0 && row % 10 == 3;
                Prediction {
                    row,
                    raw: if person { [strength, -9.0] } else { [-9.0, strength] },
                    research: false,
                    label: if person {
                        1
                    } else if wrong {
                        0
                    } else {
                        2
                    },
                    weight: 1.0,
                }
            })
            .collect();
        let [_, person, government] = thresholds(&predictions, &Calibration::NONE);
        assert!(person < government, "{person} {government}");
    }
}
