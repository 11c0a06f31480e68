//! Payee files: upload, columns, progress, results, decisions on many rows, export.

mod bulk;
mod detail;
mod list;
mod mapping;
mod new;
mod panel;
mod progress;
mod results;

pub use detail::PayeeFilePage;
pub use list::PayeeFilesPage;
pub use mapping::MapPayeeFilePage;
pub use new::NewPayeeFilePage;
