//! A name together with what the lexicon says about its words.

use crate::lexicon::{Categories, Category, Lexicon, Meaning};
use crate::tokens::{Name, Token};

/// What one word is, in the coarse alphabet in which name patterns are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Class {
    Symbol = b'&',
    Connector = b'o',
    LegalForm = b'L',
    Government = b'G',
    Agency = b'A',
    Institution = b'T',
    Company = b'C',
    Brand = b'R',
    Research = b'S',
    TradingAs = b'D',
    CareOf = b'c',
    Estate = b'E',
    Title = b't',
    Credential = b'r',
    NameSuffix = b's',
    Particle = b'p',
    GivenName = b'g',
    FamilyName = b'f',
    EitherName = b'b',
    Place = b'P',
    Initial = b'I',
    Number = b'N',
    Mixed = b'M',
    ShortUnknown = b'u',
    Unknown = b'U',
}

const GOVERNMENT: Categories = Categories::of(Category::Government)
    .with(Category::LocalGovernment)
    .with(Category::StateGovernment)
    .with(Category::NationalGovernment)
    .with(Category::Court)
    .with(Category::SchoolDistrict)
    .with(Category::PublicSafety)
    .with(Category::SpecialDistrict);
const INSTITUTION: Categories = Categories::of(Category::Nonprofit)
    .with(Category::Religious)
    .with(Category::Union)
    .with(Category::Political)
    .with(Category::School)
    .with(Category::University)
    .with(Category::Health)
    .with(Category::Trust)
    .with(Category::International);
const COMPANY: Categories = Categories::of(Category::Business)
    .with(Category::CompanyWord)
    .with(Category::Financial)
    .with(Category::Practice);

/// A name split into words, each with its meaning and class.
#[derive(Clone, Debug)]
pub(crate) struct Parsed {
    pub(crate) name: Name,
    pub(crate) meaning: Meaning,
    pub(crate) classes: Vec<Class>,
}

impl Parsed {
    /// Reads a name. Never fails; bounded for names of any length.
    pub(crate) fn read(source: &str) -> Self {
        let name = Name::parse(source);
        let meaning = Lexicon::embedded().read(&name);
        let count = name.tokens.len();
        let mut classes: Vec<Class> = (0..count)
            .map(|index| {
                let token = &name.tokens[index];
                class_of(token, name.word(token), meaning.tokens[index], index, count)
            })
            .collect();
        // "Morgan Stanley" is two names, and one firm.
        for phrase in &meaning.phrases {
            let known_firm = phrase.start == 0 && phrase.categories.has(Category::Brand);
            if known_firm && (phrase.words > 1 || count == 1) {
                classes[..phrase.words].fill(Class::Brand);
            }
        }
        Self { name, meaning, classes }
    }

    /// Whether any word or phrase has the category.
    pub(crate) fn has(&self, category: Category) -> bool {
        self.meaning.tokens.iter().any(|known| known.has(category))
    }
}

/// Whether a class may stand in a person's name.
pub(crate) const fn is_name(class: Class) -> bool {
    matches!(
        class,
        Class::GivenName
            | Class::FamilyName
            | Class::EitherName
            | Class::Initial
            | Class::NameSuffix
            | Class::Particle
            | Class::Title
            | Class::Credential
    )
}

fn class_of(token: &Token, word: &str, known: Categories, index: usize, count: usize) -> Class {
    let any = |set: Categories| known.any(set);
    let has = |category: Category| known.has(category);
    let name = has(Category::GivenName) || has(Category::FamilyName);
    if !token.letters {
        return if token.digits { Class::Number } else { Class::Symbol };
    }
    if word.len() == 1 && !has(Category::TradingAs) && !has(Category::CareOf) && !has(Category::LegalForm) {
        return Class::Initial;
    }
    let first = index == 0;
    let last = index + 1 == count;
    if has(Category::Title) && first && !last {
        return Class::Title;
    }
    if has(Category::TradingAs) && !first {
        return Class::TradingAs;
    }
    if has(Category::CareOf) {
        return Class::CareOf;
    }
    if has(Category::Estate) && (first || last) {
        return Class::Estate;
    }
    if has(Category::StateCode)
        && last
        && !first
        && count > 2
        && !has(Category::LegalForm)
        && !has(Category::Credential)
    {
        return Class::Place;
    }
    if has(Category::LegalForm) && !first && !name {
        return Class::LegalForm;
    }
    if has(Category::Credential) && !first {
        return Class::Credential;
    }
    if has(Category::NameSuffix) && !first {
        return Class::NameSuffix;
    }
    if has(Category::Agency) && (first || last) && !name {
        return Class::Agency;
    }
    if any(GOVERNMENT) && !name {
        return Class::Government;
    }
    if any(INSTITUTION) && !name {
        return Class::Institution;
    }
    if any(COMPANY) && !name {
        return Class::Company;
    }
    if has(Category::Research) && !name {
        return Class::Research;
    }
    if has(Category::Brand) && first {
        return Class::Brand;
    }
    match (has(Category::GivenName), has(Category::FamilyName)) {
        (true, true) => return Class::EitherName,
        (true, false) => return Class::GivenName,
        (false, true) => return Class::FamilyName,
        (false, false) => {}
    }
    if has(Category::LegalForm) {
        return Class::LegalForm;
    }
    if has(Category::Connector) {
        return Class::Connector;
    }
    if has(Category::NameParticle) {
        return Class::Particle;
    }
    if has(Category::Place) {
        return Class::Place;
    }
    if token.digits {
        return Class::Mixed;
    }
    if word.len() <= 3 {
        Class::ShortUnknown
    } else {
        Class::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(name: &str) -> String {
        Parsed::read(name)
            .classes
            .iter()
            .map(|&class| char::from(class as u8))
            .collect()
    }

    #[test]
    fn patterns_tell_persons_from_firms() {
        assert_eq!(pattern("SMITH, JENNIFER A"), "fgI");
        assert_eq!(pattern("Acme Plumbing LLC"), "UCL");
        assert_eq!(pattern("Dr Jennifer Smith MD"), "tgfr");
    }

    #[test]
    fn an_empty_name_has_no_pattern() {
        assert_eq!(pattern(" - "), "");
    }
}
