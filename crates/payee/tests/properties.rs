//! Properties that hold for every input.

use contract::PayeeType;
use payee::{Classifier, PayeeInput, Reason, normalize};
use proptest::prelude::*;

fn classify(name: &str) -> payee::Verdict {
    Classifier::embedded().classify(&PayeeInput::from_name(name))
}

/// Words as payables files have them, so that features are hit that random characters never reach.
fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "John",
        "SMITH,",
        "Acme",
        "L.L.C.",
        "City",
        "of",
        "&",
        "Müller",
        "GmbH",
        "Dept",
        "Dr.",
        "MD",
        "DBA",
        "株式会社",
        "Иванов",
        "O'Brien",
        "#12",
        "c/o",
        "Estate",
        "IRS",
        "(UK)",
        "2nd",
        "d/b/a",
        "\u{301}",
        "-",
        "x",
    ]);
    prop::collection::vec(word, 0..12).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn probabilities_sum_to_one(name in prop_oneof![words(), ".*"]) {
        let verdict = classify(&name);
        let probabilities = verdict.probabilities;
        let parts = [probabilities.business, probabilities.individual, probabilities.government];
        prop_assert!((parts.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        prop_assert!(parts.iter().all(|part| (0.0..=1.0).contains(part)));
        prop_assert!(parts.contains(&verdict.confidence));
        prop_assert!(parts.iter().all(|part| *part <= verdict.confidence));
    }

    #[test]
    fn normalization_is_idempotent(name in prop_oneof![words(), ".*"]) {
        let once = normalize(&name);
        prop_assert_eq!(normalize(&once), once);
    }

    #[test]
    fn case_and_white_space_change_nothing(name in words()) {
        let shouted = name.to_uppercase();
        let spaced = format!("  {}\t", name.replace(' ', "   "));
        prop_assert_eq!(classify(&shouted).probabilities, classify(&name).probabilities);
        prop_assert_eq!(classify(&spaced), classify(&name));
    }

    #[test]
    fn explaining_never_changes_the_verdict(name in prop_oneof![words(), ".*"]) {
        let input = PayeeInput::from_name(&name);
        let (verdict, evidence) = Classifier::embedded().explain(&input);
        prop_assert_eq!(verdict, Classifier::embedded().classify(&input));
        prop_assert!(!evidence.sentence.is_empty());
    }

    #[test]
    fn other_columns_never_panic(name in words(), tax_id in ".*", title in ".*", address in ".*", country in ".*") {
        let input = PayeeInput { name: &name, tax_id: Some(&tax_id), title: Some(&title), address: Some(&address), country: Some(&country) };
        let verdict = Classifier::embedded().classify(&input);
        prop_assert!(verdict.confidence.is_finite());
    }
}

#[test]
fn hostile_names_are_answered() {
    let names = [
        "A".repeat(10_000),
        "a b ".repeat(10_000),
        "\u{301}".repeat(10_000),
        "\0".repeat(10_000),
        "𝕁𝕠𝕙𝕟".repeat(2_500),
        "株".repeat(10_000),
        "\u{202e}\u{200d}\u{feff}".repeat(3_000),
        ",,,,,".repeat(2_000),
        "l l c ".repeat(5_000),
    ];
    for name in names {
        let input = PayeeInput::from_name(&name);
        let (verdict, _) = Classifier::embedded().explain(&input);
        assert!(verdict.confidence.is_finite(), "{:?}", &name[..8]);
    }
}

#[test]
fn names_without_letters_are_unknown() {
    for name in ["", "   ", "---", "\0\0", "\u{301}"] {
        let verdict = classify(name);
        assert_eq!(
            (verdict.payee_type, verdict.reason),
            (PayeeType::Unknown, Reason::Empty),
            "{name:?}"
        );
    }
}

#[test]
fn columns_corroborate() {
    let with = |tax_id| {
        classify_with(PayeeInput {
            name: "Jordan Taylor",
            tax_id,
            ..PayeeInput::default()
        })
    };
    let person = |verdict: payee::Verdict| verdict.probabilities.individual;
    assert!(person(with(Some("123-45-6789"))) > person(with(None)));
    assert!(person(with(Some("12-3456789"))) < person(with(None)));
    let indian_firm = with(Some("AAACL1234C"));
    assert_eq!(
        (indian_firm.payee_type, indian_firm.reason),
        (PayeeType::Business, Reason::TaxId)
    );
}

fn classify_with(input: PayeeInput<'_>) -> payee::Verdict {
    Classifier::embedded().classify(&input)
}
