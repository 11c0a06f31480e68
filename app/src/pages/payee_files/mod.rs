//! Payee files: upload, columns, progress, results, decisions on many rows, export.

mod bulk;
mod detail;
mod list;
mod mapping;
mod new;
mod panel;
mod progress;
mod results;

use self::{detail::PayeeFilePage, list::PayeeFilesPage, mapping::MapPayeeFilePage, new::NewPayeeFilePage};
use super::lazy::lazy_pages;

lazy_pages! {
    /// The pages of this area.
    pub enum PayeeFilesPages in payee_files {
        List: PayeeFilesPage,
        New: NewPayeeFilePage,
        Columns: MapPayeeFilePage,
        Detail: PayeeFilePage,
    }
}
