//! Payee files and their rows.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    DecisionId, DocumentId, FileProgress, FileStatus, MatchDecision, MatchEvidence, PayeeFileId, PayeeId, PayeeSubtype,
    PayeeType, RowProblem, Selection, SupplierId, TypeEvidence,
    named_enum::named_enum,
    tagged::{TagError, required, unknown},
    time,
};

/// How the rows of a file came out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PayeeSplit {
    /// Rows of type business.
    pub business: i64,
    /// Rows of type individual.
    pub individual: i64,
    /// Rows of type government.
    pub government: i64,
    /// Rows of type unknown.
    pub unknown: i64,
    /// Rows with a supplier.
    pub matched: i64,
    /// Rows whose supplier is in doubt.
    pub review: i64,
    /// Rows without a supplier.
    pub none: i64,
    /// Review items still open.
    pub open_reviews: i64,
}

/// An uploaded vendor or payment list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PayeeFile {
    /// The file.
    pub id: PayeeFileId,
    /// Its name.
    pub file_name: String,
    /// The stored bytes.
    pub document_id: DocumentId,
    /// Where it stands.
    pub status: FileStatus,
    /// How far it has come.
    pub progress: FileProgress,
    /// How its rows came out so far.
    pub split: PayeeSplit,
    /// Rows that could not be taken.
    pub error_count: i64,
    /// The first 100 of them; the report has all.
    pub row_errors: Vec<RowProblem>,
    /// Why the whole file failed.
    pub failure: Option<String>,
    /// An earlier file with the same bytes.
    pub same_as: Option<PayeeFileId>,
    /// Who uploaded it.
    pub created_by: String,
    /// When it was uploaded.
    #[serde(deserialize_with = "time::read")]
    pub created_at: DateTime<Utc>,
    /// When the work on it ended.
    #[serde(default, deserialize_with = "time::read_option")]
    pub finished_at: Option<DateTime<Utc>>,
}

named_enum! {
    /// Who decided.
    DecidedBy {
        /// The engines.
        Machine = "machine",
        /// A person, on this row.
        Person = "person",
        /// A person, on the same name before.
        Memory = "memory",
    }
}

/// One row of a payee file with its outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Payee {
    /// The row.
    pub id: PayeeId,
    /// The file.
    pub payee_file_id: PayeeFileId,
    /// As a spreadsheet counts: the header is row 1.
    pub row_number: i64,
    /// The name as it stands in the file.
    pub name: String,
    /// What it is.
    pub payee_type: PayeeType,
    /// Probability of that type, 0..=1.
    pub type_confidence: f32,
    /// The finer kind.
    pub subtype: Option<PayeeSubtype>,
    /// Reason code of the type.
    pub reason: String,
    /// The supplier: decided, or the best candidate while in review.
    pub supplier_id: Option<SupplierId>,
    /// Its name.
    pub supplier_name: Option<String>,
    /// Probability that it is the true one, 0..=1.
    pub match_probability: f32,
    /// One letter per element.
    pub grade: String,
    /// What was decided about the supplier.
    pub decision: MatchDecision,
    /// Who decided the type.
    pub type_decided_by: DecidedBy,
    /// Who decided the supplier.
    pub match_decided_by: DecidedBy,
    /// Whether a review item is open for it.
    pub in_review: bool,
    /// Goes up with each change.
    pub row_version: i64,
}

/// One row with all that is known of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PayeeDetail {
    /// The row.
    pub payee: Payee,
    /// Header and text of each column of the file.
    pub original: Vec<(String, String)>,
    /// Why it has its type.
    pub type_evidence: TypeEvidence,
    /// Why it has its supplier.
    pub match_evidence: MatchEvidence,
    /// Versions of the engines that decided.
    pub engines: String,
    /// How many rows of the file have the same name after normalization, this one included.
    pub cluster_size: i64,
}

named_enum! {
    /// Order of the results.
    PayeeSort {
        /// As in the file.
        Row = "row",
        /// By name.
        Name = "name",
        /// By the confidence of the type, least first.
        TypeConfidence = "type_confidence",
        /// By the probability of the match, least first.
        MatchProbability = "match_probability",
    }
}

/// What the results table shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(default)]
pub struct PayeeFilter {
    /// Only names with this text (any case).
    pub q: Option<String>,
    /// Only this type.
    pub payee_type: Option<PayeeType>,
    /// Only this decision.
    pub decision: Option<MatchDecision>,
    /// Only rows with (or without) an open review item.
    pub in_review: Option<bool>,
    /// Only rows decided by the machine, a person, or memory.
    pub decided_by: Option<DecidedBy>,
    /// The order; as in the file when absent.
    pub sort: Option<PayeeSort>,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Rows on the page, 1..=200; 50 when absent.
    pub limit: Option<u32>,
}

