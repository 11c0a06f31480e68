//! What becomes of a row: memory first, then the engines.

use contract::{DecidedBy, MatchDecision, PayeeType};
use matching::Scored;
use store::tables::{payee::Outcome, remembered_verdict::RememberedVerdict, review_item::Blockers};

/// Share of the best candidate's probability from which a runner-up makes the choice one among several.
const RIVAL_SHARE: f32 = 0.5;
/// Reason code of a type that differs from the machine's because it was settled for this name before.
const REASON_MEMORY: &str = "memory";

/// The outcome of a row, and why it needs a person, if it does.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Judged {
    pub(crate) outcome: Outcome,
    pub(crate) blockers: Blockers,
}

/// Joins what the engines say with what is remembered of the name; memory goes first, part by part.
///
/// `candidates` are best first; `decision` is what the thresholds make of the best.
pub(crate) fn judge(
    verdict: &payee::Verdict,
    candidates: &[Scored],
    decision: MatchDecision,
    memory: Option<&RememberedVerdict>,
) -> Judged {
    let mut judged = machine(verdict, candidates, decision);
    if let Some(memory) = memory {
        remember(&mut judged.outcome, candidates, memory);
        let outcome = &judged.outcome;
        judged.blockers.type_unclear &= outcome.type_decided_by == DecidedBy::Machine;
        let supplier_open = outcome.match_decided_by == DecidedBy::Machine;
        judged.blockers.supplier_ambiguous &= supplier_open;
        judged.blockers.supplier_unsure &= supplier_open;
    }
    judged.outcome.in_review = judged.blockers.any();
    judged
}

fn machine(verdict: &payee::Verdict, candidates: &[Scored], decision: MatchDecision) -> Judged {
    let best = candidates.first();
    let decision = if best.is_some() { decision } else { MatchDecision::None };
    let chosen = best.filter(|_| decision != MatchDecision::None);
    let has_rival = candidates
        .get(1)
        .is_some_and(|second| best.is_some_and(|best| second.probability >= RIVAL_SHARE * best.probability));
    let in_doubt = decision == MatchDecision::Review;
    Judged {
        outcome: Outcome {
            payee_type: verdict.payee_type,
            p_business: verdict.probabilities.business,
            p_individual: verdict.probabilities.individual,
            p_government: verdict.probabilities.government,
            type_confidence: verdict.confidence,
            subtype: verdict.subtype,
            reason: verdict.reason.as_str().to_owned(),
            supplier_id: chosen.map(|best| best.supplier_id),
            match_probability: best.map_or(0.0, |best| best.probability),
            grade: chosen.map_or_else(String::new, |best| best.grade.to_string()),
            decision,
            type_decided_by: DecidedBy::Machine,
            match_decided_by: DecidedBy::Machine,
            decision_id: None,
            in_review: false,
        },
        blockers: Blockers {
            type_unclear: verdict.payee_type == PayeeType::Unknown,
            supplier_ambiguous: in_doubt && has_rival,
            supplier_unsure: in_doubt && !has_rival,
            escalated: false,
        },
    }
}

fn remember(outcome: &mut Outcome, candidates: &[Scored], memory: &RememberedVerdict) {
    if let Some(payee_type) = memory.payee_type {
        if payee_type != outcome.payee_type {
            outcome.payee_type = payee_type;
            outcome.subtype = None;
            REASON_MEMORY.clone_into(&mut outcome.reason);
        }
        outcome.type_confidence = 1.0;
        outcome.type_decided_by = DecidedBy::Memory;
        outcome.decision_id = Some(memory.decision_id);
    }
    if memory.supplier_id.is_some() || memory.no_supplier {
        let grade = candidates
            .iter()
            .find(|it| Some(it.supplier_id) == memory.supplier_id)
            .map(|it| it.grade);
        outcome.supplier_id = memory.supplier_id;
        outcome.grade = grade.map_or_else(String::new, |grade| grade.to_string());
        (outcome.decision, outcome.match_probability) = match memory.supplier_id {
            Some(_) => (MatchDecision::Match, 1.0),
            None => (MatchDecision::None, 0.0),
        };
        outcome.match_decided_by = DecidedBy::Memory;
        outcome.decision_id = Some(memory.decision_id);
    }
}

#[cfg(test)]
mod tests {
    use contract::{DecisionId, SupplierId, TypeProbabilities};
    use matching::GradeString;
    use payee::Reason;
    use uuid::Uuid;

    use super::*;

    fn supplier(number: u128) -> SupplierId {
        SupplierId(Uuid::from_u128(number))
    }

