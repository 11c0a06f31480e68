//! What the event stream of the console says (server-sent events, one JSON object each).

use serde::{Deserialize, Serialize};

use crate::{PayeeFile, SupplierImport};

/// Something that an open page wants to know at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "topic", rename_all = "snake_case")]
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
}
