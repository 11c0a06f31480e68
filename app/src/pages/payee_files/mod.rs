//! Payee files: upload, columns, progress, results, decisions on many rows, export.

mod bulk;
mod detail;
mod list;
mod mapping;
mod new;
mod panel;
#[cfg(feature = "ssr")]
mod panel_text;
mod progress;
mod results;
#[cfg(feature = "ssr")]
mod table;
mod verdicts;

pub use self::results::filter_of;
use self::{detail::PayeeFilePage, list::PayeeFilesPage, mapping::MapPayeeFilePage, new::NewPayeeFilePage};
#[cfg(feature = "ssr")]
pub use self::{
    panel_text::{panel_text, preview_text},
    table::written,
};
use super::lazy::lazy_pages;

lazy_pages! {
    /// All files.
    pub enum PayeeFilesPages in payee_files { List: PayeeFilesPage }
}

lazy_pages! {
    /// One file.
    pub enum PayeeFilePages in payee_file { Detail: PayeeFilePage }
}

lazy_pages! {
    /// The pages that take a file in.
    pub enum UploadPages in uploads {
        New: NewPayeeFilePage,
        Columns: MapPayeeFilePage,
    }
}
