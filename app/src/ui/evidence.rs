//! Why the machine says so: of a payee's type, and of its supplier.

use contract::{Grade, MatchCandidate, PayeeType, TypeEvidence};
use leptos::prelude::*;

use super::{
    badge::{ConfidenceBadge, GradeString, Status, element_word, grade_word},
    charts::SignedBars,
    difference::Difference,
    format, status,
};

/// Why a payee has its type: the verdict in a sentence, what speaks for it and against it, and what would flip it.
#[component]
pub fn TypeEvidenceCard(
    /// The type as it stands.
    payee_type: PayeeType,
    /// Its probability, 0..=1.
    confidence: f32,
    /// The evidence.
    evidence: TypeEvidence,
) -> impl IntoView {
    let TypeEvidence {
        sentence,
        probabilities,
        supporting,
        opposing,
        flips,
    } = evidence;
    let features: Vec<_> = supporting
        .into_iter()
        .chain(opposing)
        .map(|feature| (feature.label, feature.weight))
        .collect();
    let shares = [
        (PayeeType::Business, probabilities.business),
        (PayeeType::Individual, probabilities.individual),
        (PayeeType::Government, probabilities.government),
    ];
    let shares: Vec<_> = shares
        .into_iter()
        .map(|(payee_type, share)| {
            view! {
                <span>
                    {status::payee_type(payee_type).word} " " <span class="num">{format::percent(share.into())}</span>
                </span>
            }
        })
        .collect();
    view! {
        <section class="card evidence" aria-label="Why this type">
            <header class="evidence-head">
                <h2 class="card-title">"Type"</h2>
                <Status mark=status::payee_type(payee_type) />
                <ConfidenceBadge probability=confidence number=true />
            </header>
            <p class="evidence-sentence">{sentence}</p>
            {(!features.is_empty()).then(|| view! { <SignedBars label="What speaks for the type and against it" items=features /> })}
            <p class="evidence-shares text-muted">{shares}</p>
            {(!flips.is_empty())
                .then(|| {
                    let flips: Vec<_> = flips.into_iter().map(|flip| view! { <li>{flip}</li> }).collect();
                    view! {
                        <div class="evidence-flips">
                            <h3>"What would change it"</h3>
                            <ul>{flips}</ul>
                        </div>
                    }
                })}
        </section>
    }
}

/// One candidate beside the payee, element by element, with the differences marked in the characters.
#[component]
pub fn Comparison(
    /// The candidate.
    candidate: MatchCandidate,
) -> impl IntoView {
    let rows: Vec<_> = candidate
        .elements
        .into_iter()
        .filter(|element| !element.query.is_empty() || !element.candidate.is_empty())
        .map(|element| {
            let letter = element.grade.as_str();
            let word = grade_word(letter.chars().next().unwrap_or('Z'));
            let sign = if element.weight < 0.0 {
                "weight-against"
            } else {
                "weight-for"
            };
            // What one side lacks speaks neither for nor against.
            let missing = element.grade == Grade::Missing;
            let (sign, weight) = if missing {
                ("text-muted", "\u{2013}".to_owned())
            } else {
                (sign, format!("{:+.1}", element.weight).replace('-', "\u{2212}"))
            };
            let (query, other) = (element.query, element.candidate);
            // What was not compared does not differ either.
            let against = |text: &str| if missing { String::new() } else { text.to_owned() };
            let (query_against, other_against) = (against(&other), against(&query));
            view! {
                <tr class=missing.then_some("text-muted")>
                    <th scope="row">{element_word(element.element)}</th>
                    <td>
                        <Difference text=query other=query_against />
                    </td>
                    <td>
                        <Difference text=other other=other_against />
                    </td>
                    <td>
                        <span class=format!("grade-{}", letter.to_ascii_lowercase()) title=word>
                            {letter}
                        </span>
                        <span class="sr-only">{word}</span>
                    </td>
                    <td class=format!("num {sign}")>{weight}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <table class="comparison">
            <caption class="sr-only">{format!("The payee and {}, element by element", candidate.supplier_name)}</caption>
            <thead>
                <tr>
                    <th scope="col">
                        <span class="sr-only">"Element"</span>
                    </th>
                    <th scope="col">"In the file"</th>
                    <th scope="col">"Supplier"</th>
                    <th scope="col">"Grade"</th>
                    <th scope="col" class="num">
                        "Weight"
                    </th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// Name, probability and grade of a candidate on one line.
#[component]
pub fn CandidateLine(
    /// The candidate.
    candidate: MatchCandidate,
) -> impl IntoView {
    view! {
        <span class="candidate-name">
            <bdi>{candidate.supplier_name}</bdi>
        </span>
        <GradeString grade=candidate.grade />
        <ConfidenceBadge probability=candidate.probability number=true />
    }
}
