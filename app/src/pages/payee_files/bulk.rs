//! Deciding many rows at once: exactly what the preview shows, with one undo.

use contract::{BulkDecision, DecisionPreview, PayeeFileId, PayeeFilter, PayeeType, SupplierChoice, Verdict};
use leptos::{prelude::*, task::spawn_local};

use super::results::Chosen;
use crate::{
    serverfns::payee_files::{decide_payees, preview_decision, undo_decision},
    ui::{
        button::{Button, Look},
        dialog::Dialog,
        format,
        icon::{Icon, IconName},
        selection::{BulkBar, Scope},
        toast::use_toasts,
    },
};

/// Rows that the preview lists.
const SHOWN: usize = 8;

/// The bar with the actions, and the dialog that shows what they would change.
#[component]
pub(super) fn BulkActions(
    /// The file.
    id: PayeeFileId,
    /// What is chosen.
    chosen: Chosen,
    /// What the table shows.
    filter: Signal<PayeeFilter>,
    /// Called after rows were changed.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let toasts = use_toasts();
    let open = RwSignal::new(false);
    let proposal = RwSignal::new(None::<(BulkDecision, String, DecisionPreview)>);

    let propose = move |verdict: Verdict, words: String| {
        let filter = PayeeFilter {
            cursor: None,
            limit: None,
            ..filter.get_untracked()
        };
        let decision = BulkDecision {
            payee_file_id: id,
            selection: chosen.scope.get_untracked().into_selection(filter),
            verdict,
            expected_count: None,
            idempotency_key: uuid::Uuid::new_v4().to_string(),
        };
        spawn_local(async move {
            match preview_decision(decision.clone()).await {
                Ok(preview) => {
                    proposal.set(Some((decision, words, preview)));
                    open.set(true);
                }
                Err(error) => toasts.failed(error.0.to_string()),
            }
        });
    };
    let apply = move |_| {
        let Some((mut decision, words, preview)) = proposal.get_untracked() else {
            return;
        };
        open.set(false);
        decision.expected_count = Some(preview.count);
        spawn_local(async move {
            match decide_payees(decision).await {
                Ok(receipt) => {
                    chosen.scope.set(Scope::none());
                    on_done.run(());
                    let rows = format::count(receipt.affected_count, "row", "rows");
                    toasts.undoable(format!("{words}: {rows}"), move || {
                        spawn_local(async move {
                            match undo_decision(receipt.decision_id).await {
                                Ok(_) => on_done.run(()),
                                Err(error) => toasts.failed(error.0.to_string()),
                            }
                        });
                    });
                }
                Err(error) => toasts.failed(error.0.to_string()),
            }
        });
    };
    let set_type = move |payee_type: PayeeType, words: &'static str| {
        let verdict = Verdict {
            payee_type: Some(payee_type),
            remember: true,
            ..Verdict::default()
        };
        propose(verdict, words.to_owned());
    };
    let confirm = Verdict {
        confirm: true,
        remember: true,
        ..Verdict::default()
    };
    let no_supplier = Verdict {
        supplier: Some(SupplierChoice::NoSupplier),
        remember: true,
        ..Verdict::default()
    };
    let count = Signal::derive(move || chosen.scope.with(|scope| scope.count(chosen.matching.get())));
    let title = move || {
        proposal.with(|proposal| {
            proposal
                .as_ref()
                .map_or_else(String::new, |(_, words, _)| words.clone())
        })
    };
    view! {
        <BulkBar
            count
            matching=chosen.matching
            on_all=move |()| chosen.scope.set(Scope::All)
            on_none=move |()| chosen.scope.set(Scope::none())
        >
            <Button on:click=move |_| propose(confirm.clone(), "Confirm as shown".to_owned())>"Confirm"</Button>
            <Button on:click=move |_| set_type(PayeeType::Business, "Business")>"Business"</Button>
            <Button on:click=move |_| set_type(PayeeType::Individual, "Individual")>"Individual"</Button>
            <Button on:click=move |_| set_type(PayeeType::Government, "Government")>"Government"</Button>
            <Button on:click=move |_| propose(no_supplier.clone(), "No supplier".to_owned())>"No supplier"</Button>
        </BulkBar>
        <Dialog title=title open>
            {move || proposal.get().map(|(_, _, preview)| view! { <Preview preview /> })}
            <div class="dialog-foot">
                <Button on:click=move |_| open.set(false)>"Back"</Button>
                <Button look=Look::Primary on:click=apply>
                    {move || {
                        let count = proposal.with(|proposal| proposal.as_ref().map_or(0, |(_, _, preview)| preview.count));
                        format!("Apply to {}", format::count(count, "row", "rows"))
                    }}
                </Button>
            </div>
        </Dialog>
    }
}

/// What would change.
#[component]
fn Preview(
    /// From the server.
    preview: DecisionPreview,
) -> impl IntoView {
    let more = preview.count - i64::try_from(preview.sample.len().min(SHOWN)).unwrap_or(0);
    let rows: Vec<_> = preview
        .sample
        .into_iter()
        .take(SHOWN)
        .map(|payee| {
            view! {
                <li>
                    <span class="num text-muted">{format!("Row {} ", format::integer(payee.row_number))}</span>
                    <bdi>{payee.name}</bdi>
                </li>
            }
        })
        .collect();
    let overrides = preview.overrides_people;
    view! {
        <p>{format!("This settles {}:", format::count(preview.count, "row", "rows"))}</p>
        <ul class="preview-rows">{rows}</ul>
        {(more > 0).then(|| view! { <p class="text-muted">{format!("and {} more", format::integer(more))}</p> })}
        {(overrides > 0)
            .then(|| {
                view! {
                    <p class="callout callout-attention">
                        <Icon name=IconName::Alert />
                        {format!("{} of them were settled by a person before and would change.", format::integer(overrides))}
                    </p>
                }
            })}
    }
}
