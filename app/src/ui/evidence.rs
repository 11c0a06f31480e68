//! Why the machine says so: of a payee's type, and of its supplier.

use contract::{ElementEvidence, Grade, MatchCandidate, Payee, PayeeType, TypeEvidence};
use maud::{Markup, html};

use super::{
    badge::{confidence_with_number, element_word, grade_class, grade_text, grade_word},
    charts::signed_bars,
    difference::difference,
    format, status,
};

/// Writes why a payee has its type: the verdict in a sentence, what speaks for it and against it, and what would flip it.
pub fn type_evidence(payee: &Payee, evidence: &TypeEvidence) -> Markup {
    let features: Vec<_> = evidence
        .supporting
        .iter()
        .chain(&evidence.opposing)
        .map(|feature| (feature.label.as_str(), feature.weight))
        .collect();
    let probabilities = evidence.probabilities;
    let shares = [
        (PayeeType::Business, probabilities.business),
        (PayeeType::Individual, probabilities.individual),
        (PayeeType::Government, probabilities.government),
    ];
    html! {
        section class="card evidence" aria-label="Why this type" {
            header class="evidence-head" {
                h2 class="card-title" { "Type" }
                (status::payee_type(payee.payee_type))
                (confidence_with_number(payee.type_confidence))
            }
            p class="evidence-sentence" { (evidence.sentence) }
            @if !features.is_empty() { (signed_bars("What speaks for the type and against it", &features)) }
            p class="evidence-shares text-muted" {
                @for (payee_type, share) in shares {
                    span { (status::payee_type(payee_type).word) " " span class="num" { (format::percent(share.into())) } }
                }
            }
            @if !evidence.flips.is_empty() {
                div class="evidence-flips" {
                    h3 { "What would change it" }
                    ul { @for flip in &evidence.flips { li { (flip) } } }
                }
            }
        }
    }
}

/// Writes one candidate beside the payee, element by element, with the differences marked in the characters.
pub fn comparison(candidate: &MatchCandidate) -> Markup {
    let compared = |element: &&ElementEvidence| !element.query.is_empty() || !element.candidate.is_empty();
    html! {
        table class="comparison" {
            caption class="sr-only" { "The payee and " (candidate.supplier_name) ", element by element" }
            thead {
                tr {
                    th scope="col" { span class="sr-only" { "Element" } }
                    th scope="col" { "In the file" }
                    th scope="col" { "Supplier" }
                    th scope="col" { "Grade" }
                    th scope="col" class="num" { "Weight" }
                }
            }
            tbody { @for element in candidate.elements.iter().filter(compared) { (compared_element(element)) } }
        }
    }
}

fn compared_element(element: &ElementEvidence) -> Markup {
    let letter = element.grade.as_str().chars().next().unwrap_or('Z');
    let word = grade_word(letter);
    let (query, candidate) = (&element.query, &element.candidate);
    // What one side lacks speaks neither for nor against, and what was not compared does not differ.
    let missing = element.grade == Grade::Missing;
    let (query_against, candidate_against) = if missing {
        ("", "")
    } else {
        (candidate.as_str(), query.as_str())
    };
    let (sign, weight) = if missing {
        ("text-muted", "\u{2013}".to_owned())
    } else {
        let sign = if element.weight < 0.0 {
            "weight-against"
        } else {
            "weight-for"
        };
        (sign, format!("{:+.1}", element.weight).replace('-', "\u{2212}"))
    };
    html! {
        tr class=[missing.then_some("text-muted")] {
            th scope="row" { (element_word(element.element)) }
            td { (difference(query, query_against)) }
            td { (difference(candidate, candidate_against)) }
            td {
                span class=(grade_class(letter)) title=(word) { (letter) }
                span class="sr-only" { (word) }
            }
            td class={ "num " (sign) } { (weight) }
        }
    }
}

/// Writes name, probability and grade of a candidate on one line.
pub fn candidate_line(candidate: &MatchCandidate) -> Markup {
    html! {
        span class="candidate-name" { bdi { (candidate.supplier_name) } }
        // A frame of its own, in which the grade is a word of the line.
        span { (grade_text(&candidate.grade)) }
        (confidence_with_number(candidate.probability))
    }
}
