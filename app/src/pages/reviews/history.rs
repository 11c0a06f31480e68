//! The last ten acts, each of which can be taken back.

use leptos::prelude::*;

use super::desk::Bench;
use crate::ui::{
    badge::Badge,
    button::{Button, Look},
    dialog::Dialog,
    format,
    icon::IconName,
};

/// The list.
#[component]
pub(super) fn History(
    /// The desk.
    bench: Bench,
) -> impl IntoView {
    let acts = move || {
        let acts = bench.queue.with(|queue| queue.history().cloned().collect::<Vec<_>>());
        acts.into_iter()
            .map(|act| {
                let rows = act.affected_count.filter(|count| *count > 1);
                let rows = rows.map(|count| view! { <Badge>{format::count(count, "row", "rows")}</Badge> });
                let key = act.idempotency_key.clone();
                let undo = move |_| {
                    bench.history_open.set(false);
                    bench.undo(&key);
                };
                let state = if act.undone {
                    view! { <Badge>"Undone"</Badge> }.into_any()
                } else if act.decision_id.is_some() {
                    view! {
                        <Button look=Look::Quiet icon=IconName::Undo on:click=undo>
                            "Undo"
                        </Button>
                    }
                    .into_any()
                } else {
                    ().into_any()
                };
                view! {
                    <li class="history-act">
                        <div class="grow">
                            <strong>
                                <bdi>{act.item.detail.payee.name}</bdi>
                            </strong>
                            <p class="text-muted">{act.summary}</p>
                        </div>
                        {rows}
                        {state}
                    </li>
                }
            })
            .collect::<Vec<_>>()
    };
    let empty = move || bench.queue.with(|queue| queue.history().next().is_none());
    view! {
        <Dialog title="Last ten decisions" open=bench.history_open>
            <p class="text-muted" hidden=move || !empty()>
                "Nothing decided in this window yet."
            </p>
            <ul class="history">{acts}</ul>
        </Dialog>
    }
}
