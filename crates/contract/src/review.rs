//! The review queue.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    DecisionId, PayeeDetail, PayeeFileId, ReviewItemId, Verdict,
    named_enum::named_enum,
    tagged::{TagError, required, unknown},
    time,
};

named_enum! {
    /// Why an item is in the queue.
    Blocker {
        /// The name does not tell what the payee is.
        TypeUnclear = "type_unclear",
        /// Two or more suppliers fit nearly equally well.
        SupplierAmbiguous = "supplier_ambiguous",
        /// One supplier fits, but not well enough.
        SupplierUnsure = "supplier_unsure",
        /// A person asked for a second look.
        Escalated = "escalated",
    }
}

named_enum! {
    /// Where an item stands.
    ReviewStatus {
        /// Waits.
        Open = "open",
        /// Put off by a person with a reason.
        Postponed = "postponed",
        /// Settled.
        Decided = "decided",
    }
}

/// Which part of the queue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(default)]
pub struct ReviewFilter {
    /// Only this file.
    pub payee_file_id: Option<PayeeFileId>,
    /// Only items with this blocker.
    pub blocker: Option<Blocker>,
    /// The postponed ones instead of the open ones.
    pub postponed: bool,
}

/// One doubt to be settled by a person, with all the evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewItem {
    /// The item.
    pub id: ReviewItemId,
    /// Send it back with the decision; a different one is a conflict.
    pub row_version: i64,
    /// Why it is here.
    pub blockers: Vec<Blocker>,
    /// Why it was postponed or escalated, in the person's words.
    pub note: String,
    /// The payee, its evidence and its candidates.
    pub detail: PayeeDetail,
    /// Name of the file.
    pub file_name: String,
    /// The payee's name after normalization: rows of the file with the same one are settled together. Empty when it has none.
    pub name_key: String,
    /// Nobody else gets it before this time.
    #[serde(default, deserialize_with = "time::read_option")]
    pub leased_until: Option<DateTime<Utc>>,
}

/// The next items for this person, leased to them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewBatch {
    /// Most urgent first.
    pub items: Vec<ReviewItem>,
    /// All items of this part of the queue that are leased to this person, those above included: another one that the person has
    /// at hand was settled, put off, or given to somebody else.
    pub held: Vec<ReviewItemId>,
    /// How the queue stands.
    pub progress: ReviewProgress,
}

/// How the queue stands for a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewProgress {
    /// Items that this person settled today (UTC).
    pub done_today: i64,
    /// Items that match the filter: the open ones, or the postponed ones if it asks for those.
    pub remaining: i64,
    /// Postponed items that match the filter.
    pub postponed: i64,
    /// Median of this person's last 100 items.
    pub median_seconds: Option<f64>,
    /// Time left at that speed.
    pub seconds_left: Option<f64>,
}

/// What a person does with an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "action", rename_all = "snake_case", try_from = "ReviewActionWire")]
pub enum ReviewAction {
    /// Settles it.
    Decide {
        /// How.
        verdict: Verdict,
        /// Settle all rows of the file with the same normalized name too.
        whole_cluster: bool,
    },
    /// Puts it off.
    Postpone {
        /// Why; required.
        reason: String,
    },
    /// Asks for a second look by a manager.
    Escalate {
        /// Why; required.
        reason: String,
    },
    /// Gives the lease back without a decision.
    Release,
    /// Takes back that this person put it off or asked for a second look, as long as nothing else was done with it since.
    TakeBack {
        /// The `idempotency_key` of the command that is taken back.
        command: String,
    },
}

/// See [`crate::tagged`].
#[derive(Deserialize)]
struct ReviewActionWire {
    action: String,
    verdict: Option<Verdict>,
    whole_cluster: Option<bool>,
    reason: Option<String>,
    command: Option<String>,
}

impl TryFrom<ReviewActionWire> for ReviewAction {
    type Error = TagError;

    fn try_from(wire: ReviewActionWire) -> Result<Self, TagError> {
        match wire.action.as_str() {
            "decide" => Ok(Self::Decide {
                verdict: required("verdict", wire.verdict)?,
                whole_cluster: required("whole_cluster", wire.whole_cluster)?,
            }),
            "postpone" => Ok(Self::Postpone {
                reason: required("reason", wire.reason)?,
            }),
            "escalate" => Ok(Self::Escalate {
                reason: required("reason", wire.reason)?,
            }),
            "release" => Ok(Self::Release),
            "take_back" => Ok(Self::TakeBack {
                command: required("command", wire.command)?,
            }),
            _ => unknown("action", wire.action),
        }
    }
}

/// One message of the browser's outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewCommand {
    /// The item.
    pub review_item_id: ReviewItemId,
    /// As the person saw it.
    pub row_version: i64,
    /// The same key never acts twice.
    pub idempotency_key: String,
    /// Time the person spent on it, for the median.
    pub spent_ms: i64,
    /// What to do.
    pub action: ReviewAction,
}

/// What came of a command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "outcome", rename_all = "snake_case", try_from = "ReviewOutcomeWire")]
pub enum ReviewOutcome {
    /// Done.
    Accepted {
        /// For undo; absent when nothing was decided.
        decision_id: Option<DecisionId>,
        /// Rows that were settled.
        affected_count: i64,
    },
    /// Someone else was faster. Nothing was changed.
    Conflict {
        /// The item as it is now.
        current: Box<ReviewItem>,
        /// Who changed it, and to what, in words.
        message: String,
    },
}

