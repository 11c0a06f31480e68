//! Addresses: house number, street words and post-office boxes, as far as comparing two of them needs.

use crate::normalize::fold_line;

/// Street words and their short forms: they tell no street from another.
const GENERIC: &[&str] = &[
    "st",
    "street",
    "ave",
    "avenue",
    "av",
    "rd",
    "road",
    "dr",
    "drive",
    "ln",
    "lane",
    "blvd",
    "boulevard",
    "hwy",
    "highway",
    "ct",
    "court",
    "pl",
    "place",
    "pkwy",
    "parkway",
    "cir",
    "circle",
    "way",
    "sq",
    "square",
    "ter",
    "terrace",
    "close",
    "rue",
    "strasse",
    "str",
    "via",
    "calle",
    "the",
    "of",
    "and",
    "de",
    "la",
    "le",
    "du",
];

/// Words before a unit; they and what follows them are compared last, if at all.
const UNITS: &[&str] = &[
    "ste",
    "suite",
    "unit",
    "apt",
    "apartment",
    "floor",
    "fl",
    "room",
    "rm",
    "bldg",
    "flat",
    "office",
];

/// A street address taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Street {
    /// House number or box number; empty when there is none.
    pub(crate) number: String,
    /// Words of the street, generic ones left out unless there are no others; "pobox" for a post-office box.
    pub(crate) words: Vec<String>,
}

/// How two street addresses compare, from nothing in common to the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum StreetAgreement {
    /// Another street.
    Different,
    /// The same street, another or no house number.
    SameStreet,
    /// The same number, and the street but for a spelling.
    Similar,
    /// The same number and street.
    Same,
}

impl Street {
    /// Takes an address line apart; `None` when there is nothing to compare.
    pub(crate) fn parse(raw: &str) -> Option<Self> {
        let line = fold_line(raw);
        let mut tokens: Vec<&str> = line.split(' ').filter(|token| !token.is_empty()).take(16).collect();
        if let Some(number) = post_office_box(&tokens) {
            return Some(Self {
                number: number.to_owned(),
                words: vec!["pobox".to_owned()],
            });
        }
        if let Some(unit) = tokens.iter().skip(1).position(|token| UNITS.contains(token)) {
            tokens.truncate(unit + 1);
        }
        let is_number = |token: &str| token.starts_with(|first: char| first.is_ascii_digit()) && !is_ordinal(token);
        // "Highway 21" has its number behind; the house number is the first or, on the continent, the last token.
        let position = match tokens.as_slice() {
            [first, _, ..] if is_number(first) => Some(0),
            [.., last] if tokens.len() > 1 && is_number(last) => Some(tokens.len() - 1),
            _ => None,
        };
        let number = position.map(|at| tokens.remove(at).to_owned()).unwrap_or_default();
        let telling = |token: &&&str| !GENERIC.contains(*token);
        let words: Vec<&&str> = if tokens.iter().any(|token| telling(&token)) {
            tokens.iter().filter(telling).collect()
        } else {
            tokens.iter().collect()
        };
        if number.is_empty() && words.is_empty() {
            return None;
        }
        Some(Self {
            number,
            words: words.into_iter().map(|&word| word.to_owned()).collect(),
        })
    }

    /// The first telling word, which with number and place makes the address key.
    pub(crate) fn main_word(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    pub(crate) fn compare(&self, other: &Self) -> StreetAgreement {
        let shared = self.words.iter().filter(|word| other.words.contains(word)).count();
        let most = self.words.len().max(other.words.len());
        let same_number = !self.number.is_empty() && self.number == other.number;
        let similar = shared > 0
            || strsim::damerau_levenshtein(self.main_word(), other.main_word()) <= 1 && self.main_word().len() > 3;
        match (same_number, shared == most && most > 0, similar) {
            (true, true, _) => StreetAgreement::Same,
            (true, false, true) => StreetAgreement::Similar,
            (false, _, true) if self.words.first().is_none_or(|word| word != "pobox") => StreetAgreement::SameStreet,
            _ => StreetAgreement::Different,
        }
    }
}

fn is_ordinal(token: &str) -> bool {
    token.len() > 2 && ["st", "nd", "rd", "th"].iter().any(|suffix| token.ends_with(suffix))
}

fn post_office_box<'a>(tokens: &[&'a str]) -> Option<&'a str> {
    match tokens {
        ["p", "o", "box", number, ..] | ["po", "box", number, ..] | ["pobox" | "box" | "postfach", number, ..] => {
            Some(number)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(a: &str, b: &str) -> StreetAgreement {
        Street::parse(a)
            .expect("an address")
            .compare(&Street::parse(b).expect("an address"))
    }

    #[test]
    fn spellings_of_a_street_agree() {
        assert_eq!(
            compare("216 Washington St", "216 WASHINGTON STREET, SUITE 5"),
            StreetAgreement::Same
        );
        assert_eq!(compare("Hauptstr. 12", "12 Hauptstr"), StreetAgreement::Same);
        assert_eq!(compare("P.O. BOX 53", "PO Box 53"), StreetAgreement::Same);
        assert_eq!(
            compare("216 Washington St", "216 Washingtn St"),
            StreetAgreement::Similar
        );
    }

    #[test]
    fn another_number_or_street_is_told_apart() {
        assert_eq!(
            compare("216 Washington St", "218 Washington St"),
            StreetAgreement::SameStreet
        );
        assert_eq!(compare("216 Washington St", "216 Maple St"), StreetAgreement::Different);
        assert_eq!(compare("PO Box 53", "PO Box 54"), StreetAgreement::Different);
    }

    #[test]
    fn nothing_to_compare_is_none() {
        assert_eq!(Street::parse(" - "), None);
    }
}
