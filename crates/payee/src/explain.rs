//! Why a payee was given its type.
//!
//! The weight of a word or phrase is the mean of two differences in the log-odds of the likeliest type: what they lose when it
//! is taken out of the name, and what it alone gains over knowing nothing. These are the last and the first term of its
//! Shapley value (Lundberg and Lee 2017, <https://arxiv.org/abs/1705.07874>). Either alone misleads: in "John Smith" each name
//! is as good without the other, and no single word of a firm's name may make it a firm.

use std::ops::Range;

use contract::{PayeeType, SignedFeature, TypeEvidence, TypeProbabilities};

use crate::classifier::{Classifier, likeliest};
use crate::columns;
use crate::input::PayeeInput;
use crate::lexicon::Category;
use crate::parsed::{Class, Parsed};
use crate::verdict::Verdict;

/// Units that are taken out one by one; the evidence of longer names is that of their first words.
const MOST_UNITS: usize = 16;
/// Features listed for and against.
const MOST_FEATURES: usize = 5;
/// Weights below this, in log-odds, are noise to a reader.
const LEAST_WEIGHT: f32 = 0.05;
/// Counter-evidence that counts for little, as a share of the strongest support.
const MATERIAL: f32 = 0.25;
const MOST_FLIPS: usize = 3;
/// Log-odds of a type of which nothing is known: one of three.
const EVEN: f32 = -std::f32::consts::LN_2;

/// Words that are taken out together: one word, or a known phrase such as "City of".
struct Unit<'s> {
    words: Range<usize>,
    /// As the source spells it.
    spelled: &'s str,
}

/// The evidence for a verdict.
pub(crate) fn evidence(
    classifier: &Classifier,
    parsed: &Parsed,
    input: &PayeeInput<'_>,
    verdict: &Verdict,
) -> TypeEvidence {
    let (chosen, _) = likeliest(&verdict.probabilities);
    let strength = log_odds(&verdict.probabilities, chosen);
    let units = units(parsed, input.name);
    let mut features = Vec::new();
    let mut flips = Vec::new();
    for unit in &units {
        let alone = PayeeInput::from_name(unit.spelled);
        let alone = classifier.judge(&Parsed::read(alone.name), &alone);
        let gained = log_odds(&alone.probabilities, chosen) - EVEN;
        let mut weight = gained;
        // Of a single unit nothing is left when it is taken out.
        if units.len() > 1 {
            let rest = without(parsed, input.name, &unit.words);
            let other = classifier.judge(&Parsed::read(&rest), input);
            let lost = strength - log_odds(&other.probabilities, chosen);
            weight = f32::midpoint(lost, gained);
            let (would_be, _) = likeliest(&other.probabilities);
            if would_be != chosen && flips.len() < MOST_FLIPS {
                flips.push(format!("without “{}”: {would_be}", unit.spelled));
            }
        }
        features.push(SignedFeature {
            label: label(parsed, unit),
            weight,
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

/// The units of a name, in order; symbols between words belong to none.
fn units<'s>(parsed: &Parsed, source: &'s str) -> Vec<Unit<'s>> {
    let tokens = &parsed.name.tokens;
    let mut units = Vec::new();
    let mut start = 0;
    while start < tokens.len() && units.len() < MOST_UNITS {
        let phrase = parsed
            .meaning
            .phrases
            .iter()
            .filter(|phrase| phrase.start == start)
            .map(|phrase| phrase.words)
            .max();
        let end = start + phrase.unwrap_or(1);
        if end > start + 1 || parsed.classes[start] != Class::Symbol {
            units.push(Unit {
                words: start..end,
                spelled: tokens[start].spelled_to(&tokens[end - 1], source),
            });
        }
        start = end;
    }
    units
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

/// The name without some words.
fn without(parsed: &Parsed, source: &str, left_out: &Range<usize>) -> String {
    let mut rest = String::new();
    for (index, token) in parsed.name.tokens.iter().enumerate() {
        if !left_out.contains(&index) {
            rest.push_str(token.spelled_to(token, source));
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

/// What a reviewer calls a unit of a name.
fn label(parsed: &Parsed, unit: &Unit<'_>) -> String {
    let first = unit.words.start;
    if unit.words.len() > 1 && first == 0 {
        return format!("starts with “{}”", unit.spelled);
    }
    let kind = match parsed.classes[first] {
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
        _ => parsed.meaning.tokens[first]
            .iter()
            .next()
            .map_or("word", Category::label),
    };
    format!("{kind} “{}”", unit.spelled)
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
    let strongest = supporting.first().map_or(0.0, |feature| feature.weight);
    let against = match opposing.first() {
        Some(feature) if -feature.weight > MATERIAL * strongest => format!("{} speaks against it", feature.label),
        Some(feature) => format!("only {} speaks a little against it", feature.label),
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
    fn a_known_phrase_is_one_piece_of_evidence() {
        let (_, evidence) = explain("CITY OF NEW YORK");
        assert_eq!(
            evidence.sentence,
            "Government: starts with “CITY OF”; only place “NEW YORK” speaks a little against it."
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
    fn each_name_of_a_person_speaks_for_a_person() {
        let (verdict, evidence) = explain("John Smith");
        assert_eq!(verdict.payee_type, PayeeType::Individual);
        assert_eq!(
            evidence.sentence,
            "Individual: given name “John” and family name “Smith”; nothing speaks against it."
        );
    }

    #[test]
    fn names_without_words_have_no_evidence() {
        let (_, evidence) = explain(" -- ");
        assert!(evidence.supporting.is_empty() && evidence.flips.is_empty());
    }
}