/// The supplier that a person chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "choice", rename_all = "snake_case", try_from = "SupplierChoiceWire")]
pub enum SupplierChoice {
    /// This one.
    Supplier {
        /// Which.
        supplier_id: SupplierId,
    },
    /// None of the master; shown candidates are remembered as rejected.
    NoSupplier,
}

/// See [`crate::tagged`].
#[derive(Deserialize)]
struct SupplierChoiceWire {
    choice: String,
    supplier_id: Option<SupplierId>,
}

impl TryFrom<SupplierChoiceWire> for SupplierChoice {
    type Error = TagError;

    fn try_from(wire: SupplierChoiceWire) -> Result<Self, TagError> {
        match wire.choice.as_str() {
            "supplier" => Ok(Self::Supplier {
                supplier_id: required("supplier_id", wire.supplier_id)?,
            }),
            "no_supplier" => Ok(Self::NoSupplier),
            _ => unknown("choice", wire.choice),
        }
    }
}

/// What a person says of one payee or many. What is absent stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Verdict {
    /// The type.
    pub payee_type: Option<PayeeType>,
    /// The supplier.
    pub supplier: Option<SupplierChoice>,
    /// Take the machine's best answer as right wherever this verdict names nothing else.
    pub confirm: bool,
    /// Use it for the same name in later files too.
    pub remember: bool,
    /// Why, in the person's words.
    pub note: String,
}

/// Settles many payees of one file at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkDecision {
    /// The file.
    pub payee_file_id: PayeeFileId,
    /// Which rows.
    pub selection: Selection<PayeeId, PayeeFilter>,
    /// What is said of them.
    pub verdict: Verdict,
    /// The count that the person was shown; a different one is a conflict. Absent: not checked.
    pub expected_count: Option<i64>,
    /// The same key never decides twice.
    pub idempotency_key: String,
}

/// What a bulk decision would change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionPreview {
    /// Rows that would be settled.
    pub count: i64,
    /// Rows among them that a person has settled before and that would change.
    pub overrides_people: i64,
    /// The first 20 of them as they are now.
    pub sample: Vec<Payee>,
}

/// A decision that was made. Undo takes the id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionReceipt {
    /// The decision.
    pub decision_id: DecisionId,
    /// Rows that it settled; of an undo, rows that are again as they were.
    pub affected_count: i64,
    /// Of an undo: rows that were decided anew since and keep the newer decision. Else 0.
    #[serde(default)]
    pub kept_count: i64,
}

/// A decision as the history drawer lists it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionSummary {
    /// The decision.
    pub decision_id: DecisionId,
    /// The file.
    pub payee_file_id: PayeeFileId,
    /// The one payee, or the first of many.
    pub payee_id: PayeeId,
    /// Its name.
    pub payee_name: String,
    /// What was said, in a few words.
    pub summary: String,
    /// Rows that it settled.
    pub affected_count: i64,
    /// When.
    #[serde(deserialize_with = "time::read")]
    pub decided_at: DateTime<Utc>,
    /// Whether it was undone.
    pub undone: bool,
}

named_enum! {
    /// Form of an export.
    ExportFormat {
        /// Comma-separated, UTF-8 with a byte-order mark.
        Csv = "csv",
        /// Excel workbook.
        Xlsx = "xlsx",
        /// One JSON object a line.
        Jsonl = "jsonl",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagged::testing::{refusal, round_trip};

    const ID: &str = "00000000-0000-0000-0000-000000000007";

    #[test]
    fn choice_of_a_supplier_keeps_its_form() {
        let supplier_id = SupplierId(uuid::Uuid::from_u128(7));
        let json = format!(r#"{{"choice":"supplier","supplier_id":"{ID}"}}"#);
        round_trip(&SupplierChoice::Supplier { supplier_id }, &json);
        round_trip(&SupplierChoice::NoSupplier, r#"{"choice":"no_supplier"}"#);
    }

    #[test]
    fn choice_that_says_too_little_is_refused() {
        let refused = refusal::<SupplierChoice>(r#"{"choice":"supplier"}"#);
        assert!(refused.starts_with("missing field `supplier_id`"), "{refused}");
        let refused = refusal::<SupplierChoice>(&format!(r#"{{"supplier_id":"{ID}"}}"#));
        assert!(refused.starts_with("missing field `choice`"), "{refused}");
        let refused = refusal::<SupplierChoice>(r#"{"choice":"both"}"#);
        assert!(refused.starts_with(r#""both" is not a known choice"#), "{refused}");
    }
}
