//! Calibrates log-odds on predictions for sources that were left out.

use crate::model::{Calibration, LogOdds, OUTPUTS, softmax};

/// A prediction for a name whose source was not trained on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Prediction {
    /// Index of the row.
    pub(crate) row: usize,
    pub(crate) raw: LogOdds,
    pub(crate) label: u8,
    /// Importance in calibration.
    pub(crate) weight: f32,
}

/// The error rate among decided names that the threshold is set for.
pub(crate) const TARGET_ERROR: f64 = 0.01;
const ITERATIONS: usize = 250;

/// Fits slope and offsets by weighted maximum likelihood (gradient descent; the problem is convex).
/// The threshold is left at zero.
pub(crate) fn calibrate(predictions: &[Prediction]) -> Calibration {
    let mut calibration = Calibration::NONE;
    let total: f32 = predictions.iter().map(|prediction| prediction.weight).sum();
    let mut momentum = [0.0_f32; OUTPUTS + 1];
    for _ in 0..ITERATIONS {
        let mut gradient = [0.0_f64; OUTPUTS + 1];
        for prediction in predictions {
            let probabilities = softmax(calibration.apply(prediction.raw));
            for output in 0..OUTPUTS {
                let hit = f32::from(u8::from(usize::from(prediction.label) == output + 1));
                let error = f64::from((probabilities[output + 1] - hit) * prediction.weight);
                gradient[output] += error;
                gradient[OUTPUTS] += error * f64::from(prediction.raw[output]);
            }
        }
        for (part, velocity) in gradient.iter().zip(&mut momentum) {
            #[expect(clippy::cast_possible_truncation, reason = "a mean gradient is small")]
            let mean = (part / f64::from(total.max(1.0))) as f32;
            *velocity = 0.9 * *velocity - 0.2 * mean;
        }
        calibration.offset[0] += momentum[0];
        calibration.offset[1] += momentum[1];
        calibration.slope = (calibration.slope + 0.2 * momentum[OUTPUTS]).clamp(0.05, 5.0);
    }
    calibration
}

/// The lowest confidence at which the names at or above it are wrong at the target rate at most.
pub(crate) fn threshold(predictions: &[Prediction], calibration: &Calibration) -> f32 {
    let mut scored: Vec<(f32, bool, f32)> = predictions
        .iter()
        .map(|prediction| {
            let (confidence, hit) = judged(prediction, calibration);
            (confidence, hit, prediction.weight)
        })
        .collect();
    scored.sort_by(|left, right| right.0.total_cmp(&left.0));
    let (mut seen, mut wrong, mut best) = (0.0_f64, 0.0_f64, 1.0_f32);
    for (index, &(confidence, hit, weight)) in scored.iter().enumerate() {
        seen += f64::from(weight);
        wrong += if hit { 0.0 } else { f64::from(weight) };
        // Equal confidences are decided alike.
        let last_of_equals = scored.get(index + 1).is_none_or(|next| next.0 < confidence);
        if last_of_equals && wrong <= TARGET_ERROR * seen {
            best = confidence;
        }
    }
    best
}

/// Confidence of the likeliest type, and whether it is the true one.
pub(crate) fn judged(prediction: &Prediction, calibration: &Calibration) -> (f32, bool) {
    let probabilities = softmax(calibration.apply(prediction.raw));
    let (best, confidence) = likeliest(probabilities);
    (confidence, best == usize::from(prediction.label))
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
                    label,
                    weight: 1.0,
                }
            })
            .collect();
        let calibration = calibrate(&predictions);
        let (confidence, _) = judged(&predictions[1], &calibration);
        assert!((confidence - 0.8).abs() < 0.05, "{confidence}");
        assert!(
            threshold(&predictions, &calibration) > 0.99,
            "nothing is decided at one percent error"
        );
    }
}
