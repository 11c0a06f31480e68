//! Why a payee was given its type.
//!
//! The weight of a word is what the log-odds of the likeliest type lose when the word is taken out and the rest is
//! classified again, so words, characters and patterns are all counted, each in its place.

use contract::{PayeeType, SignedFeature, TypeEvidence, TypeProbabilities};

use crate::classifier::{Classifier, likeliest};
use crate::columns;
use crate::input::PayeeInput;
use crate::lexicon::Category;
use crate::parsed::{Class, Parsed};
use crate::verdict::Verdict;

/// Words that are taken out one by one; the evidence of longer names is that of their first words.
const MOST_WORDS: usize = 16;
/// Features listed for and against.
const MOST_FEATURES: usize = 5;
/// Weights below this, in log-odds, are noise to a reader.
const LEAST_WEIGHT: f32 = 0.05;
const MOST_FLIPS: usize = 3;

/// The evidence for a verdict.
pub(crate) fn evidence(
    classifier: &Classifier,
    parsed: &Parsed,
    input: &PayeeInput<'_>,
    verdict: &Verdict,
) -> TypeEvidence {
    let (chosen, _) = likeliest(&verdict.probabilities);
    let strength = log_odds(&verdict.probabilities, chosen);
    let mut features = Vec::new();
    let mut flips = Vec::new();
    for index in 0..parsed.name.tokens.len().min(MOST_WORDS) {
        let spelled = parsed.name.tokens[index].spelled(input.name);
        if parsed.classes[index] == Class::Symbol || parsed.name.tokens.len() == 1 {
            continue;
        }
        let rest = Parsed::read(&without(parsed, index));
        let other = classifier.judge(&rest, input);
        features.push(SignedFeature {
            label: label(parsed, index, spelled),
            weight: strength - log_odds(&other.probabilities, chosen),
        });
        let (would_be, _) = likeliest(&other.probabilities);
        if would_be != chosen && flips.len() < MOST_FLIPS {
            flips.push(format!("without “{spelled}”: {would_be}"));
        }
    }
    if let [only] = parsed.name.tokens.as_slice() {
        features.push(SignedFeature {
            label: label(parsed, 0, only.spelled(input.name)),
            weight: strength,
        });
    }
    for hint in columns::hints(input) {
        let weight = match chosen {
            PayeeType::Individual => hint.shift[0],
            PayeeType::Government => hint.shift[1],
            PayeeType::Business | PayeeType::Unknown => -hint.shift[0].max(hint.shift[1]),
        };
        features.push(SignedFeature {
            label: hint.label.to_owned(),
            weight,
        });
    }
    let supporting = strongest(features.iter().filter(|feature| feature.weight > LEAST_WEIGHT));
    let opposing = strongest(features.iter().filter(|feature| feature.weight < -LEAST_WEIGHT));
    let sentence = sentence(verdict, chosen, &supporting, &opposing);
    TypeEvidence {
        sentence,
        probabilities: verdict.probabilities,
        supporting,
        opposing,
        flips,
    }
}

fn log_odds(probabilities: &TypeProbabilities, payee_type: PayeeType) -> f32 {
    const SMALLEST: f32 = 1e-6;
    let probability = match payee_type {
        PayeeType::Individual => probabilities.individual,
        PayeeType::Government => probabilities.government,
        PayeeType::Business | PayeeType::Unknown => probabilities.business,
    };
    let probability = probability.clamp(SMALLEST, 1.0 - SMALLEST);
    (probability / (1.0 - probability)).ln()
}

/// The canonical name without one word.
fn without(parsed: &Parsed, left_out: usize) -> String {
    let mut rest = String::new();
    for (index, token) in parsed.name.tokens.iter().enumerate() {
        if index != left_out {
            rest.push_str(parsed.name.word(token));
            rest.push_str(if token.comma { ", " } else { " " });
        }
    }
    rest
}

fn strongest<'f>(features: impl Iterator<Item = &'f SignedFeature>) -> Vec<SignedFeature> {
    let mut features: Vec<SignedFeature> = features.cloned().collect();
    features.sort_by(|left, right| right.weight.abs().total_cmp(&left.weight.abs()));
    features.truncate(MOST_FEATURES);
    features
}

/// What a reviewer calls a word of a name.
fn label(parsed: &Parsed, index: usize, spelled: &str) -> String {
    let known = parsed.meaning.tokens[index];
    let kind = match parsed.classes[index] {
        Class::GivenName => Category::GivenName.label(),
        Class::FamilyName => Category::FamilyName.label(),
        Class::EitherName => "name",
        Class::Title => Category::Title.label(),
        Class::Credential => Category::Credential.label(),
        Class::NameSuffix => Category::NameSuffix.label(),
        Class::Initial => "initial",
        Class::LegalForm => Category::LegalForm.label(),
        Class::TradingAs => Category::TradingAs.label(),
        Class::CareOf => Category::CareOf.label(),
        Class::Estate => Category::Estate.label(),
        Class::Number => "number",
        Class::Place => Category::Place.label(),
        _ => known.iter().next().map_or("word", Category::label),
    };
    format!("{kind} “{spelled}”")
}

fn sentence(verdict: &Verdict, chosen: PayeeType, supporting: &[SignedFeature], opposing: &[SignedFeature]) -> String {
    let subject = match verdict.payee_type {
        PayeeType::Unknown => format!("Undecided, most likely {chosen}"),
        PayeeType::Business => "Business".to_owned(),
        PayeeType::Individual => "Individual".to_owned(),
        PayeeType::Government => "Government".to_owned(),
    };
    let grounds: Vec<&str> = supporting
        .iter()
        .take(2)
        .map(|feature| feature.label.as_str())
        .collect();
    let against = match opposing.first() {
        Some(feature) => format!("{} speaks against it", feature.label),
        None => "nothing speaks against it".to_owned(),
    };
    if grounds.is_empty() {
        format!("{subject}: {against}.")
    } else {
        format!("{subject}: {}; {against}.", grounds.join(" and "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explain(name: &str) -> (Verdict, TypeEvidence) {
        Classifier::embedded().explain(&PayeeInput::from_name(name))
    }

    #[test]
    fn the_legal_form_speaks_for_a_business() {
        let (verdict, evidence) = explain("Jennifer Smith LLC");
        assert_eq!(verdict.payee_type, PayeeType::Business);
        assert_eq!(evidence.supporting[0].label, "legal form “LLC”");
        assert_eq!(evidence.flips, ["without “LLC”: individual"]);
        assert!(
            evidence.sentence.starts_with("Business: legal form “LLC”"),
            "{}",
            evidence.sentence
        );
    }

    #[test]
    fn evidence_repeats_the_probabilities_and_is_signed() {
        let (verdict, evidence) = explain("City of New York Credit Union");
        assert_eq!(evidence.probabilities, verdict.probabilities);
        assert!(evidence.supporting.iter().all(|feature| feature.weight > 0.0));
        assert!(evidence.opposing.iter().all(|feature| feature.weight < 0.0));
    }

    #[test]
    fn names_without_words_have_no_evidence() {
        let (_, evidence) = explain(" -- ");
        assert!(evidence.supporting.is_empty() && evidence.flips.is_empty());
    }
}
