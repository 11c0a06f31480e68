//! Background work.

#![expect(missing_docs, reason = "each text speaks for itself")]

pub const TITLE: &str = "Jobs";
pub const NOTE: &str = "Work that goes on in the background. This page follows by itself.";
pub const EMPTY_TITLE: &str = "No job here";
pub const EMPTY_DETAIL: &str = "Uploads and imports start jobs. With another filter there may be some.";
/// What a kind of job does, where people know it by another name.
pub fn kind(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "payee_file.work" => "Classify and match a payee file",
        "supplier_import.work" => "Import suppliers",
        "supplier_duplicates.find" => "Find duplicate suppliers",
        _ => return None,
    })
}

pub const CANCEL_QUESTION: &str = "Stop this job? It stops at its next safe point; what is done stays done.";