/// See [`crate::tagged`].
#[derive(Deserialize)]
struct ReviewOutcomeWire {
    outcome: String,
    decision_id: Option<DecisionId>,
    affected_count: Option<i64>,
    current: Option<Box<ReviewItem>>,
    message: Option<String>,
}

impl TryFrom<ReviewOutcomeWire> for ReviewOutcome {
    type Error = TagError;

    fn try_from(wire: ReviewOutcomeWire) -> Result<Self, TagError> {
        match wire.outcome.as_str() {
            "accepted" => Ok(Self::Accepted {
                decision_id: wire.decision_id,
                affected_count: required("affected_count", wire.affected_count)?,
            }),
            "conflict" => Ok(Self::Conflict {
                current: required("current", wire.current)?,
                message: required("message", wire.message)?,
            }),
            _ => unknown("outcome", wire.outcome),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagged::testing::{refusal, round_trip};

    fn item() -> ReviewItem {
        let id = "00000000-0000-0000-0000-000000000007";
        let item = serde_json::json!({
            "id": id, "row_version": 2, "blockers": ["type_unclear"], "note": "", "file_name": "list.csv", "name_key": "acme",
            "leased_until": null,
            "detail": {
                "payee": {
                    "id": id, "payee_file_id": id, "row_number": 2, "name": "Acme", "payee_type": "business",
                    "type_confidence": 0.5, "subtype": null, "reason": "", "supplier_id": null, "supplier_name": null,
                    "match_probability": 0.0, "grade": "", "decision": "none", "type_decided_by": "machine",
                    "match_decided_by": "machine", "in_review": true, "row_version": 1,
                },
                "original": [["Name", "Acme"]],
                "type_evidence": {
                    "sentence": "", "supporting": [], "opposing": [], "flips": [],
                    "probabilities": { "business": 0.5, "individual": 0.5, "government": 0.0 },
                },
                "match_evidence": { "sentence": "", "decision": "none", "candidates": [], "runner_up_gap": 0.0 },
                "engines": "1", "cluster_size": 1,
            },
        });
        serde_json::from_value(item).expect("this is an item")
    }

    #[test]
    fn action_keeps_its_form() {
        let verdict = Verdict {
            confirm: true,
            ..Verdict::default()
        };
        round_trip(
            &ReviewAction::Decide {
                verdict,
                whole_cluster: false,
            },
            r#"{"action":"decide","verdict":{"payee_type":null,"supplier":null,"confirm":true,"remember":false,"note":""},"whole_cluster":false}"#,
        );
        let reason = "No address".to_owned();
        let json = r#"{"action":"postpone","reason":"No address"}"#;
        round_trip(&ReviewAction::Postpone { reason: reason.clone() }, json);
        let json = r#"{"action":"escalate","reason":"No address"}"#;
        round_trip(&ReviewAction::Escalate { reason }, json);
        round_trip(&ReviewAction::Release, r#"{"action":"release"}"#);
        let command = "k1".to_owned();
        let json = r#"{"action":"take_back","command":"k1"}"#;
        round_trip(&ReviewAction::TakeBack { command }, json);
    }

    #[test]
    fn action_that_says_too_little_is_refused() {
        for (json, words) in [
            (r#"{"action":"decide","whole_cluster":true}"#, "missing field `verdict`"),
            (r#"{"action":"decide","verdict":{}}"#, "missing field `whole_cluster`"),
            (r#"{"action":"postpone"}"#, "missing field `reason`"),
            (r#"{"action":"escalate","reason":null}"#, "missing field `reason`"),
            (r#"{"action":"take_back"}"#, "missing field `command`"),
            (r#"{"reason":"No address"}"#, "missing field `action`"),
            (r#"{"action":"defer"}"#, r#""defer" is not a known action"#),
        ] {
            let refused = refusal::<ReviewAction>(json);
            assert!(refused.starts_with(words), "{json}: {refused}");
        }
    }

    #[test]
    fn outcome_keeps_its_form() {
        let accepted = ReviewOutcome::Accepted {
            decision_id: None,
            affected_count: 3,
        };
        round_trip(
            &accepted,
            r#"{"outcome":"accepted","decision_id":null,"affected_count":3}"#,
        );
        let conflict = ReviewOutcome::Conflict {
            current: Box::new(item()),
            message: "Ada was faster".to_owned(),
        };
        let json = serde_json::to_string(&conflict).expect("it can be written");
        assert!(json.starts_with(r#"{"outcome":"conflict","current":{"id":"#), "{json}");
        assert_eq!(
            serde_json::from_str::<ReviewOutcome>(&json).expect("it can be read"),
            conflict
        );
    }

    #[test]
    fn outcome_that_says_too_little_is_refused() {
        for (json, words) in [
            (r#"{"outcome":"accepted"}"#, "missing field `affected_count`"),
            (r#"{"outcome":"conflict","message":"x"}"#, "missing field `current`"),
            (r#"{"affected_count":1}"#, "missing field `outcome`"),
            (r#"{"outcome":"lost"}"#, r#""lost" is not a known outcome"#),
        ] {
            let refused = refusal::<ReviewOutcome>(json);
            assert!(refused.starts_with(words), "{json}: {refused}");
        }
    }
}
