//! The supplier master and its imports.

#![expect(missing_docs, reason = "each text speaks for itself")]

pub const TITLE: &str = "Suppliers";
pub const SEARCH_HINT: &str = "Name, alias, or an exact identifier";
pub const EMPTY_TITLE: &str = "No suppliers yet";
pub const EMPTY_DETAIL: &str = "Payees are matched against these. Import them from a file, or add one by hand.";
pub const NO_HITS_TITLE: &str = "No supplier matches";
pub const NO_HITS_DETAIL: &str = "Take a filter away, or search for a part of the name.";
pub const NEW_TITLE: &str = "Add a supplier";
pub const ALIASES_HINT: &str = "Other and former names, one a line";
pub const EXTERNAL_ID_HINT: &str = "Its id in the system your master comes from";
pub const COUNTRY_HINT: &str = "Two letters, such as US or DE";
pub const INACTIVE_LABEL: &str = "Not to be matched any more";
pub const INACTIVE_HINT: &str = "It stays for the record; payees matched before keep it";
pub const SHOW_NOW: &str = "Show it as it is now";
pub const SAVE_OVER: &str = "Save over the newer version";
pub const HISTORY_TITLE: &str = "History";
pub const HISTORY_EMPTY: &str = "No change recorded.";
pub const IMPORTS_TITLE: &str = "Supplier imports";
pub const IMPORTS_EMPTY_TITLE: &str = "No import yet";
pub const IMPORTS_EMPTY_DETAIL: &str =
    "Bring your supplier master in from a CSV or Excel file. A later file updates what is there.";
pub const IMPORT_TITLE: &str = "Import suppliers";
pub const IMPORT_DROP: &str = "Drop supplier lists here";
pub const IMPORT_FORMATS: &str =
    "CSV, TSV or Excel (XLSX). Large files go up in parts; a lost connection costs nothing.";
pub const IMPORT_STORED: &str = "Stored. Next: say which column holds what.";
pub const SEEN_BEFORE: &str = "The same file was uploaded before, on";
pub const MAPPING_TITLE: &str = "Name the columns";
pub const MAPPING_NOTE: &str =
    "Only the name is required. Suppliers are recognized by their external id, else by name.";
pub const CANCEL_QUESTION: &str = "Stop this import? What is in stays in; the rest of the file is not read.";
pub const ROW_ERRORS_TITLE: &str = "Rows that were not taken";
pub const ROW_ERRORS_REPORT: &str = "Download the report of all rows";
