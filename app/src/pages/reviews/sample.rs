//! A review item for tests.

use contract::{
    Blocker, DecidedBy, MatchDecision, MatchEvidence, Payee, PayeeDetail, PayeeFileId, PayeeId, PayeeType, ReviewItem,
    ReviewItemId, TypeEvidence, TypeProbabilities,
};
use uuid::Uuid;

/// An item whose payee is unknown and has no candidates.
pub fn item(id: u128) -> ReviewItem {
    let id = Uuid::from_u128(id);
    ReviewItem {
        id: ReviewItemId(id),
        row_version: 1,
        blockers: vec![Blocker::TypeUnclear],
        note: String::new(),
        detail: PayeeDetail {
            payee: Payee {
                id: PayeeId(id),
                payee_file_id: PayeeFileId(Uuid::from_u128(1)),
                row_number: 2,
                name: "Acme".into(),
                payee_type: PayeeType::Unknown,
                type_confidence: 0.5,
                subtype: None,
                reason: "undecided".into(),
                supplier_id: None,
                supplier_name: None,
                match_probability: 0.0,
                grade: String::new(),
                decision: MatchDecision::Review,
                type_decided_by: DecidedBy::Machine,
                match_decided_by: DecidedBy::Machine,
                in_review: true,
                row_version: 1,
            },
            original: Vec::new(),
            type_evidence: TypeEvidence {
                sentence: String::new(),
                probabilities: TypeProbabilities {
                    business: 0.5,
                    individual: 0.4,
                    government: 0.1,
                },
                supporting: Vec::new(),
                opposing: Vec::new(),
                flips: Vec::new(),
            },
            match_evidence: MatchEvidence {
                sentence: String::new(),
                decision: MatchDecision::Review,
                candidates: Vec::new(),
                runner_up_gap: 0.0,
            },
            engines: String::new(),
            cluster_size: 1,
        },
        file_name: "vendors.csv".into(),
        name_key: "acme".into(),
        leased_until: None,
    }
}
