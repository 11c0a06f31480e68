//! The last ten acts, each of which can be taken back.

use leptos::{ev, prelude::*};
use maud::{Markup, html};

use super::{
    desk::Bench,
    queue::{Act, Queue},
};
use crate::ui::{
    badge::Tone,
    button::Look,
    dialog::Dialog,
    following::{FollowingText, handler, pressed},
    format,
    icon::IconName,
};

/// The list.
#[component]
pub(super) fn History(
    /// The desk.
    bench: Bench,
) -> impl IntoView {
    let press = move |event: ev::MouseEvent| {
        if let Some(key) = pressed::<String>(&event, "data-undo") {
            bench.history_open.set(false);
            bench.undo(&key);
        }
    };
    view! {
        <Dialog title="Last ten decisions" open=bench.history_open>
            <FollowingText text=move || bench.queue.with(acts) handlers=vec![handler(ev::click, press)] />
        </Dialog>
    }
}

fn acts(queue: &Queue) -> Markup {
    html! {
        p class="text-muted" hidden[queue.history().next().is_some()] { "Nothing decided yet." }
        ul class="history" { @for act in queue.history() { (line(act)) } }
    }
}

fn line(act: &Act) -> Markup {
    let rows = act.affected_count.filter(|count| *count > 1);
    html! {
        li class="history-act" {
            div class="grow" {
                strong { bdi { (act.name) } }
                p class="text-muted" { (act.summary) }
            }
            @if let Some(count) = rows { (Tone::Neutral.badge(format::count(count, "row", "rows"))) }
            @if act.undone {
                (Tone::Neutral.badge("Undone"))
            } @else if act.can_be_undone() {
                button type="button" class=(Look::Quiet.class()) data-undo=(act.idempotency_key) { (IconName::Undo) "Undo" }
            }
        }
    }
}
