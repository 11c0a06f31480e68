//! The head of the desk, which says why the item is here, and its foot with the decisions.

use contract::{Blocker, PayeeType, ReviewItem, ReviewProgress};
use maud::{Markup, html};

use super::{
    choice::Choice,
    keymap::{KeyAct, Keymap},
    queue::Queue,
};
use crate::ui::{badge::Tone, button::Look, charts::progress_bar, format, icon::IconName, status};

/// What a blocker is called.
const fn blocker_words(blocker: Blocker) -> &'static str {
    match blocker {
        Blocker::TypeUnclear => "Type unclear",
        Blocker::SupplierAmbiguous => "Several suppliers fit",
        Blocker::SupplierUnsure => "Supplier unsure",
        Blocker::Escalated => "Escalated",
    }
}

/// The element id of the heading.
pub(super) const HEADING: &str = "desk-heading";

/// Writes how the queue stands, of the open items or of the `postponed` ones, and why the item on screen is here.
pub(super) fn head(queue: &Queue, postponed: bool) -> Markup {
    let progress = queue.progress();
    let all = progress.done_today + progress.remaining;
    #[expect(clippy::cast_precision_loss, reason = "drawn as a bar")]
    let share = (all > 0).then(|| progress.done_today as f64 / all as f64);
    html! {
        header class="desk-head" {
            div class="desk-payee" {
                // Takes the focus when an item comes on screen, so that it is not lost.
                h1 id=(HEADING) tabindex="-1" {
                    @match queue.current() {
                        None => "Reviews",
                        Some(item) => bdi { (item.detail.payee.name) },
                    }
                }
                @if let Some(item) = queue.current() {
                    @for blocker in &item.blockers { (Tone::Attention.badge(blocker_words(*blocker))) }
                }
                @if postponed {
                    (Tone::Neutral.badge("Postponed"))
                    a href="/reviews" { "Go to the open items" }
                }
            }
            p class="sr-only" role="status" { (announcement(queue)) }
            p class="desk-progress text-muted num" { (progress_words(&progress)) }
            (icon_button(IconName::History, "Last ten decisions", "history"))
            (icon_button(IconName::Key, "Keys of this page", "keys"))
            (progress_bar("Done today", share))
        }
    }
}

/// What comes next and why it is here, for those who do not see it.
fn announcement(queue: &Queue) -> String {
    queue.current().map_or_else(String::new, |item| {
        let blockers: Vec<_> = item.blockers.iter().map(|blocker| blocker_words(*blocker)).collect();
        format!("Next: {}. {}", item.detail.payee.name, blockers.join(", "))
    })
}

fn progress_words(progress: &ReviewProgress) -> Markup {
    #[expect(clippy::cast_possible_truncation, reason = "shown to the second")]
    let seconds_left = progress.seconds_left.map(|left| left as i64);
    html! {
        (format::integer(progress.done_today)) " done today \u{b7} " (format::integer(progress.remaining)) " left"
        @if let Some(median) = progress.median_seconds { " \u{b7} " (format!("{median:.1}")) " s each" }
        @if let Some(left) = seconds_left { " \u{b7} about " (format::duration(left)) " left" }
    }
}

fn icon_button(icon: IconName, label: &str, opens: &str) -> Markup {
    html! {
        button type="button" class="btn btn-quiet btn-icon" aria-label=(label) title=(label) data-open=(opens) { (icon) }
    }
}

/// Writes the foot: what will be settled, and at most four decisions with their keys.
pub(super) fn decisions(item: &ReviewItem, choice: &Choice, keymap: &Keymap) -> Markup {
    let cluster_size = item.detail.cluster_size;
    let effective = choice.effective_type(item);
    let key = |act| html! { kbd { (keymap.printed(act)) } };
    let button = |words, act| {
        html! { button type="button" class=(Look::Secondary.class()) data-act=(act) { (words) " " (key(act)) } }
    };
    let types = [
        (PayeeType::Business, KeyAct::Business),
        (PayeeType::Individual, KeyAct::Individual),
        (PayeeType::Government, KeyAct::Government),
    ];
    html! {
        footer class="desk-foot with-js" {
            p class="desk-verdict" id="verdict" { "Confirm: " strong { (choice.words(item)) } }
            div class="choices" role="group" aria-label="Type" {
                @for (payee_type, act) in types {
                    button type="button" class="choice" aria-pressed=(effective == payee_type) data-act=(act) {
                        (status::payee_type(payee_type).word) " " (key(act))
                    }
                }
            }
            label class="tick" hidden[cluster_size < 2] {
                input type="checkbox" checked[choice.whole_cluster] data-act=(KeyAct::Cluster);
                "All " (format::integer(cluster_size)) " rows with this name "
                (key(KeyAct::Cluster))
            }
            label class="tick" {
                input type="checkbox" checked[choice.remember] data-act=(KeyAct::Remember);
                "Remember "
                (key(KeyAct::Remember))
            }
            span class="grow" {}
            (button("Escalate", KeyAct::Escalate))
            (button("Postpone", KeyAct::Postpone))
            (button("Unsure", KeyAct::Unsure))
            button type="button" class=(Look::Primary.class()) aria-describedby="verdict" data-act=(KeyAct::Confirm) {
                "Confirm and next " (key(KeyAct::Confirm))
            }
        }
    }
}
