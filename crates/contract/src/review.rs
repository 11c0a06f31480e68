//! The review queue.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{DecisionId, PayeeDetail, PayeeFileId, ReviewItemId, Verdict, named_enum::named_enum};

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
    /// Nobody else gets it before this time.
    pub leased_until: Option<DateTime<Utc>>,
}

/// The next items for this person, leased to them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewBatch {
    /// Most urgent first.
    pub items: Vec<ReviewItem>,
    /// How the queue stands.
    pub progress: ReviewProgress,
}

/// How the queue stands for a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewProgress {
    /// Items that this person settled today (UTC).
    pub done_today: i64,
    /// Open items that match the filter.
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
#[serde(tag = "action", rename_all = "snake_case")]
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
#[serde(tag = "outcome", rename_all = "snake_case")]
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
