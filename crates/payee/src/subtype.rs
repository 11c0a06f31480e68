//! The finer kind of a payee, by rules on its words.

use contract::{PayeeSubtype as S, PayeeType};

use crate::lexicon::Category as C;
use crate::parsed::{Class, Parsed};

/// The sub-type for a payee whose likeliest type is known; `None` when no word tells.
pub(crate) fn subtype(parsed: &Parsed, likeliest: PayeeType) -> Option<S> {
    match likeliest {
        PayeeType::Government => government(parsed),
        PayeeType::Individual => individual(parsed),
        PayeeType::Business | PayeeType::Unknown => business(parsed),
    }
}

/// The first rule whose category occurs.
fn first(parsed: &Parsed, rules: &[(C, S)]) -> Option<S> {
    rules
        .iter()
        .find(|(category, _)| telling(parsed, *category))
        .map(|(_, kind)| *kind)
}

/// Whether a category occurs in a word that is not only there as somebody's name.
fn telling(parsed: &Parsed, category: C) -> bool {
    parsed
        .meaning
        .phrases
        .iter()
        .any(|phrase| phrase.categories.has(category) && (phrase.words > 1 || !phrase.categories.any(NAMES)))
}

const NAMES: crate::lexicon::Categories = crate::lexicon::Categories::of(C::GivenName).with(C::FamilyName);

fn individual(parsed: &Parsed) -> Option<S> {
    let class = |class: Class| parsed.classes.contains(&class);
    if class(Class::Estate) {
        Some(S::Estate)
    } else if class(Class::TradingAs) {
        Some(S::SoleProprietor)
    } else if class(Class::Credential) {
        Some(S::CredentialedProfessional)
    } else if telling(parsed, C::Trust) {
        Some(S::Trust)
    } else {
        None
    }
}

fn business(parsed: &Parsed) -> Option<S> {
    let class = |class: Class| parsed.classes.contains(&class);
    if class(Class::Estate)
        && !class(Class::LegalForm)
        && parsed
            .meaning
            .phrases
            .iter()
            .any(|phrase| phrase.words > 1 && phrase.categories.has(C::Estate))
    {
        return Some(S::Estate);
    }
    if class(Class::TradingAs) && before_trading_as(parsed) {
        return Some(S::SoleProprietor);
    }
    first(
        parsed,
        &[
            (C::Political, S::PoliticalCommittee),
            (C::Union, S::Union),
            (C::International, S::InternationalOrganization),
            (C::University, S::University),
            (C::Financial, S::FinancialInstitution),
            (C::Religious, S::ReligiousBody),
            (C::Practice, S::ProfessionalPractice),
            (C::Health, S::HealthProvider),
            (C::School, S::School),
            (C::Trust, S::Trust),
            (C::Nonprofit, S::Nonprofit),
        ],
    )
}

/// Whether a person's name, without a legal form, stands before the mark of an assumed name.
fn before_trading_as(parsed: &Parsed) -> bool {
    let mark = parsed
        .classes
        .iter()
        .position(|class| *class == Class::TradingAs)
        .unwrap_or(0);
    let before = &parsed.classes[..mark];
    before
        .iter()
        .any(|class| matches!(class, Class::GivenName | Class::FamilyName | Class::EitherName))
        && !before.contains(&Class::LegalForm)
}

fn government(parsed: &Parsed) -> Option<S> {
    first(
        parsed,
        &[
            (C::International, S::InternationalOrganization),
            (C::SchoolDistrict, S::SchoolDistrict),
            (C::Court, S::Court),
            (C::PublicSafety, S::PublicSafety),
            (C::SpecialDistrict, S::SpecialDistrict),
            (C::NationalGovernment, S::NationalGovernment),
            (C::StateGovernment, S::StateGovernment),
            (C::LocalGovernment, S::LocalGovernment),
            (C::University, S::University),
            (C::School, S::School),
            (C::Health, S::HealthProvider),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str, payee_type: PayeeType) -> Option<S> {
        subtype(&Parsed::read(name), payee_type)
    }

    #[test]
    fn organizations_have_sub_types() {
        let business = |name| kind(name, PayeeType::Business);
        assert_eq!(business("First Baptist Church"), Some(S::ReligiousBody));
        assert_eq!(business("IBEW Local 12"), Some(S::Union));
        assert_eq!(business("Wells Fargo Bank"), Some(S::FinancialInstitution));
        assert_eq!(business("Law Offices of Jennifer Smith"), Some(S::ProfessionalPractice));
        assert_eq!(
            business("Committee to Elect Jennifer Smith"),
            Some(S::PoliticalCommittee)
        );
        assert_eq!(business("Jennifer Smith DBA Smith Plumbing"), Some(S::SoleProprietor));
        assert_eq!(business("Acme Holdings LLC DBA Smith Plumbing"), None);
        assert_eq!(business("Smith Family Trust"), Some(S::Trust));
    }

    #[test]
    fn public_bodies_have_sub_types() {
        let government = |name| kind(name, PayeeType::Government);
        assert_eq!(government("City of New York"), Some(S::LocalGovernment));
        assert_eq!(
            government("Springfield Unified School District"),
            Some(S::SchoolDistrict)
        );
        assert_eq!(government("Clerk of Court Marion County"), Some(S::Court));
        assert_eq!(
            government("Leeds Teaching Hospitals NHS Trust"),
            Some(S::SpecialDistrict)
        );
        assert_eq!(government("State of Ohio"), Some(S::StateGovernment));
    }

    #[test]
    fn persons_have_sub_types() {
        let individual = |name| kind(name, PayeeType::Individual);
        assert_eq!(individual("Estate of Jennifer Smith"), Some(S::Estate));
        assert_eq!(individual("Jennifer Smith, MD"), Some(S::CredentialedProfessional));
        assert_eq!(individual("Jennifer Smith"), None);
    }
}
