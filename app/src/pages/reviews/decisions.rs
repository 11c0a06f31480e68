//! The head of the desk, which says why the item is here, and its foot with the decisions.

use contract::{Blocker, PayeeType, ReviewItem};
use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    desk::Bench,
    keymap::{KeyAct, Meaning},
    queue::Queue,
    reason::Reason,
};
use crate::ui::{
    badge::{Badge, Tone},
    button::{Button, IconButton, Look},
    charts::ProgressBar,
    format,
    icon::IconName,
    status,
};

/// What a blocker is called.
const fn blocker_words(blocker: Blocker) -> &'static str {
    match blocker {
        Blocker::TypeUnclear => "Type unclear",
        Blocker::SupplierAmbiguous => "Several suppliers fit",
        Blocker::SupplierUnsure => "Supplier unsure",
        Blocker::Escalated => "Escalated",
    }
}

/// How the queue stands, and why the item on screen is here.
#[component]
pub(super) fn Head(
    /// The desk.
    bench: Bench,
) -> impl IntoView {
    let progress = Memo::new(move |_| bench.queue.with(Queue::progress));
    let words = move || {
        let progress = progress.get();
        let pace = progress
            .median_seconds
            .map(|median| format!(" \u{b7} {median:.1} s each"));
        let left = progress.seconds_left.map(|left| {
            #[expect(clippy::cast_possible_truncation, reason = "shown to the second")]
            let left = left as i64;
            format!(" \u{b7} about {} left", format::duration(left))
        });
        format!(
            "{} done today \u{b7} {} left{}{}",
            format::integer(progress.done_today),
            format::integer(progress.remaining),
            pace.unwrap_or_default(),
            left.unwrap_or_default()
        )
    };
    #[expect(clippy::cast_precision_loss, reason = "drawn as a bar")]
    let share = Signal::derive(move || {
        let progress = progress.get();
        let all = progress.done_today + progress.remaining;
        (all > 0).then(|| progress.done_today as f64 / all as f64)
    });
    let title = move || match bench.current.get() {
        None => view! { <h1>"Reviews"</h1> }.into_any(),
        Some(item) => {
            let why: Vec<_> = item
                .blockers
                .into_iter()
                .map(|blocker| view! { <Badge tone=Tone::Attention>{blocker_words(blocker)}</Badge> })
                .collect();
            view! {
                <div class="desk-payee">
                    <h1>
                        <bdi>{item.detail.payee.name}</bdi>
                    </h1>
                    {why}
                </div>
            }
            .into_any()
        }
    };
    view! {
        <Title text="Review" />
        <header class="desk-head">
            {title}
            <span class="grow" />
            <p class="desk-progress text-muted num" role="status">{words}</p>
            <IconButton icon=IconName::History label="Last ten decisions" on:click=move |_| bench.history_open.set(true) />
            <IconButton icon=IconName::Key label="Keys of this page" on:click=move |_| bench.keys_open.set(true) />
            <ProgressBar label="Done today" share />
        </header>
    }
}

/// The foot: what will be settled, and at most four decisions with their keys.
#[component]
pub(super) fn Decisions(
    /// The desk.
    bench: Bench,
    /// The item.
    item: ReviewItem,
) -> impl IntoView {
    let cluster_size = item.detail.cluster_size;
    let effective = Memo::new(move |_| {
        bench
            .choice
            .with(|choice| choice.as_ref().map(|choice| choice.effective_type(&item)))
    });
    let types = [PayeeType::Business, PayeeType::Individual, PayeeType::Government];
    let acts = [KeyAct::Business, KeyAct::Individual, KeyAct::Government];
    let types: Vec<_> = types
        .into_iter()
        .zip(acts)
        .map(|(payee_type, act)| {
            let pressed = move || (effective.get() == Some(payee_type)).to_string();
            view! {
                <button type="button" class="choice" aria-pressed=pressed on:click=move |_| bench.run(Meaning::Act(act))>
                    {status::payee_type(payee_type).word}
                    " "
                    <Key bench act />
                </button>
            }
        })
        .collect();
    let cluster = move || {
        bench
            .choice
            .with(|choice| choice.as_ref().is_some_and(|choice| choice.whole_cluster))
    };
    let remember = move || {
        bench
            .choice
            .with(|choice| choice.as_ref().is_some_and(|choice| choice.remember))
    };
    view! {
        <footer class="desk-foot with-js">
            <div class="choices" role="group" aria-label="Type">
                {types}
            </div>
            <label class="tick" hidden=cluster_size < 2>
                <input type="checkbox" prop:checked=cluster on:change=move |_| bench.run(Meaning::Act(KeyAct::Cluster)) />
                {format!("All {} rows with this name ", format::integer(cluster_size))}
                <Key bench act=KeyAct::Cluster />
            </label>
            <label class="tick">
                <input type="checkbox" prop:checked=remember on:change=move |_| bench.run(Meaning::Act(KeyAct::Remember)) />
                "Remember "
                <Key bench act=KeyAct::Remember />
            </label>
            <span class="grow" />
            <Button on:click=move |_| bench.ask(Reason::Escalate)>"Escalate " <Key bench act=KeyAct::Escalate /></Button>
            <Button on:click=move |_| bench.ask(Reason::Postpone)>"Postpone " <Key bench act=KeyAct::Postpone /></Button>
            <Button on:click=move |_| bench.run(Meaning::Act(KeyAct::Unsure))>"Unsure " <Key bench act=KeyAct::Unsure /></Button>
            <Button look=Look::Primary on:click=move |_| bench.confirm()>
                "Confirm and next "
                <Key bench act=KeyAct::Confirm />
            </Button>
        </footer>
    }
}

/// The key of an act as it is now.
#[component]
fn Key(
    /// The desk.
    bench: Bench,
    /// The act.
    act: KeyAct,
) -> impl IntoView {
    view! { <kbd>{move || bench.keymap.with(|keymap| keymap.printed(act))}</kbd> }
}
