//! What the classifier answers.

use contract::{PayeeSubtype, PayeeType, TypeProbabilities};

/// The answer for one payee.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// The likeliest type, or [`PayeeType::Unknown`] when `confidence` is below the threshold of the model.
    pub payee_type: PayeeType,
    /// Probability of the likeliest type, `1/3..=1`.
    pub confidence: f32,
    /// Calibrated probabilities; they sum to one.
    pub probabilities: TypeProbabilities,
    /// The finer kind, where words of the name tell.
    pub subtype: Option<PayeeSubtype>,
    /// The plainest ground for the answer.
    pub reason: Reason,
}

/// Why a payee was given its type: a stable code for exports and filters.
///
/// The model decides; the reason names the plainest evidence in favour of what it decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The name has no letters or digits.
    Empty,
    /// The evidence does not decide.
    Undecided,
    /// The tax id is of a shape that is reserved for the type.
    TaxId,
    /// A title column or a title in the name.
    Title,
    /// Letters of a profession behind the name.
    Credential,
    /// A mark of an assumed name.
    TradingAs,
    /// The estate of a person.
    Estate,
    /// A trust.
    Trust,
    /// A legal form.
    LegalForm,
    /// A word of public bodies.
    GovernmentWord,
    /// The name or acronym of a public agency.
    GovernmentAgency,
    /// A word of associations, churches, unions, parties.
    InstitutionWord,
    /// A word of trade.
    BusinessWord,
    /// A firm known everywhere.
    CompanyName,
    /// Given and family names.
    PersonalName,
    /// No single plain ground: the sum of many features.
    Model,
}

impl Reason {
    /// Every reason.
    pub const ALL: &'static [Self] = &[
        Self::Empty,
        Self::Undecided,
        Self::TaxId,
        Self::Title,
        Self::Credential,
        Self::TradingAs,
        Self::Estate,
        Self::Trust,
        Self::LegalForm,
        Self::GovernmentWord,
        Self::GovernmentAgency,
        Self::InstitutionWord,
        Self::BusinessWord,
        Self::CompanyName,
        Self::PersonalName,
        Self::Model,
    ];

    /// The stable code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Undecided => "undecided",
            Self::TaxId => "tax_id",
            Self::Title => "title",
            Self::Credential => "credential",
            Self::TradingAs => "trading_as",
            Self::Estate => "estate",
            Self::Trust => "trust",
            Self::LegalForm => "legal_form",
            Self::GovernmentWord => "government_word",
            Self::GovernmentAgency => "government_agency",
            Self::InstitutionWord => "institution_word",
            Self::BusinessWord => "business_word",
            Self::CompanyName => "company_name",
            Self::PersonalName => "personal_name",
            Self::Model => "model",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct() {
        let codes: std::collections::BTreeSet<&str> = Reason::ALL.iter().map(|reason| reason.as_str()).collect();
        assert_eq!(codes.len(), Reason::ALL.len());
    }
}
