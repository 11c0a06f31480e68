//! Countries by whatever name a file gives them.

use std::{collections::HashMap, sync::LazyLock};

static CODES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("countries.txt")
        .lines()
        .filter(|line| !line.starts_with('#'));
    let names = lines.flat_map(|line| {
        let code = line.split(';').next().expect("a split gives at least one part");
        line.split(';').map(move |name| (key(name), code))
    });
    names.collect()
});

/// The ISO 3166-1 alpha-2 code of a country given as a code of two or three letters or by name.
fn code(country: &str) -> Option<&'static str> {
    if country.is_empty() {
        None
    } else {
        CODES.get(&key(country)).copied()
    }
}

/// A country as suppliers have it: its code, or what was given, without white space around it, when it is not recognized.
pub(super) fn tidied(country: &str) -> String {
    let country = country.trim();
    code(country).unwrap_or(country).to_owned()
}

fn key(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_are_recognized() {
        for (given, expected) in [
            ("US", "US"),
            ("usa", "US"),
            ("U.S.A.", "US"),
            ("United Kingdom", "GB"),
            ("UK", "GB"),
            ("Deutschland", "DE"),
            ("DEU", "DE"),
            ("España", "ES"),
            ("Schweiz", "CH"),
        ] {
            assert_eq!(code(given), Some(expected), "{given}");
        }
        for unknown in ["", "XX", "Atlantis"] {
            assert_eq!(code(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn what_is_no_country_stays_as_it_was_given() {
        for (given, expected) in [(" gb ", "GB"), ("germany", "DE"), (" Atlantis ", "Atlantis"), (" ", "")] {
            assert_eq!(tidied(given), expected);
        }
    }

    #[test]
    fn no_name_stands_for_two_countries() {
        let names = include_str!("countries.txt")
            .lines()
            .filter(|line| !line.starts_with('#'));
        let count: usize = names.map(|line| line.split(';').count()).sum();
        assert_eq!(CODES.len(), count);
    }
}
