//! One row with its evidence, and what would change by a decision, as the server writes them.

use contract::{DecisionPreview, PayeeDetail};
use maud::{Markup, html};

use super::verdicts::{NO_SUPPLIER, TYPES};
use crate::ui::{
    Look,
    evidence::{candidate_line, comparison, type_evidence},
    format,
    icon::IconName,
    status,
};

/// Rows that the preview lists.
const SHOWN: usize = 8;

/// Writes a row and its evidence. `close` is where the cross goes.
pub fn panel_text(detail: &PayeeDetail, close: &str, may_decide: bool) -> String {
    let payee = &detail.payee;
    let evidence = &detail.match_evidence;
    let cells = detail.original.iter().filter(|(_, text)| !text.is_empty());
    let panel = html! {
        header class="panel-head" {
            h2 class="truncate" { bdi { (payee.name) } }
            a class="btn btn-quiet btn-icon" href=(close) aria-label="Close" data-noscroll { (IconName::Cross) }
        }
        p class="text-muted" {
            "Row " (format::integer(payee.row_number)) " \u{b7} "
            (format::count(detail.cluster_size, "row with this name", "rows with this name")) " \u{b7} " (detail.engines)
        }
        dl class="source" { @for (header, text) in cells { div { dt { bdi { (header) } } dd { bdi { (text) } } } } }
        (type_evidence(payee, &detail.type_evidence))
        section class="card" aria-label="Why this supplier" {
            header class="evidence-head" {
                h2 class="card-title" { "Supplier" }
                (status::decision(payee.decision))
            }
            p class="evidence-sentence" { (evidence.sentence) }
            @if let Some(best) = evidence.candidates.first() {
                div class="candidate" { (candidate_line(best)) }
                (comparison(best))
            }
            ul class="candidates" aria-label="Other candidates" {
                @for candidate in evidence.candidates.iter().skip(1) { li class="candidate" { (candidate_line(candidate)) } }
            }
        }
        @if may_decide {
            div class="panel-actions with-js" role="group" aria-label="Decide this row" { (verdicts(detail)) }
        }
    };
    panel.into_string()
}

/// What can be said of the row. The button of what it says already does nothing, but keeps the focus: it may be the one that
/// was pressed.
fn verdicts(detail: &PayeeDetail) -> Markup {
    let class = Look::Secondary.class();
    html! {
        @for payee_type in TYPES {
            @let said = payee_type == detail.payee.payee_type;
            @let (disabled, verdict) = if said { (Some("true"), None) } else { (None, Some(payee_type)) };
            button type="button" class=(class) aria-disabled=[disabled] data-verdict=[verdict] {
                (status::payee_type(payee_type).word)
            }
        }
        @if let Some(best) = detail.match_evidence.candidates.first() {
            button type="button" class=(class) data-verdict=(best.supplier_id) { "Match the first" }
        }
        button type="button" class=(class) data-verdict=(NO_SUPPLIER) { "No supplier" }
    }
}

/// Writes what a decision on many rows would change.
pub fn preview_text(preview: &DecisionPreview) -> String {
    let rows = preview.sample.iter().take(SHOWN);
    let more = preview.count - i64::try_from(rows.len()).unwrap_or(0);
    let text = html! {
        p { "This settles " (format::count(preview.count, "row", "rows")) ":" }
        ul class="preview-rows" {
            @for payee in rows {
                li {
                    span class="num text-muted" { "Row " (format::integer(payee.row_number)) " " }
                    bdi { (payee.name) }
                }
            }
        }
        @if more > 0 { p class="text-muted" { "and " (format::integer(more)) " more" } }
        @if preview.overrides_people > 0 {
            p class="callout callout-attention" {
                (IconName::Alert)
                (format::integer(preview.overrides_people)) " of them were settled by a person before and would change."
            }
        }
    };
    text.into_string()
}
