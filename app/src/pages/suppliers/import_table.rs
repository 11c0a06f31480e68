//! The table of the list of supplier imports, as the server writes it.

use contract::{Page, SupplierImport};
use maud::{Markup, html};

use crate::{
    text::suppliers as text,
    ui::{Column, WrittenPage, format, status, time::moment_text},
};

/// Writes what there is.
pub fn written(page: Page<SupplierImport>) -> WrittenPage {
    let columns = [
        Column::text("File"),
        Column::text("Status"),
        Column::number("New"),
        Column::number("Changed"),
        Column::number("Unchanged"),
        Column::number("Errors"),
        Column::text("Started by"),
        Column::text("Started"),
    ];
    WrittenPage::new(text::IMPORTS_TITLE, &columns, page, row)
}

fn row(import: &SupplierImport) -> Markup {
    html! {
        tr {
            td class="clip" {
                a data-row href={ "/suppliers/imports/" (import.id) } { bdi { (import.file_name) } }
            }
            td { (status::file(import.status)) }
            td class="num" { (format::integer(import.created_count)) }
            td class="num" { (format::integer(import.updated_count)) }
            td class="num" { (format::integer(import.unchanged_count)) }
            td class="num" { (format::integer(import.error_count)) }
            td { (import.created_by) }
            td { (moment_text(import.created_at)) }
        }
    }
}
