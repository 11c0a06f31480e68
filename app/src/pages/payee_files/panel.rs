//! One row beside the table, with its evidence.

use contract::{BulkDecision, PayeeFileId, PayeeId, Selection};
use leptos::{ev, prelude::*};

use super::verdicts::{decide, verdict};
use crate::{
    serverfns::payee_files::payee_panel,
    ui::{
        following::pressed,
        load::{Load, Loading},
        query::use_here,
        toast::use_toasts,
    },
};

/// The panel, as the server writes it. Its address is that of the table with `payee` added.
#[component]
pub(super) fn PayeePanel(
    /// The file.
    file_id: PayeeFileId,
    /// The row.
    payee_id: PayeeId,
    /// Called after the row was changed here.
    #[prop(into)]
    on_change: Callback<()>,
) -> impl IntoView {
    let here = use_here();
    let toasts = use_toasts();
    let close = move || here.with(|here| here.beside("payee", None));
    let panel: Loading<String> = Loading::new(close, move |close| payee_panel(payee_id, close));
    let changed = Callback::new(move |()| {
        panel.refetch();
        on_change.run(());
    });
    let press = move |event: ev::MouseEvent| {
        let Some(name) = pressed::<String>(&event, "data-verdict") else {
            return;
        };
        let decision = BulkDecision {
            payee_file_id: file_id,
            selection: Selection::These { ids: vec![payee_id] },
            verdict: verdict(&name),
            expected_count: Some(1),
            idempotency_key: uuid::Uuid::new_v4().to_string(),
        };
        decide(decision, toasts, |_| "Decided".to_owned(), changed);
    };
    view! {
        <aside class="beside-panel" aria-label="The chosen row">
            <Load from=panel rows=6 let:text>
                <div class="panel-text" inner_html=text on:click=press></div>
            </Load>
        </aside>
    }
}
