//! The columns that an export adds behind those of the file. Other programs rely on their names and their order.

use contract::{DecidedBy, SupplierId};
use store::tables::payee::{ExportRow, Outcome};

/// The added columns, in their order.
pub const ADDED_COLUMNS: [&str; 9] = [
    "payee_type",
    "payee_type_confidence",
    "payee_subtype",
    "reason",
    "supplier_id",
    "match_probability",
    "grade",
    "decision",
    "decided_by",
];

/// A value of an added column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A probability, 0..=1, shown with four decimals.
    Probability(f32),
}

impl Value {
    /// As a CSV file has it.
    pub(crate) fn to_text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Probability(value) => format!("{value:.4}"),
        }
    }

    /// As JSON has it: a number with at most four decimals.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Empty => serde_json::Value::Null,
            Self::Text(text) => text.as_str().into(),
            Self::Probability(value) => rounded(*value).into(),
        }
    }
}

/// A probability with four decimals.
pub(crate) fn rounded(value: f32) -> f64 {
    (f64::from(value) * 10_000.0).round() / 10_000.0
}

/// The added columns of a row; all empty when the row could not be taken.
pub(crate) fn added(row: Option<&ExportRow>, engines: &str) -> [Value; ADDED_COLUMNS.len()] {
    let Some(row) = row else {
        return [const { Value::Empty }; ADDED_COLUMNS.len()];
    };
    let outcome = &row.outcome;
    [
        text(outcome.payee_type.as_str()),
        Value::Probability(outcome.type_confidence),
        outcome.subtype.map_or(Value::Empty, |subtype| text(subtype.as_str())),
        text(&outcome.reason),
        outcome
            .supplier_id
            .map_or(Value::Empty, |id| supplier(id, row.supplier_external_id.as_deref())),
        Value::Probability(outcome.match_probability),
        text(&outcome.grade),
        text(outcome.decision.as_str()),
        Value::Text(decided_by(outcome, engines, row.decision_actor.as_deref())),
    ]
}

fn text(text: &str) -> Value {
    if text.is_empty() {
        Value::Empty
    } else {
        Value::Text(text.to_owned())
    }
}

/// The id that the customer's own system knows, where the master has it, else ours.
fn supplier(id: SupplierId, external_id: Option<&str>) -> Value {
    match external_id {
        Some(external_id) if !external_id.is_empty() => Value::Text(external_id.to_owned()),
        _ => Value::Text(id.to_string()),
    }
}

/// Who decided: `machine (payee 1, matching 1)` with the versions of the engines, the person's name, or
/// `memory (Ada Lovelace)` with the name of whoever settled the same name before. Where type and supplier were decided
/// by different ones: `type: …; supplier: …`.
fn decided_by(outcome: &Outcome, engines: &str, actor: Option<&str>) -> String {
    let who = |by: DecidedBy, engine: &str| match by {
        DecidedBy::Machine => format!("machine ({engine})"),
        DecidedBy::Person => actor.unwrap_or("person").to_owned(),
        DecidedBy::Memory => format!("memory ({})", actor.unwrap_or("person")),
    };
    if outcome.type_decided_by == outcome.match_decided_by {
        return who(outcome.type_decided_by, engines);
    }
    let (type_engine, match_engine) = engines.split_once(", ").unwrap_or((engines, engines));
    format!(
        "type: {}; supplier: {}",
        who(outcome.type_decided_by, type_engine),
        who(outcome.match_decided_by, match_engine)
    )
}

#[cfg(test)]
mod tests {
    use contract::{MatchDecision, PayeeType};
    use uuid::Uuid;

    use super::*;

    fn row() -> ExportRow {
        ExportRow {
            row_number: 2,
            outcome: Outcome {
                payee_type: PayeeType::Business,
                p_business: 0.98,
                p_individual: 0.01,
                p_government: 0.01,
                type_confidence: 0.98,
                subtype: None,
                reason: "legal_form".to_owned(),
                supplier_id: Some(SupplierId(Uuid::from_u128(7))),
                match_probability: 0.912_345,
                grade: "AAZZZZZZ".to_owned(),
                decision: MatchDecision::Match,
                type_decided_by: DecidedBy::Machine,
                match_decided_by: DecidedBy::Machine,
                decision_id: None,
                in_review: false,
            },
            supplier_external_id: Some("S-7".to_owned()),
            decision_actor: None,
        }
    }

    fn texts(row: &ExportRow) -> Vec<String> {
        added(Some(row), "payee 1, matching 2")
            .iter()
            .map(Value::to_text)
            .collect()
    }

    #[test]
    fn a_row_of_the_machine() {
        assert_eq!(
            texts(&row()),
            [
                "business",
                "0.9800",
                "",
                "legal_form",
                "S-7",
                "0.9123",
                "AAZZZZZZ",
                "match",
                "machine (payee 1, matching 2)"
            ]
        );
    }

    #[test]
    fn a_supplier_without_an_external_id_has_ours() {
        let row = ExportRow {
            supplier_external_id: Some(String::new()),
            ..row()
        };
        assert_eq!(texts(&row)[4], Uuid::from_u128(7).to_string());
    }

    #[test]
    fn who_decided_is_named() {
        let mut row = row();
        row.decision_actor = Some("Ada Lovelace".to_owned());
        row.outcome.match_decided_by = DecidedBy::Person;
        assert_eq!(texts(&row)[8], "type: machine (payee 1); supplier: Ada Lovelace");
        row.outcome.type_decided_by = DecidedBy::Person;
        assert_eq!(texts(&row)[8], "Ada Lovelace");
        row.outcome.type_decided_by = DecidedBy::Memory;
        row.outcome.match_decided_by = DecidedBy::Memory;
        assert_eq!(texts(&row)[8], "memory (Ada Lovelace)");
    }

    #[test]
    fn a_row_that_was_left_out_has_nothing_added() {
        assert!(
            added(None, "payee 1, matching 2")
                .iter()
                .all(|value| *value == Value::Empty)
        );
    }
}
