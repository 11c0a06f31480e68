//! Fits the calibration and the operating points to answers on sources that were not trained on.

use super::measure::{Answer, error_at};

/// Answers per point of the calibration.
const PER_POINT: usize = 300;

/// Standard errors that an observed error rate stays below the promised one: nine times in ten chance gives no more.
const MARGIN: f32 = 1.28;

/// Points (raw log-odds, observed log-odds), ascending in both: bins of equal size, made monotone by pooling adjacent
/// violators.
pub(crate) fn isotonic(answers: &[Answer]) -> Vec<(f32, f32)> {
    let mut sorted: Vec<&Answer> = answers.iter().collect();
    sorted.sort_by(|a, b| a.probability.total_cmp(&b.probability));
    // (sum of weights, of raw log-odds, of correct weights) per block
    let mut blocks: Vec<(f32, f32, f32)> = Vec::new();
    for bin in sorted.chunks(PER_POINT.min(sorted.len() / 8 + 1)) {
        let mut block = bin.iter().fold((0.0, 0.0, 0.0), |sum, it| {
            let correct = if it.correct { it.weight } else { 0.0 };
            (
                sum.0 + it.weight,
                sum.1 + it.weight * logit(it.probability),
                sum.2 + correct,
            )
        });
        while let Some(last) = blocks.last()
            && last.2 / last.0 >= block.2 / block.0
        {
            block = (block.0 + last.0, block.1 + last.1, block.2 + last.2);
            blocks.pop();
        }
        blocks.push(block);
    }
    let mut points: Vec<(f32, f32)> = blocks
        .into_iter()
        .map(|(weight, raw, correct)| {
            // Half a success and half a failure more keep the ends finite.
            (round(raw / weight), round(logit((correct + 0.5) / (weight + 1.0))))
        })
        .collect();
    points.dedup_by(|b, a| b.0 <= a.0 || b.1 < a.1);
    points
}

/// For a ladder of error rates the lowest probability from which on no more of the automatic matches were wrong.
pub(crate) fn operating_points(answers: &[Answer]) -> Vec<(f32, f32)> {
    let mut thresholds: Vec<f32> = answers.iter().map(|answer| answer.probability).collect();
    thresholds.sort_by(|a, b| b.total_cmp(a));
    thresholds.dedup();
    let candidates: Vec<f32> = thresholds
        .iter()
        .copied()
        .step_by((thresholds.len() / 1000).max(1))
        .collect();
    let mut points: Vec<(f32, f32)> = Vec::new();
    for error in [0.002, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1] {
        // The observed rate stands on few errors where it is small: it must keep a margin for chance.
        let holds = |threshold: f32| {
            let (observed, share) = error_at(answers, threshold);
            let taken = share * answers.iter().map(|answer| answer.weight).sum::<f32>();
            let margin = MARGIN * (error * (1.0 - error) / taken).sqrt();
            taken > 200.0 && observed + margin <= error
        };
        if let Some(threshold) = candidates.iter().copied().rev().find(|&threshold| holds(threshold)) {
            let threshold = (threshold * 1e4).ceil() / 1e4;
            if points.last().is_none_or(|last| last.1 >= threshold) {
                points.push((error, threshold));
            }
        }
    }
    points
}

fn logit(probability: f32) -> f32 {
    let probability = probability.clamp(1e-6, 1.0 - 1e-6);
    (probability / (1.0 - probability)).ln()
}

fn round(value: f32) -> f32 {
    (value * 1e3).round() / 1e3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_ascend_and_follow_the_truth() {
        // Overconfident answers: of those given 0.9 only every second is right.
        let answers: Vec<Answer> = (0..4000)
            .map(|index| Answer {
                probability: if index % 2 == 0 { 0.1 } else { 0.9 },
                correct: index % 4 == 1,
                is_match: true,
                corroborated: false,
                row: None,
                weight: 1.0,
            })
            .collect();
        let points = isotonic(&answers);
        assert!(points.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1));
        assert!(points.last().is_some_and(|last| last.1.abs() < 0.1), "{points:?}");
    }
}
