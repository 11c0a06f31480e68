//! The right pane: the suppliers that the payee might be, and the one in focus beside it, element by element.

use contract::ReviewItem;
use maud::{Markup, html};

use super::{
    choice::{Choice, ChosenSupplier},
    keymap::{KeyAct, Keymap},
};
use crate::ui::{
    evidence::{candidate_line, comparison},
    format,
    icon::IconName,
};

/// The element id of the list of candidates.
pub(super) const LIST: &str = "candidates";

/// Writes the candidates. What is chosen among them is marked.
pub(super) fn candidates(item: &ReviewItem, choice: &Choice, keymap: &Keymap) -> Markup {
    let evidence = &item.detail.match_evidence;
    let effective = choice.effective_supplier(item);
    let key = |act| html! { kbd { (keymap.printed(act)) } };
    let found = match &effective {
        Some(ChosenSupplier::Found { name, .. }) => name,
        _ => "",
    };
    html! {
        section class="card" aria-label="Supplier" {
            header class="evidence-head" {
                h2 class="card-title" { "Supplier" }
                p class="evidence-sentence" { (evidence.sentence) }
            }
            p class="callout callout-attention" role="alert" hidden[!choice.asked || effective.is_some()] {
                @if choice.asked && effective.is_none() {
                    (IconName::Info)
                    span class="grow" {
                        "Choose a supplier first, or that there is none. "
                        span class="desk-keys" {
                            kbd { "1" } "\u{2009}\u{2026}\u{2009}" kbd { "9" } " a candidate, "
                            (key(KeyAct::TakeSupplier)) " the one in focus, "
                            (key(KeyAct::NoSupplier)) " none, "
                            (key(KeyAct::Search)) " another"
                        }
                    }
                }
            }
            ul class="candidates" id=(LIST) tabindex="-1" aria-label="Candidates" {
                @for (index, candidate) in evidence.candidates.iter().enumerate() {
                    @let chosen = effective == Some(ChosenSupplier::Candidate(index));
                    li {
                        button.candidate.candidate-focused[choice.focused == Some(index)]
                            type="button" aria-pressed=(chosen) data-candidate=(index)
                        {
                            @if index < 9 { kbd { (index + 1) } }
                            (candidate_line(candidate))
                        }
                    }
                }
                li hidden[found.is_empty()] {
                    button type="button" class="candidate" aria-pressed="true" {
                        span class="candidate-name" { bdi { (found) } }
                        span class="text-muted" { "Not among the candidates" }
                    }
                }
                li {
                    button type="button" class="candidate" aria-pressed=(effective == Some(ChosenSupplier::NoSupplier))
                        data-act=(KeyAct::NoSupplier)
                    {
                        kbd { (keymap.printed(KeyAct::NoSupplier)) }
                        span class="candidate-name" { "No supplier of the master" }
                    }
                }
            }
            @if let Some(candidate) = choice.focused.and_then(|index| evidence.candidates.get(index)) { (comparison(candidate)) }
            @if evidence.candidates.len() > 1 {
                p class="text-muted" {
                    "Gap to the runner-up: "
                    span class="num" { (format::percent(evidence.runner_up_gap.into())) }
                }
            }
        }
    }
}
