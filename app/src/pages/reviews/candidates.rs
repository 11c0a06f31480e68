//! The right pane: the suppliers that the payee might be, and the one in focus beside it, element by element.

use contract::ReviewItem;
use leptos::prelude::*;

use super::{choice::ChosenSupplier, desk::Bench};
use crate::ui::{
    evidence::{CandidateLine, Comparison},
    format,
};

/// The right pane.
#[component]
pub(super) fn Candidates(
    /// The desk.
    bench: Bench,
    /// The item.
    item: ReviewItem,
) -> impl IntoView {
    let evidence = item.detail.match_evidence.clone();
    let candidates = evidence.candidates;
    let effective = {
        let item = item.clone();
        Memo::new(move |_| {
            bench
                .choice
                .with(|choice| choice.as_ref().map(|choice| choice.effective_supplier(&item)))
        })
    };
    let focused = Memo::new(move |_| {
        bench
            .choice
            .with(|choice| choice.as_ref().map_or(0, |choice| choice.focused))
    });
    let options: Vec<_> = candidates
        .iter()
        .cloned()
        .enumerate()
        .map(|(index, candidate)| {
            let chosen = move || effective.get() == Some(ChosenSupplier::Candidate(index));
            let key = (index < 9).then(|| view! { <kbd>{index + 1}</kbd> });
            view! {
                <li>
                    <button
                        type="button"
                        class="candidate"
                        class:candidate-focused=move || focused.get() == index
                        aria-pressed=move || chosen().to_string()
                        on:click=move |_| bench.take(index)
                    >
                        {key}
                        <CandidateLine candidate />
                    </button>
                </li>
            }
        })
        .collect();
    let none = move || effective.get() == Some(ChosenSupplier::NoSupplier);
    let found = move || match effective.get() {
        Some(ChosenSupplier::Found { name, .. }) => Some(name),
        _ => None,
    };
    let gap = (candidates.len() > 1).then(|| {
        let gap = format::percent(evidence.runner_up_gap.into());
        view! { <p class="text-muted">"Gap to the runner-up: " <span class="num">{gap}</span></p> }
    });
    let comparison = move || {
        candidates
            .get(focused.get())
            .cloned()
            .map(|candidate| view! { <Comparison candidate /> })
    };
    view! {
        <section class="card" aria-label="Supplier">
            <header class="evidence-head">
                <h2 class="card-title">"Supplier"</h2>
                <p class="evidence-sentence">{evidence.sentence}</p>
            </header>
            <ul class="candidates" aria-label="Candidates">
                {options}
                <li hidden=move || found().is_none()>
                    <button type="button" class="candidate" aria-pressed="true">
                        <span class="candidate-name">
                            <bdi>{found}</bdi>
                        </span>
                        <span class="text-muted">"Found by search"</span>
                    </button>
                </li>
                <li>
                    <button
                        type="button"
                        class="candidate"
                        aria-pressed=move || none().to_string()
                        on:click=move |_| bench.choose(|choice, _| choice.supplier = Some(ChosenSupplier::NoSupplier))
                    >
                        <kbd>"N"</kbd>
                        <span class="candidate-name">"No supplier of the master"</span>
                    </button>
                </li>
            </ul>
            {comparison}
            {gap}
        </section>
    }
}
