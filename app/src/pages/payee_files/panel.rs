//! One row beside the table, with its evidence.

use contract::{
    BulkDecision, PayeeDetail, PayeeId, PayeeType, Permission, Selection, SupplierChoice, SupplierId, Verdict,
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    layout::Allowed,
    serverfns::payee_files::{decide_payees, get_payee, undo_decision},
    ui::{
        badge::Status,
        button::Button,
        evidence::{CandidateLine, Comparison, TypeEvidenceCard},
        format,
        icon::{Icon, IconName},
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
    let close = move || here.get().beside("payee", None);
    let changed = Callback::new(move |()| {
        detail.refetch();
        on_change.run(());
    });
    view! {
        <aside class="beside-panel" aria-label="The chosen row">
            <Load from=detail rows=6 let:detail>
                <Detail detail close=close() changed />
            </Load>
        </aside>
    }
}

#[component]
fn Detail(
    /// The row.
    detail: PayeeDetail,
    /// Where the cross goes.
    close: String,
    /// Called after the row was changed.
    changed: Callback<()>,
) -> impl IntoView {
    let payee = detail.payee;
    let cells: Vec<_> = detail
        .original
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(header, text)| {
            view! {
                <div>
                    <dt>
                        <bdi>{header}</bdi>
                    </dt>
                    <dd>
                        <bdi>{text}</bdi>
                    </dd>
                </div>
            }
        })
        .collect();
    let evidence = detail.match_evidence;
    let best = evidence.candidates.first().cloned();
    let others: Vec<_> = evidence
        .candidates
        .iter()
        .skip(1)
        .cloned()
        .map(|candidate| {
            view! {
                <li class="candidate">
                    <CandidateLine candidate />
                </li>
            }
        })
        .collect();
    let best_id = best.as_ref().map(|candidate| candidate.supplier_id);
    let (file_id, payee_id) = (payee.payee_file_id, payee.id);
    let toasts = use_toasts();
    let decide = Callback::new(move |verdict: Verdict| {
        let decision = BulkDecision {
            payee_file_id: file_id,
            selection: Selection::These { ids: vec![payee_id] },
            verdict,
            expected_count: Some(1),
            idempotency_key: uuid::Uuid::new_v4().to_string(),
        };
        spawn_local(async move {
            match decide_payees(decision).await {
                Ok(receipt) => {
                    changed.run(());
                    toasts.undoable("Decided", move || {
                        spawn_local(async move {
                            match undo_decision(receipt.decision_id).await {
                                Ok(_) => changed.run(()),
                                Err(error) => toasts.failed(error.0.to_string()),
                            }
                        });
                    });
                }
                Err(error) => toasts.failed(error.0.to_string()),
            }
        });
    });
    view! {
        <header class="panel-head">
            <h2 class="truncate">
                <bdi>{payee.name}</bdi>
            </h2>
            <a class="btn btn-quiet btn-icon" href=close aria-label="Close" data-noscroll="">
                <Icon name=IconName::Cross />
            </a>
        </header>
        <p class="text-muted">
            {format!("Row {}", format::integer(payee.row_number))} " \u{b7} "
            {format::count(detail.cluster_size, "row with this name", "rows with this name")} " \u{b7} " {detail.engines}
        </p>
        <dl class="source">{cells}</dl>
        <TypeEvidenceCard payee_type=payee.payee_type confidence=payee.type_confidence evidence=detail.type_evidence />
        <section class="card" aria-label="Why this supplier">
            <header class="evidence-head">
                <h2 class="card-title">"Supplier"</h2>
                <Status mark=status::decision(payee.decision) />
            </header>
            <p class="evidence-sentence">{evidence.sentence}</p>
            {best
                .map(|candidate| {
                    view! {
                        <div class="candidate">
                            <CandidateLine candidate=candidate.clone() />
                        </div>
                        <Comparison candidate />
                    }
                })}
            <ul class="candidates" aria-label="Other candidates">
                {others}
            </ul>
        </section>
        <Allowed to=Permission::Review>
            <Actions decide best=best_id current=payee.payee_type />
        </Allowed>
    }
}

/// What can be said of the row.
#[component]
fn Actions(
    /// Sends a verdict.
    decide: Callback<Verdict>,
    /// The best candidate.
    best: Option<SupplierId>,
    /// The type as it stands.
    current: PayeeType,
) -> impl IntoView {
    let remembered = || Verdict {
        remember: true,
        ..Verdict::default()
    };
    let types: Vec<_> = [PayeeType::Business, PayeeType::Individual, PayeeType::Government]
        .into_iter()
        .map(|payee_type| {
            let verdict = Verdict {
                payee_type: Some(payee_type),
                ..remembered()
            };
            view! {
                <Button on:click=move |_| decide.run(verdict.clone()) disabled=payee_type == current>
                    {status::payee_type(payee_type).word}
                </Button>
            }
        })
        .collect();
    let suppliers = best.map(|supplier_id| (SupplierChoice::Supplier { supplier_id }, "Match the first"));
    let suppliers: Vec<_> = suppliers
        .into_iter()
        .chain([(SupplierChoice::NoSupplier, "No supplier")])
        .map(|(supplier, words)| {
            let verdict = Verdict {
                supplier: Some(supplier),
                ..remembered()
            };
            view! { <Button on:click=move |_| decide.run(verdict.clone())>{words}</Button> }
        })
        .collect();
    view! {
        <div class="panel-actions with-js" role="group" aria-label="Decide this row">
            {types}
            {suppliers}
        </div>
    }
}
