//! The end of the queue, and what is shown when somebody else was faster.

use leptos::prelude::*;

use super::desk::Bench;
use crate::ui::{
    button::{Button, LinkButton, Look},
    format,
    icon::{Icon, IconName},
    states::{EmptyState, Skeleton},
};

/// The end of the queue: what was done, and where to go on. Grey lines while the next items are on their way.
#[component]
pub(super) fn Summary(
    /// The desk.
    bench: Bench,
) -> impl IntoView {
    let state = Memo::new(move |_| {
        bench
            .queue
            .with(|queue| (queue.current().is_some(), queue.is_finished()))
    });
    move || match state.get() {
        (true, _) => ().into_any(),
        (false, false) => view! { <Skeleton rows=6 /> }.into_any(),
        (false, true) => {
            let (done, progress) = bench.queue.with(|queue| (queue.done_here(), queue.progress()));
            let title = if done > 0 {
                format!("All done: {} settled", format::count(done, "item", "items"))
            } else {
                "Nothing to review".to_owned()
            };
            let pace = progress
                .median_seconds
                .map_or_else(String::new, |median| format!(" Your median is {median:.1} s."));
            let detail = format!(
                "{} today.{pace} New doubts appear here as files are worked.",
                format::count(progress.done_today, "item", "items")
            );
            view! {
                <EmptyState icon=IconName::Check title detail>
                    {(progress.postponed > 0)
                        .then(|| {
                            view! {
                                <LinkButton href="/reviews?postponed=true" look=Look::Primary>
                                    {format!("Go to {} postponed", format::integer(progress.postponed))}
                                </LinkButton>
                            }
                        })}
                    <LinkButton href="/payee-files">"Payee files"</LinkButton>
                </EmptyState>
            }
            .into_any()
        }
    }
}

/// Both sides of a conflict, and what to do about it.
#[component]
pub(super) fn ConflictNotice(
    /// The desk.
    bench: Bench,
) -> impl IntoView {
    let resolve = move |look_again| {
        bench.change(|queue| queue.resolve_conflict(look_again));
    };
    move || {
        let conflict = bench.queue.with(|queue| queue.conflict().cloned())?;
        let name = conflict.current.detail.payee.name;
        let (mine, message) = (conflict.mine, conflict.message);
        Some(view! {
            <div class="callout callout-danger" role="alert">
                <Icon name=IconName::Alert />
                <div class="grow">
                    <strong>"Your decision on " <bdi>{name}</bdi> " was not taken"</strong>
                    <p>{message}</p>
                    {(!mine.is_empty()).then(|| view! { <p class="text-muted">{format!("Yours was: {mine}")}</p> })}
                </div>
                <Button on:click=move |_| resolve(true)>"Look again"</Button>
                <Button look=Look::Quiet on:click=move |_| resolve(false)>
                    "Leave it"
                </Button>
            </div>
        })
    }
}
