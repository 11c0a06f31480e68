//! The end of the queue, and what is shown when somebody else was faster.

use maud::{Markup, html};

use super::queue::{Conflict, Queue};
use crate::ui::{button::Look, format, icon::IconName};

/// Writes the end of the queue, of the open items or of the `postponed` ones: what was done, and where to go on. While the
/// next items are on their way, grey lines; or what they wait for, when the server can not be reached.
pub(super) fn summary(queue: &Queue, postponed: bool, unreachable: bool) -> Markup {
    if !queue.is_finished() && unreachable {
        return html! {
            div class="state" role="status" {
                (IconName::Alert)
                h2 { "No more items at hand" }
                p { "The next ones come when the connection is back. Until then, your decisions are kept in this browser." }
            }
        };
    }
    if !queue.is_finished() {
        return html! {
            div class="skeleton" role="status" {
                span class="sr-only" { "Loading" }
                @for _ in 0..6 { div class="skeleton-row" {} }
            }
        };
    }
    let (done, progress) = (queue.done_here(), queue.progress());
    html! {
        div class="state" {
            (IconName::Check)
            h2 {
                @if done > 0 { "All done: " (format::count(done, "item", "items")) " settled" }
                @else { "Nothing to review" }
            }
            p {
                (format::count(progress.done_today, "item", "items")) " today."
                @if let Some(median) = progress.median_seconds { " Your median is " (format!("{median:.1}")) " s." }
                @if !postponed { " New doubts appear here as files are worked." }
            }
            div class="state-actions" {
                @if postponed {
                    a class=(Look::Primary.class()) href="/reviews" { "Go to the open items" }
                } @else if progress.postponed > 0 {
                    a class=(Look::Primary.class()) href="/reviews?postponed=true" {
                        "Go to " (format::integer(progress.postponed)) " postponed"
                    }
                }
                a class=(Look::Secondary.class()) href="/payee-files" { "Payee files" }
            }
        }
    }
}

/// Writes both sides of a conflict, and what to do about it. `data-resolve` says whether to look again, which is no use when
/// somebody has settled the item.
pub(super) fn conflict_notice(conflict: &Conflict) -> Markup {
    html! {
        div class="callout callout-danger" role="alert" {
            (IconName::Alert)
            div class="grow" {
                strong { "Your decision on " bdi { (conflict.current.detail.payee.name) } " was not taken" }
                p { (conflict.message) }
                @if !conflict.mine.is_empty() { p class="text-muted" { "Yours was: " (conflict.mine) } }
            }
            @if conflict.is_open() {
                button type="button" class=(Look::Secondary.class()) data-resolve="true" { "Look again" }
            }
            button type="button" class=(Look::Quiet.class()) data-resolve="false" { "Leave it" }
        }
    }
}
