//! The left pane: the row as it stands in the file, and why the payee has its type.

use contract::ReviewItem;
use maud::{Markup, html};

use crate::ui::{evidence::type_evidence, format, icon::IconName};

/// Writes the left pane.
pub(super) fn source(item: &ReviewItem) -> Markup {
    let detail = &item.detail;
    let payee = &detail.payee;
    html! {
        div class="desk-pane" {
            section class="card" aria-label="The row in the file" {
                header class="evidence-head" {
                    h2 class="card-title" { "In the file" }
                    a class="truncate" href={ "/payee-files/" (payee.payee_file_id) } { (item.file_name) }
                    span class="text-muted num" { "row " (format::integer(payee.row_number)) }
                }
                dl class="source" {
                    @for (header, text) in &detail.original {
                        @let empty = text.is_empty();
                        div.source-focus[*text == payee.name].source-empty[empty] {
                            dt { bdi { (header) } }
                            dd { bdi { @if empty { "\u{2013}" } @else { (text) } } }
                        }
                    }
                }
                @if !item.note.is_empty() {
                    p class="callout" { (IconName::Info) bdi { (item.note) } }
                }
            }
            (type_evidence(payee, &detail.type_evidence))
        }
    }
}
