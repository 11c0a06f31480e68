//! Names the plainest ground for a type. Rules explain; they never decide.

use contract::PayeeType;

use crate::lexicon::Category;
use crate::parsed::{Class, Parsed, is_name};
use crate::verdict::Reason;

/// The reason for a type, from what the words are.
pub(crate) fn reason(parsed: &Parsed, payee_type: PayeeType) -> Reason {
    match payee_type {
        PayeeType::Business => business(parsed),
        PayeeType::Individual => individual(parsed),
        PayeeType::Government => government(parsed),
        PayeeType::Unknown => Reason::Undecided,
    }
}

fn business(parsed: &Parsed) -> Reason {
    let class = |class: Class| parsed.classes.contains(&class);
    if class(Class::TradingAs) {
        Reason::TradingAs
    } else if class(Class::LegalForm) {
        Reason::LegalForm
    } else if parsed.has(Category::Brand)
        && parsed
            .meaning
            .phrases
            .iter()
            .any(|phrase| phrase.start == 0 && phrase.categories.has(Category::Brand))
    {
        Reason::CompanyName
    } else if parsed.has(Category::Trust) {
        Reason::Trust
    } else if class(Class::Institution) {
        Reason::InstitutionWord
    } else if class(Class::Company) || parsed.has(Category::Business) {
        Reason::BusinessWord
    } else {
        Reason::Model
    }
}

fn individual(parsed: &Parsed) -> Reason {
    let class = |class: Class| parsed.classes.contains(&class);
    if class(Class::Estate) {
        Reason::Estate
    } else if class(Class::Credential) {
        Reason::Credential
    } else if class(Class::Title) {
        Reason::Title
    } else if parsed
        .classes
        .iter()
        .any(|class| matches!(class, Class::GivenName | Class::EitherName | Class::FamilyName))
        && parsed.classes.iter().filter(|class| is_name(**class)).count() * 2 >= parsed.classes.len()
    {
        Reason::PersonalName
    } else {
        Reason::Model
    }
}

fn government(parsed: &Parsed) -> Reason {
    if parsed.classes.contains(&Class::Government) {
        Reason::GovernmentWord
    } else if parsed.has(Category::Agency) {
        Reason::GovernmentAgency
    } else {
        Reason::Model
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_grounds_are_named() {
        let given = |name: &str, payee_type| reason(&Parsed::read(name), payee_type);
        assert_eq!(given("Acme LLC", PayeeType::Business), Reason::LegalForm);
        assert_eq!(
            given("City of Springfield", PayeeType::Government),
            Reason::GovernmentWord
        );
        assert_eq!(given("HMRC", PayeeType::Government), Reason::GovernmentAgency);
        assert_eq!(given("Smith, Jennifer", PayeeType::Individual), Reason::PersonalName);
        assert_eq!(given("Jennifer Smith MD", PayeeType::Individual), Reason::Credential);
        assert_eq!(given("Xyzzy", PayeeType::Business), Reason::Model);
        assert_eq!(given("Xyzzy", PayeeType::Unknown), Reason::Undecided);
    }
}
