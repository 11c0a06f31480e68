//! From probabilities to a decision.

use contract::MatchDecision;

use crate::{Scored, model::Model};

/// Where to decide, and where to ask a person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// The best candidate is taken from this probability on, 0..=1.
    pub match_at: f32,
    /// Below this probability there is no supplier, 0..=1.
    pub none_below: f32,
    /// The best candidate must be this much more probable than the second, 0..=1.
    pub min_gap: f32,
}

/// The share of wrong automatic matches that organizations start with.
pub(crate) const DEFAULT_TARGET_ERROR: f32 = 0.01;
/// Below this a person would find the supplier in fewer than one of ten reviews.
const NONE_BELOW: f32 = 0.1;
/// Two candidates closer than this are for a person to tell apart, however probable the better one is.
const MIN_GAP: f32 = 0.3;

impl Default for Thresholds {
    fn default() -> Self {
        Self::for_target_error(DEFAULT_TARGET_ERROR)
    }
}

impl Thresholds {
    /// Thresholds under which at most a share of `target_error` of the automatic matches is expected to be wrong.
    ///
    /// The probability that an error rate takes was measured by the training program on names that people wrote, of sources
    /// that the weights had not seen, with 30 % of the queries having no true match; between the measured rates it is interpolated, and a rate
    /// below the smallest measured one takes the strictest probability there is.
    pub fn for_target_error(target_error: f32) -> Self {
        Self {
            match_at: Model::shipped().operating_points.probability_for(target_error),
            none_below: NONE_BELOW,
            min_gap: MIN_GAP,
        }
    }

    /// What these thresholds make of a list of candidates, best first.
    pub fn decide(&self, candidates: &[Scored]) -> MatchDecision {
        let best = candidates.first().map_or(0.0, |it| it.probability);
        let second = candidates.get(1).map_or(0.0, |it| it.probability);
        // Homonyms share the probability: each may be improbable, but one of them it is.
        let any: f32 = candidates.iter().map(|it| it.probability).sum();
        // Siblings are told apart by their number; that it was mistyped is for a person to say.
        let other_number = candidates.first().is_some_and(|it| it.other_number);
        if best >= self.match_at && best - second >= self.min_gap && !other_number {
            MatchDecision::Match
        } else if any < self.none_below {
            MatchDecision::None
        } else {
            MatchDecision::Review
        }
    }
}

#[cfg(test)]
mod tests {
    use contract::SupplierId;
    use uuid::Uuid;

    use super::*;
    use crate::GradeString;

    fn scored(probabilities: &[f32]) -> Vec<Scored> {
        probabilities
            .iter()
            .map(|&probability| Scored {
                supplier_id: SupplierId(Uuid::nil()),
                probability,
                grade: GradeString::default(),
                other_number: false,
                corroborated: false,
            })
            .collect()
    }

    #[test]
    fn probability_and_gap_decide() {
        let thresholds = Thresholds {
            match_at: 0.9,
            none_below: 0.1,
            min_gap: 0.3,
        };
        assert_eq!(thresholds.decide(&scored(&[0.95, 0.02])), MatchDecision::Match);
        assert_eq!(thresholds.decide(&scored(&[0.6, 0.3])), MatchDecision::Review);
        assert_eq!(thresholds.decide(&scored(&[0.05, 0.02])), MatchDecision::None);
        assert_eq!(thresholds.decide(&scored(&[])), MatchDecision::None);
    }

    #[test]
    fn another_number_is_reviewed() {
        let mut candidates = scored(&[0.99]);
        assert_eq!(Thresholds::default().decide(&candidates), MatchDecision::Match);
        candidates[0].other_number = true;
        assert_eq!(Thresholds::default().decide(&candidates), MatchDecision::Review);
    }

    #[test]
    fn homonyms_are_reviewed() {
        let thresholds = Thresholds {
            match_at: 0.4,
            none_below: 0.1,
            min_gap: 0.3,
        };
        assert_eq!(thresholds.decide(&scored(&[0.48, 0.48])), MatchDecision::Review);
        assert_eq!(thresholds.decide(&scored(&[0.08, 0.08])), MatchDecision::Review);
    }

    #[test]
    fn a_smaller_target_error_is_stricter() {
        let at = |target| Thresholds::for_target_error(target).match_at;
        assert!(at(0.001) >= at(0.01) && at(0.01) >= at(0.1) && at(0.1) > 0.0 && at(0.001) <= 1.0);
    }
}
