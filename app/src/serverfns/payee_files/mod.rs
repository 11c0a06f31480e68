//! Payee files, their rows, and the decisions on them.

mod cancel_payee_file;
mod decide_payees;
mod get_payee_file;
mod list_payee_files;
mod list_recent_decisions;
mod payee_panel;
mod payee_table;
mod preview_decision;
mod start_payee_file;
mod undo_decision;

pub use cancel_payee_file::{CancelPayeeFile, cancel_payee_file};
pub use decide_payees::{DecidePayees, decide_payees};
pub use get_payee_file::{GetPayeeFile, get_payee_file};
pub use list_payee_files::{ListPayeeFiles, list_payee_files};
pub use list_recent_decisions::{ListRecentDecisions, list_recent_decisions};
pub use payee_panel::{PayeePanel, payee_panel};
pub use payee_table::{PayeeTable, payee_table};
pub use preview_decision::{PreviewDecision, WrittenPreview, preview_decision};
pub use start_payee_file::{StartPayeeFile, start_payee_file};
pub use undo_decision::{UndoDecision, undo_decision};
