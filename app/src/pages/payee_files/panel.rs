//! One row beside the table, with its evidence.

use contract::{BulkDecision, PayeeDetail, PayeeId, PayeeType, Permission, Selection};
use leptos::{ev, prelude::*};
use maud::{Markup, html};

use super::verdicts::{FIRST, NO_SUPPLIER, TYPES, decide, verdict};
use crate::{
    layout::Allowed,
    serverfns::payee_files::get_payee,
    ui::{
        button::Look,
        evidence::{candidate_line, comparison, type_evidence},
        following::pressed,
        format,
        icon::IconName,
        load::{Load, Loading},
        query::use_here,
        status,
        toast::use_toasts,
    },
};

/// The panel. Its address is that of the table with `payee` added.
#[component]
pub(super) fn PayeePanel(
    /// The row.
    payee_id: PayeeId,
    /// Called after the row was changed here.
    #[prop(into)]
    on_change: Callback<()>,
) -> impl IntoView {
    let here = use_here();
    let detail: Loading<PayeeDetail> = Loading::new(move || payee_id, get_payee);
    let changed = Callback::new(move |()| {
        detail.refetch();
        on_change.run(());
    });
    view! {
        <aside class="beside-panel" aria-label="The chosen row">
            <Load from=detail rows=6 let:detail>
                <div
                    class="panel-text"
                    inner_html=contents(&detail, &here.get_untracked().beside("payee", None)).into_string()
                ></div>
                <Actions detail changed />
            </Load>
        </aside>
    }
}

/// Writes the row and its evidence. `close` is where the cross goes.
fn contents(detail: &PayeeDetail, close: &str) -> Markup {
    let payee = &detail.payee;
    let evidence = &detail.match_evidence;
    let cells = detail.original.iter().filter(|(_, text)| !text.is_empty());
    html! {
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
    }
}

/// What can be said of the row.
#[component]
fn Actions(
    /// The row.
    detail: PayeeDetail,
    /// Called after the row was changed.
    changed: Callback<()>,
) -> impl IntoView {
    let toasts = use_toasts();
    let best = detail.match_evidence.candidates.first().map(|best| best.supplier_id);
    let payee = detail.payee;
    let press = move |event: ev::MouseEvent| {
        let Some(name) = pressed::<String>(&event, "data-verdict") else {
            return;
        };
        let decision = BulkDecision {
            payee_file_id: payee.payee_file_id,
            selection: Selection::These { ids: vec![payee.id] },
            verdict: verdict(&name, best),
            expected_count: Some(1),
            idempotency_key: uuid::Uuid::new_v4().to_string(),
        };
        decide(decision, toasts, |_| "Decided".to_owned(), changed);
    };
    let buttons = buttons(payee.payee_type, best.is_some()).into_string();
    view! {
        <Allowed to=Permission::Review>
            <div
                class="panel-actions with-js"
                role="group"
                aria-label="Decide this row"
                on:click=press.clone()
                inner_html=buttons.clone()
            ></div>
        </Allowed>
    }
}

fn buttons(current: PayeeType, has_candidate: bool) -> Markup {
    let class = Look::Secondary.class();
    html! {
        @for payee_type in TYPES {
            button type="button" class=(class) disabled[payee_type == current] data-verdict=(payee_type) {
                (status::payee_type(payee_type).word)
            }
        }
        @if has_candidate { button type="button" class=(class) data-verdict=(FIRST) { "Match the first" } }
        button type="button" class=(class) data-verdict=(NO_SUPPLIER) { "No supplier" }
    }
}
