//! One row beside the table, with its evidence.

use contract::{BulkDecision, PayeeFileId, PayeeId, Selection};
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use maud::PreEscaped;

use super::verdicts::{decide, verdict};
use crate::{
    serverfns::payee_files::payee_panel,
    ui::{
        following::{FollowingText, handler, pressed},
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
    /// Counts the changes of rows, here and elsewhere on the page.
    changes: RwSignal<u32>,
    /// Called after the row was changed here, perhaps when the panel was closed: it belongs to the page.
    on_change: Callback<()>,
) -> impl IntoView {
    let here = use_here();
    let toasts = use_toasts();
    let close = move || here.with(|here| here.beside("payee", None));
    let navigate = use_navigate();
    Effect::new(move |_| {
        let navigate = navigate.clone();
        let listener = window_event_listener(ev::keydown, move |event| {
            // What is open over the page is closed first, and what is searched for is cleared.
            let covered = document().query_selector("dialog[open], :popover-open, input[type=search]:focus");
            if event.key() == "Escape" && !event.default_prevented() && covered.is_ok_and(|found| found.is_none()) {
                let options = NavigateOptions {
                    scroll: false,
                    ..NavigateOptions::default()
                };
                navigate(&untrack(close), options);
            }
        });
        on_cleanup(move || listener.remove());
    });
    let panel: Loading<String> = Loading::new(close, move |close| payee_panel(payee_id, close));
    let shown = RwSignal::new(String::new());
    // Not fetched by the resource again: the button that was pressed is to keep the focus.
    Effect::watch(
        move || changes.get(),
        move |_, _, _| {
            let close = untrack(close);
            spawn_local(async move {
                match payee_panel(payee_id, close).await {
                    // The panel may be closed by then.
                    Ok(text) => drop(shown.try_set(text)),
                    Err(error) => toasts.failed(error.0.to_string()),
                }
            });
        },
        false,
    );
    let tell = move || {
        on_change.try_run(());
    };
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
        decide(decision, toasts, |_| "Decided".to_owned(), tell);
    };
    view! {
        <aside class="beside-panel" aria-label="The chosen row">
            <Load from=panel rows=6 let:text>
                {
                    shown.set(text);
                    let handlers = vec![handler(ev::click, press)];
                    view! { <FollowingText class="panel-text" text=move || PreEscaped(shown.get()) handlers /> }
                }
            </Load>
        </aside>
    }
}
