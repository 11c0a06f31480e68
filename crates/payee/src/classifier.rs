//! The classifier: model, columns, threshold.

use std::sync::OnceLock;

use contract::{PayeeType, TypeEvidence, TypeProbabilities};

use crate::columns;
use crate::explain;
use crate::input::PayeeInput;
use crate::lexicon::Category;
use crate::model::{LogOdds, Model, softmax};
use crate::parsed::Parsed;
use crate::reason::reason;
use crate::subtype::subtype;
use crate::verdict::{Reason, Verdict};

const WEIGHTS: &[u8] = include_bytes!("../weights/payee.bin");

/// Tells what a payee is. Immutable and shared by all threads.
#[derive(Debug)]
pub struct Classifier {
    model: Model,
}

impl Classifier {
    /// Size of the compiled-in weights.
    pub const WEIGHTS_BYTES: usize = WEIGHTS.len();

    /// The classifier with the weights that are compiled in, read at the first call.
    ///
    /// ```
    /// use contract::PayeeType;
    /// use payee::{Classifier, PayeeInput};
    ///
    /// let verdict = Classifier::embedded().classify(&PayeeInput::from_name("City of New York"));
    /// assert_eq!(verdict.payee_type, PayeeType::Government);
    /// assert!(verdict.confidence > 0.99);
    /// ```
    ///
    /// # Panics
    /// Never: the compiled-in weights are checked by a test.
    pub fn embedded() -> &'static Self {
        static CLASSIFIER: OnceLock<Classifier> = OnceLock::new();
        CLASSIFIER.get_or_init(|| Self {
            model: Model::parse(WEIGHTS).expect("the compiled-in weights are well formed"),
        })
    }

    /// Classifies one payee. Depends on the input alone; a few microseconds.
    pub fn classify(&self, input: &PayeeInput<'_>) -> Verdict {
        let parsed = Parsed::read(input.name);
        self.judge(&parsed, input)
    }

    /// Classifies one payee and says why. Costs one classification for each word, twice.
    pub fn explain(&self, input: &PayeeInput<'_>) -> (Verdict, TypeEvidence) {
        let parsed = Parsed::read(input.name);
        let verdict = self.judge(&parsed, input);
        (verdict, explain::evidence(self, &parsed, input, &verdict))
    }

    /// The confidence below which a payee that is likeliest of a type is left unknown; one for `Unknown`.
    pub fn threshold(&self, payee_type: PayeeType) -> f32 {
        let [business, individual, government] = self.model.calibration.thresholds;
        match payee_type {
            PayeeType::Business => business,
            PayeeType::Individual => individual,
            PayeeType::Government => government,
            PayeeType::Unknown => 1.0,
        }
    }

    /// Calibrated log-odds against business of a name alone.
    pub(crate) fn log_odds(&self, parsed: &Parsed) -> LogOdds {
        self.model
            .calibration
            .apply(self.model.score(parsed), parsed.has(Category::Research))
    }

    pub(crate) fn judge(&self, parsed: &Parsed, input: &PayeeInput<'_>) -> Verdict {
        let mut odds = if parsed.name.tokens.is_empty() {
            LogOdds::default()
        } else {
            self.log_odds(parsed)
        };
        let mut decisive = false;
        for hint in columns::hints(input) {
            odds = std::array::from_fn(|output| odds[output] + hint.shift[output]);
            decisive |= hint.decisive;
        }
        let [business, individual, government] = softmax(odds);
        let probabilities = TypeProbabilities {
            business,
            individual,
            government,
        };
        let (likeliest, confidence) = likeliest(&probabilities);
        let empty = parsed.name.tokens.is_empty();
        let payee_type = if empty || confidence < self.threshold(likeliest) {
            PayeeType::Unknown
        } else {
            likeliest
        };
        let reason = if empty {
            Reason::Empty
        } else if decisive && payee_type != PayeeType::Unknown {
            Reason::TaxId
        } else {
            reason(parsed, payee_type)
        };
        Verdict {
            payee_type,
            confidence,
            probabilities,
            subtype: subtype(parsed, likeliest),
            reason,
        }
    }
}

/// The likeliest type, ignoring the threshold.
pub(crate) fn likeliest(probabilities: &TypeProbabilities) -> (PayeeType, f32) {
    let TypeProbabilities {
        business,
        individual,
        government,
    } = *probabilities;
    if individual > business && individual >= government {
        (PayeeType::Individual, individual)
    } else if government > business {
        (PayeeType::Government, government)
    } else {
        (PayeeType::Business, business)
    }
}
