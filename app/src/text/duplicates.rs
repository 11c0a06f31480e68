//! Duplicates in the supplier master.

#![expect(missing_docs, reason = "each text speaks for itself")]

pub const TITLE: &str = "Duplicate suppliers";
pub const NOTE: &str = "Suppliers that are probably one and the same. Nothing is merged until you say so.";
pub const FIND: &str = "Find duplicates";
pub const NEVER_TITLE: &str = "Not searched yet";
pub const NEVER_DETAIL: &str = "A search compares all suppliers with each other and proposes which to merge. It takes seconds, even for a large master.";
pub const NONE_TITLE: &str = "No duplicates left";
pub const NONE_DETAIL: &str = "Every proposal is settled. Search again after an import or after many changes.";
pub const SEARCHING: &str = "The suppliers are being compared. What is found will appear here.";
pub const FAILED: &str = "The last search did not end. Search again; what was found before is still here.";
pub const COMPARE_TITLE: &str = "Are these one supplier?";
pub const COMPARE_NOTE: &str = "Choose the one to keep. The others become part of it: their names find it, and what it lacks is filled in from them.";
pub const EVIDENCE_TITLE: &str = "Why they are proposed";
pub const MERGE_LACKS: &str = "Include at least one supplier to merge.";
pub const DISMISS: &str = "Not duplicates";
pub const DISMISS_QUESTION: &str = "They stay as they are and will not be proposed together again.";
pub const MERGED: &str =
    "This supplier was merged into another one, which its names find now. It stays here for the record.";
pub const MERGED_LINK: &str = "Show the supplier that was kept";