    fn verdict(payee_type: PayeeType) -> payee::Verdict {
        payee::Verdict {
            payee_type,
            confidence: 0.6,
            probabilities: TypeProbabilities {
                business: 0.6,
                individual: 0.3,
                government: 0.1,
            },
            subtype: None,
            reason: Reason::Model,
        }
    }

    fn candidate(number: u128, probability: f32) -> Scored {
        Scored {
            supplier_id: supplier(number),
            probability,
            grade: GradeString::default(),
            other_number: false,
            corroborated: false,
        }
    }

    fn memory() -> RememberedVerdict {
        RememberedVerdict {
            name_key: "acme".to_owned(),
            payee_type: None,
            supplier_id: None,
            no_supplier: false,
            decision_id: DecisionId(Uuid::from_u128(9)),
        }
    }

    #[test]
    fn a_sure_row_needs_nobody() {
        let judged = judge(
            &verdict(PayeeType::Business),
            &[candidate(1, 0.99)],
            MatchDecision::Match,
            None,
        );
        assert_eq!(judged.outcome.supplier_id, Some(supplier(1)));
        assert_eq!(judged.outcome.grade, "ZZZZZZZZ");
        assert!(!judged.outcome.in_review && !judged.blockers.any());
    }

    #[test]
    fn one_doubtful_candidate_is_unsure_two_alike_are_ambiguous() {
        let business = verdict(PayeeType::Business);
        let one = judge(
            &business,
            &[candidate(1, 0.6), candidate(2, 0.1)],
            MatchDecision::Review,
            None,
        );
        assert!(one.blockers.supplier_unsure && !one.blockers.supplier_ambiguous);
        let two = judge(
            &business,
            &[candidate(1, 0.45), candidate(2, 0.4)],
            MatchDecision::Review,
            None,
        );
        assert!(two.blockers.supplier_ambiguous && !two.blockers.supplier_unsure);
        assert_eq!(
            two.outcome.supplier_id,
            Some(supplier(1)),
            "the best candidate is kept while in review"
        );
        assert!(two.outcome.in_review);
    }

    #[test]
    fn without_a_supplier_the_best_candidate_is_not_kept_but_its_probability_is() {
        let judged = judge(
            &verdict(PayeeType::Business),
            &[candidate(1, 0.02)],
            MatchDecision::None,
            None,
        );
        assert_eq!(
            (judged.outcome.supplier_id, judged.outcome.match_probability),
            (None, 0.02)
        );
        let nobody = judge(&verdict(PayeeType::Business), &[], MatchDecision::Review, None);
        assert_eq!(nobody.outcome.decision, MatchDecision::None);
    }

    #[test]
    fn an_unclear_type_needs_a_person() {
        let judged = judge(&verdict(PayeeType::Unknown), &[], MatchDecision::None, None);
        assert!(judged.blockers.type_unclear && judged.outcome.in_review);
    }

    #[test]
    fn memory_goes_before_the_engines() {
        let memory = RememberedVerdict {
            payee_type: Some(PayeeType::Government),
            supplier_id: Some(supplier(2)),
            ..memory()
        };
        let candidates = [candidate(1, 0.5), candidate(2, 0.4)];
        let judged = judge(
            &verdict(PayeeType::Unknown),
            &candidates,
            MatchDecision::Review,
            Some(&memory),
        );
        assert_eq!(judged.outcome.payee_type, PayeeType::Government);
        assert_eq!(judged.outcome.supplier_id, Some(supplier(2)));
        assert_eq!(judged.outcome.decision, MatchDecision::Match);
        assert_eq!(judged.outcome.type_decided_by, DecidedBy::Memory);
        assert_eq!(judged.outcome.match_decided_by, DecidedBy::Memory);
        assert_eq!(judged.outcome.decision_id, Some(memory.decision_id));
        assert!(!judged.outcome.in_review);
    }

    #[test]
    fn memory_of_the_type_alone_leaves_the_supplier_to_the_machine() {
        let memory = RememberedVerdict {
            payee_type: Some(PayeeType::Individual),
            ..memory()
        };
        let judged = judge(
            &verdict(PayeeType::Unknown),
            &[candidate(1, 0.5)],
            MatchDecision::Review,
            Some(&memory),
        );
        assert!(!judged.blockers.type_unclear && judged.blockers.supplier_unsure);
        assert_eq!(judged.outcome.match_decided_by, DecidedBy::Machine);
    }

    #[test]
    fn memory_of_no_supplier_is_kept() {
        let memory = RememberedVerdict {
            no_supplier: true,
            ..memory()
        };
        let judged = judge(
            &verdict(PayeeType::Business),
            &[candidate(1, 0.99)],
            MatchDecision::Match,
            Some(&memory),
        );
        assert_eq!(judged.outcome.decision, MatchDecision::None);
        assert_eq!(judged.outcome.supplier_id, None);
    }
}
