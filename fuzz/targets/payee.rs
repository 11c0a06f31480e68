//! Whatever a name and its columns are: no panic, probabilities that sum to one, a normal form that stays.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payee::{Classifier, PayeeInput, normalize};

fuzz_target!(|text: &str| {
    let mut lines = text.lines();
    let input = PayeeInput {
        name: lines.next().unwrap_or_default(),
        tax_id: lines.next(),
        title: lines.next(),
        address: lines.next(),
        country: lines.next(),
    };
    let normal = normalize(input.name);
    assert_eq!(normalize(&normal), normal, "normalization is idempotent");

    let (verdict, _) = Classifier::embedded().explain(&input);
    let sum = verdict.probabilities.business + verdict.probabilities.individual + verdict.probabilities.government;
    assert!((sum - 1.0).abs() < 1e-3, "the probabilities sum to {sum}");
    assert!((0.0..=1.0).contains(&verdict.confidence));
    assert_eq!(
        Classifier::embedded().classify(&input),
        verdict,
        "an explained answer is the same answer"
    );
});
