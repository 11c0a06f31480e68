//! What the other columns say: tax-id shape, title, address.
//!
//! There are no labelled rows with these columns to learn from, so the log-odds are set by hand: a shape that the
//! issuing authority reserves for one type outweighs any name, other hints weigh less than a clear name.

use crate::input::PayeeInput;
use crate::lexicon::{Category, Lexicon};
use crate::model::LogOdds;
use crate::parsed::Parsed;

/// What one column says, and by how much it moves the log-odds against business.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Hint {
    pub(crate) label: &'static str,
    pub(crate) shift: LogOdds,
    pub(crate) decisive: bool,
}

const fn hint(label: &'static str, individual: f32, government: f32, decisive: bool) -> Hint {
    Hint {
        label,
        shift: [individual, government],
        decisive,
    }
}

/// The hints of the columns that are present.
pub(crate) fn hints(input: &PayeeInput<'_>) -> impl Iterator<Item = Hint> {
    let tax_id = input.tax_id.and_then(|tax_id| tax_id_hint(tax_id, input.country));
    let title = input.title.and_then(title_hint);
    let address = input.address.and_then(address_hint);
    tax_id.into_iter().chain(title).chain(address)
}

/// Tells the shape of a number.
///
/// - US: a social security number (3-2-4) is a person's, also of sole proprietors; an employer number (2-7) is an
///   organization's (IRS Publication 1635).
/// - India: the fourth letter of a PAN, also inside a GSTIN, names the holder's type (Income Tax Rules, rule 114).
fn tax_id_hint(tax_id: &str, country: Option<&str>) -> Option<Hint> {
    const LONGEST: usize = 32;
    let compact: String = tax_id
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(LONGEST)
        .map(|character| character.to_ascii_uppercase())
        .collect();
    if let Some(holder) = pan_holder(&compact) {
        return match holder {
            'P' | 'H' => Some(hint("tax id of a person", 10.0, 0.0, true)),
            'G' | 'L' => Some(hint("tax id of a public body", 0.0, 10.0, true)),
            'C' | 'F' | 'T' | 'A' | 'B' | 'J' => Some(hint("tax id of an organization", -10.0, -1.0, true)),
            _ => None,
        };
    }
    let american = country.is_none_or(|country| {
        matches!(
            country.trim().to_ascii_uppercase().as_str(),
            "US" | "USA" | "UNITED STATES" | ""
        )
    });
    let groups: Vec<&str> = tax_id.trim().split('-').take(4).collect();
    let digits = |lengths: &[usize]| {
        groups.len() == lengths.len()
            && groups
                .iter()
                .zip(lengths)
                .all(|(group, &length)| group.len() == length && group.bytes().all(|byte| byte.is_ascii_digit()))
    };
    if american && digits(&[3, 2, 4]) {
        return Some(hint("social security number", 3.0, -3.0, false));
    }
    if american && digits(&[2, 7]) {
        return Some(hint("employer identification number", -2.0, 0.0, false));
    }
    None
}

/// The holder letter of an Indian PAN (`AAAPL1234C`), alone or in a GSTIN (`27AAAPL1234C1ZV`).
fn pan_holder(compact: &str) -> Option<char> {
    let pan = match compact.len() {
        10 => compact,
        15 if compact.as_bytes()[..2].iter().all(u8::is_ascii_digit) => &compact[2..12],
        _ => return None,
    };
    let bytes = pan.as_bytes();
    let fits = bytes[..5].iter().all(u8::is_ascii_uppercase)
        && bytes[5..9].iter().all(u8::is_ascii_digit)
        && bytes[9].is_ascii_uppercase();
    fits.then(|| char::from(bytes[3]))
}

fn title_hint(title: &str) -> Option<Hint> {
    let parsed = Parsed::read(title);
    let known = parsed
        .name
        .tokens
        .first()
        .map(|token| Lexicon::embedded().word(parsed.name.word(token)))?;
    known
        .has(Category::Title)
        .then(|| hint("title column", 3.0, -3.0, false))
}

fn address_hint(address: &str) -> Option<Hint> {
    const PUBLIC: &[&str] = &[
        "city hall",
        "town hall",
        "courthouse",
        "court house",
        "county building",
        "municipal building",
        "state capitol",
        "civic center",
        "civic centre",
        "rathaus",
    ];
    let canonical = crate::tokens::normalize(address);
    if PUBLIC.iter().any(|place| canonical.contains(place)) {
        return Some(hint("address of a public building", 0.0, 1.5, false));
    }
    canonical
        .split(' ')
        .any(|word| matches!(word, "apt" | "apartment" | "flat"))
        .then(|| hint("address of a flat", 0.5, -1.0, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tax_id(value: &str) -> Option<&'static str> {
        tax_id_hint(value, None).map(|hint| hint.label)
    }

    #[test]
    fn tax_id_shapes_are_told_apart() {
        assert_eq!(tax_id("123-45-6789"), Some("social security number"));
        assert_eq!(tax_id("12-3456789"), Some("employer identification number"));
        assert_eq!(tax_id("AAAPL1234C"), Some("tax id of a person"));
        assert_eq!(tax_id("27AAACL1234C1ZV"), Some("tax id of an organization"));
        assert_eq!(tax_id("AAALG1234C"), Some("tax id of a public body"));
        assert_eq!(tax_id("garbage"), None);
    }

    #[test]
    fn american_shapes_mean_nothing_elsewhere() {
        assert_eq!(tax_id_hint("123-45-6789", Some("DE")), None);
    }

    #[test]
    fn missing_columns_are_no_evidence() {
        assert_eq!(hints(&PayeeInput::from_name("Acme")).count(), 0);
    }
}
