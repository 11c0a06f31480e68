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
};

/// Writes the candidates. What is chosen among them is marked.
pub(super) fn candidates(item: &ReviewItem, choice: &Choice, keymap: &Keymap) -> Markup {
    let evidence = &item.detail.match_evidence;
    let effective = choice.effective_supplier(item);
    let found = match &effective {
        ChosenSupplier::Found { name, .. } => name,
        ChosenSupplier::Candidate(_) | ChosenSupplier::NoSupplier => "",
    };
    html! {
        section class="card" aria-label="Supplier" {
            header class="evidence-head" {
                h2 class="card-title" { "Supplier" }
                p class="evidence-sentence" { (evidence.sentence) }
            }
            ul class="candidates" aria-label="Candidates" {
                @for (index, candidate) in evidence.candidates.iter().enumerate() {
                    @let chosen = effective == ChosenSupplier::Candidate(index);
                    li {
                        button.candidate.candidate-focused[index == choice.focused]
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
                        span class="text-muted" { "Found by search" }
                    }
                }
                li {
                    button type="button" class="candidate" aria-pressed=(effective == ChosenSupplier::NoSupplier)
                        data-act=(KeyAct::NoSupplier)
                    {
                        kbd { (keymap.printed(KeyAct::NoSupplier)) }
                        span class="candidate-name" { "No supplier of the master" }
                    }
                }
            }
            @if let Some(candidate) = evidence.candidates.get(choice.focused) { (comparison(candidate)) }
            @if evidence.candidates.len() > 1 {
                p class="text-muted" {
                    "Gap to the runner-up: "
                    span class="num" { (format::percent(evidence.runner_up_gap.into())) }
                }
            }
        }
    }
}
