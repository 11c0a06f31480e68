//! What the event stream of the console says (server-sent events, one JSON object each).

use serde::{Deserialize, Serialize};

use crate::{
    PayeeFile, SupplierImport,
    tagged::{TagError, required, unknown},
};

/// Something that an open page wants to know at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "topic", rename_all = "snake_case", try_from = "LiveEventWire")]
pub enum LiveEvent {
    /// A payee file moved on.
    PayeeFile {
        /// As it is now.
        file: Box<PayeeFile>,
    },
    /// A supplier import moved on.
    SupplierImport {
        /// As it is now.
        import: Box<SupplierImport>,
    },
    /// A job changed its state.
    JobChanged,
    /// The review queue changed by someone's hand.
    ReviewQueueChanged,
    /// Events went by unheard: whatever is shown may be out of date.
    Missed,
}

/// See [`crate::tagged`].
#[derive(Deserialize)]
struct LiveEventWire {
    topic: String,
    file: Option<Box<PayeeFile>>,
    import: Option<Box<SupplierImport>>,
}

impl TryFrom<LiveEventWire> for LiveEvent {
    type Error = TagError;

    fn try_from(wire: LiveEventWire) -> Result<Self, TagError> {
        match wire.topic.as_str() {
            "payee_file" => Ok(Self::PayeeFile {
                file: required("file", wire.file)?,
            }),
            "supplier_import" => Ok(Self::SupplierImport {
                import: required("import", wire.import)?,
            }),
            "job_changed" => Ok(Self::JobChanged),
            "review_queue_changed" => Ok(Self::ReviewQueueChanged),
            "missed" => Ok(Self::Missed),
            _ => unknown("topic", wire.topic),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tagged::testing::{refusal, round_trip};

    /// What a payee file and a supplier import have in common.
    const COMMON: &str = r#""file_name":"list.csv","document_id":"00000000-0000-0000-0000-000000000007","status":"queued",
        "progress":{"done_rows":0},"error_count":0,"row_errors":[],"created_by":"Ada","created_at":"2026-11-21T08:00:00Z",
        "id":"00000000-0000-0000-0000-000000000007""#;

    #[test]
    fn news_of_the_queues_keep_their_form() {
        round_trip(&LiveEvent::JobChanged, r#"{"topic":"job_changed"}"#);
        round_trip(&LiveEvent::ReviewQueueChanged, r#"{"topic":"review_queue_changed"}"#);
        round_trip(&LiveEvent::Missed, r#"{"topic":"missed"}"#);
    }

    #[test]
    fn news_of_files_keep_their_form() {
        let split = r#"{"business":0,"individual":0,"government":0,"unknown":0,"matched":0,"review":0,"none":0,"open_reviews":0}"#;
        let file = serde_json::from_str(&format!(r#"{{{COMMON},"split":{split}}}"#)).expect("this is a file");
        let json = serde_json::to_string(&LiveEvent::PayeeFile { file }).expect("it can be written");
        assert!(json.starts_with(r#"{"topic":"payee_file","file":{"id":"#), "{json}");
        round_trip(
            &serde_json::from_str::<LiveEvent>(&json).expect("it can be read"),
            &json,
        );

        let counts = r#""created_count":0,"updated_count":0,"unchanged_count":0"#;
        let import = serde_json::from_str(&format!("{{{COMMON},{counts}}}")).expect("this is an import");
        let json = serde_json::to_string(&LiveEvent::SupplierImport { import }).expect("it can be written");
        assert!(
            json.starts_with(r#"{"topic":"supplier_import","import":{"id":"#),
            "{json}"
        );
        round_trip(
            &serde_json::from_str::<LiveEvent>(&json).expect("it can be read"),
            &json,
        );
    }

    #[test]
    fn news_that_say_too_little_are_refused() {
        for (json, words) in [
            (r#"{"topic":"payee_file"}"#, "missing field `file`"),
            (r#"{"topic":"supplier_import"}"#, "missing field `import`"),
            ("{}", "missing field `topic`"),
            (r#"{"topic":"weather"}"#, r#""weather" is not a known topic"#),
        ] {
            let refused = refusal::<LiveEvent>(json);
            assert!(refused.starts_with(words), "{json}: {refused}");
        }
    }
}
