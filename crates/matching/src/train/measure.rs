//! Figures of an open-set search: queries of which some have no true match.

/// The best candidate of a query and what is true.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer {
    pub(crate) probability: f32,
    pub(crate) correct: bool,
    /// Whether the master has the true supplier.
    pub(crate) is_match: bool,
    pub(crate) corroborated: bool,
    /// The row of the best candidate.
    pub(crate) row: Option<usize>,
    /// How many queries this one stands for.
    pub(crate) weight: f32,
}

/// Share of queries without match that every figure assumes.
pub(crate) const NO_MATCH_SHARE: f32 = 0.3;

/// Sets the weights of the queries without match so that they are [`NO_MATCH_SHARE`] of all.
pub(crate) fn weigh(answers: &mut [Answer]) {
    let matches = answers.iter().filter(|answer| answer.is_match).count() as f32;
    let others = answers.len() as f32 - matches;
    let weight = matches * NO_MATCH_SHARE / (1.0 - NO_MATCH_SHARE) / others;
    for answer in answers.iter_mut() {
        answer.weight = if answer.is_match { 1.0 } else { weight };
    }
}

/// Share of the queries with a match whose best candidate is the true one.
pub(crate) fn recall_at_1(answers: &[Answer]) -> f32 {
    let matches = answers.iter().filter(|answer| answer.is_match);
    matches.clone().filter(|answer| answer.correct).count() as f32 / matches.count() as f32
}

/// Precision and recall where everything down to a threshold is taken, from the highest threshold to the lowest.
fn curve(answers: &[Answer]) -> Vec<(f32, f32, f32)> {
    let mut sorted = answers.to_vec();
    sorted.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    let matches: f32 = answers
        .iter()
        .filter(|answer| answer.is_match)
        .map(|answer| answer.weight)
        .sum();
    let (mut taken, mut right) = (0.0_f32, 0.0_f32);
    let mut curve = Vec::new();
    for (at, answer) in sorted.iter().enumerate() {
        taken += answer.weight;
        right += if answer.correct { answer.weight } else { 0.0 };
        if sorted
            .get(at + 1)
            .is_none_or(|next| next.probability < answer.probability)
        {
            curve.push((answer.probability, right / taken, right / matches));
        }
    }
    curve
}

/// The best harmonic mean of precision and recall over all thresholds.
pub(crate) fn open_set_f1(answers: &[Answer]) -> f32 {
    curve(answers)
        .into_iter()
        .map(|(_, p, r)| if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 })
        .fold(0.0, f32::max)
}

/// The largest recall at a threshold with at least this precision, and that threshold.
pub(crate) fn recall_at_precision(answers: &[Answer], precision: f32) -> (f32, f32) {
    curve(answers)
        .into_iter()
        .filter(|(_, p, _)| *p >= precision)
        .map(|(threshold, _, recall)| (recall, threshold))
        .fold((0.0, 1.0), |best, it| if it.0 > best.0 { it } else { best })
}

/// Share wrong of what is taken at a threshold, and share of all queries that is taken.
pub(crate) fn error_at(answers: &[Answer], threshold: f32) -> (f32, f32) {
    let (mut taken, mut wrong, mut all) = (0.0_f32, 0.0_f32, 0.0_f32);
    for answer in answers {
        all += answer.weight;
        if answer.probability >= threshold {
            taken += answer.weight;
            wrong += if answer.correct { 0.0 } else { answer.weight };
        }
    }
    (if taken > 0.0 { wrong / taken } else { 0.0 }, taken / all)
}

/// Expected calibration error over 15 bins of equal width.
pub(crate) fn calibration_error(answers: &[Answer]) -> f32 {
    let mut bins = [(0.0_f32, 0.0_f32, 0.0_f32); 15];
    for answer in answers {
        let bin = &mut bins[((answer.probability * 15.0) as usize).min(14)];
        bin.0 += answer.weight;
        bin.1 += answer.weight * answer.probability;
        bin.2 += if answer.correct { answer.weight } else { 0.0 };
    }
    let total: f32 = bins.iter().map(|bin| bin.0).sum();
    bins.iter().map(|bin| (bin.1 - bin.2).abs()).sum::<f32>() / total
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(probability: f32, correct: bool, is_match: bool) -> Answer {
        Answer {
            probability,
            correct,
            is_match,
            corroborated: false,
            row: None,
            weight: 1.0,
        }
    }

    #[test]
    fn figures_of_a_small_set() {
        let answers = [
            answer(0.9, true, true),
            answer(0.8, true, true),
            answer(0.7, false, false),
            answer(0.6, true, true),
        ];
        assert!((recall_at_1(&answers) - 1.0).abs() < 1e-6);
        let (recall, threshold) = recall_at_precision(&answers, 0.99);
        assert!((recall - 2.0 / 3.0).abs() < 1e-6 && (threshold - 0.8).abs() < 1e-6);
        assert!((open_set_f1(&answers) - 6.0 / 7.0).abs() < 1e-6);
        assert!((error_at(&answers, 0.7).0 - 1.0 / 3.0).abs() < 1e-6);
    }

    #[test]
    fn queries_without_match_get_their_share() {
        let mut answers = vec![answer(0.9, true, true); 7];
        answers.push(answer(0.1, false, false));
        weigh(&mut answers);
        assert!((answers[7].weight - 3.0).abs() < 1e-5);
    }
}
