//! The start page.

#![expect(missing_docs, reason = "each text speaks for itself")]

pub const TITLE: &str = "Dashboard";
pub const NEEDS_YOU: &str = "Needs you now";
pub const NOTHING_TITLE: &str = "Nothing needs you";
pub const NOTHING_DETAIL: &str = "No review, file or job waits for you.";
pub const FIRST_SUPPLIERS_TITLE: &str = "Start with your suppliers";
pub const FIRST_SUPPLIERS_DETAIL: &str =
    "Payees are matched against your supplier master. Import it from a file, then upload a list of payees.";
pub const NO_FILES_TITLE: &str = "No payee file yet";
pub const NO_FILES_DETAIL: &str =
    "Upload a vendor or payment list: each row gets a type and, where there is one, a supplier.";
pub const MASTER: &str = "Supplier master";
pub const LAST_30_DAYS: &str = "Last 30 days";
pub const AUTOMATION_NOTE: &str = "Rows of the last 30 days that no person had to touch";
