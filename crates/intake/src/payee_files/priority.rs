//! The order of the review queue.

use contract::MatchDecision;
use store::tables::{payee::Outcome, review_item::Blockers};

use super::amount::decimals;

/// What a row without an amount counts as, in units of its currency: between a small invoice and a large one, so that
/// files without amounts are ordered by doubt alone and mixed ones do not sink them.
const DEFAULT_AMOUNT: f64 = 100.0;
/// What deciding a type takes a reviewer; a starting value until a queue's own medians replace it.
const TYPE_SECONDS: f64 = 6.0;
/// What confirming or refusing one supplier takes.
const UNSURE_SECONDS: f64 = 10.0;
/// What choosing among several takes.
const AMBIGUOUS_SECONDS: f64 = 16.0;

/// The expected loss per second of a person's time: probability of an error × amount ÷ expected seconds.
pub(crate) fn expected_loss(outcome: &Outcome, blockers: Blockers, amount_minor: Option<i64>, currency: &str) -> f64 {
    let type_error = if blockers.type_unclear {
        1.0 - f64::from(outcome.type_confidence)
    } else {
        0.0
    };
    let match_error = match outcome.decision {
        // The share of the worse answer: half at p = 0.5, little when one answer is nearly sure.
        MatchDecision::Review => 1.0 - 2.0 * (0.5 - f64::from(outcome.match_probability)).abs(),
        MatchDecision::Match | MatchDecision::None => 0.0,
    };
    let error = 1.0 - (1.0 - type_error) * (1.0 - match_error.clamp(0.0, 1.0));
    error * amount(amount_minor, currency) / seconds(blockers)
}

fn amount(amount_minor: Option<i64>, currency: &str) -> f64 {
    match amount_minor {
        Some(minor) if minor != 0 => {
            let units = 10_f64.powi(i32::try_from(decimals(currency)).expect("at most 3 decimals"));
            // Exact up to 2^53 minor units; beyond it an order needs no exactness.
            #[expect(clippy::cast_precision_loss, reason = "only an order is wanted")]
            let amount = minor.unsigned_abs() as f64;
            amount / units
        }
        _ => DEFAULT_AMOUNT,
    }
}

fn seconds(blockers: Blockers) -> f64 {
    let parts = [
        (blockers.type_unclear, TYPE_SECONDS),
        (blockers.supplier_unsure, UNSURE_SECONDS),
        (blockers.supplier_ambiguous, AMBIGUOUS_SECONDS),
    ];
    let total: f64 = parts
        .iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, seconds)| seconds)
        .sum();
    total.max(TYPE_SECONDS)
}

#[cfg(test)]
mod tests {
    use contract::{DecidedBy, PayeeType};

    use super::*;

    fn outcome(type_confidence: f32, match_probability: f32) -> Outcome {
        Outcome {
            payee_type: PayeeType::Unknown,
            p_business: type_confidence,
            p_individual: 1.0 - type_confidence,
            p_government: 0.0,
            type_confidence,
            subtype: None,
            reason: String::new(),
            supplier_id: None,
            match_probability,
            grade: String::new(),
            decision: MatchDecision::Review,
            type_decided_by: DecidedBy::Machine,
            match_decided_by: DecidedBy::Machine,
            decision_id: None,
            in_review: true,
        }
    }

    const UNSURE: Blockers = Blockers {
        type_unclear: false,
        supplier_ambiguous: false,
        supplier_unsure: true,
        escalated: false,
    };
    const BOTH: Blockers = Blockers {
        type_unclear: true,
        supplier_ambiguous: false,
        supplier_unsure: true,
        escalated: false,
    };

    #[test]
    fn more_money_goes_first() {
        let small = expected_loss(&outcome(0.5, 0.5), UNSURE, Some(1_000), "USD");
        let large = expected_loss(&outcome(0.5, 0.5), UNSURE, Some(2_000), "USD");
        assert!((large - 2.0 * small).abs() < 1e-9);
        assert!(expected_loss(&outcome(0.5, 0.5), UNSURE, Some(1_000), "JPY") > large);
        assert!(
            expected_loss(&outcome(0.5, 0.5), UNSURE, Some(-9_000), "USD") > large,
            "a refund is money too"
        );
    }

    #[test]
    fn more_doubt_goes_first() {
        let doubtful = expected_loss(&outcome(0.9, 0.5), UNSURE, None, "");
        for probability in [0.1, 0.9] {
            assert!(expected_loss(&outcome(0.9, probability), UNSURE, None, "") < doubtful);
        }
    }

    #[test]
    fn what_takes_longer_goes_later() {
        let one = expected_loss(&outcome(1.0, 0.5), UNSURE, None, "");
        let two = expected_loss(&outcome(1.0, 0.5), BOTH, None, "");
        assert!(two < one);
    }
}
