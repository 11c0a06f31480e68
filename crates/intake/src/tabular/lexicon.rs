//! What columns are called, in the languages of common accounting programs; the names are in `headers.txt`.
//!
//! Within a field the surer names come first: of two columns that could be the name, the surer one is taken.

use std::{collections::HashMap, sync::LazyLock};

use contract::ColumnField;

/// Said before a column's proper name: `Remit-to City`, `Vendor Country`.
const PREFIXES: &[&str] = &[
    "remittanceto",
    "remittance",
    "remitto",
    "remit",
    "billingto",
    "billing",
    "billto",
    "mailing",
    "primary",
    "main",
    "physical",
    "business",
    "vendor",
    "supplier",
    "payee",
    "company",
    "merchant",
    "beneficiary",
    "creditor",
    "bank",
    "recipient",
    "partner",
    "customer",
    "contact",
    "default",
    "legal",
];

/// Rank added to names that are known only without their prefix or number.
const INDIRECT: usize = 1_000;

/// The field of each name as [`key`] gives it, with its rank within the field.
static BY_KEY: LazyLock<HashMap<&str, (ColumnField, usize)>> = LazyLock::new(|| names().collect());

/// The entries of `headers.txt`.
fn names() -> impl Iterator<Item = (&'static str, (ColumnField, usize))> {
    let sections = include_str!("headers.txt").split("\n[").skip(1);
    sections.flat_map(|section| {
        let (field, names) = section.split_once("]\n").expect("a section begins with its field");
        let field: ColumnField = field.parse().expect("a section is named as its field");
        names
            .split_whitespace()
            .enumerate()
            .map(move |(rank, name)| (name, (field, rank)))
    })
}

/// What a column of this name holds, with a rank: the lower, the surer.
pub(super) fn field_of(header: &str) -> Option<(ColumnField, usize)> {
    let whole = key(header);
    let bare = key(header.split(['(', '[', '/']).next().unwrap_or_default());
    let numbered = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    let known = |key: &str| BY_KEY.get(key).copied();
    let indirect = |(field, rank)| (field, rank + INDIRECT);
    known(&whole)
        .or_else(|| known(&bare).map(indirect))
        .or_else(|| {
            known(numbered)
                .filter(|(field, _)| is_numbered(*field, &bare))
                .map(indirect)
        })
        .or_else(|| {
            PREFIXES
                .iter()
                .filter_map(|prefix| numbered.strip_prefix(prefix))
                .find_map(|rest| {
                    known(rest)
                        .filter(|(field, _)| numbered == bare || is_numbered(*field, &bare))
                        .map(indirect)
                })
        })
}

/// Whether a column's name has the word "name" in it, in one of the languages of `headers.txt`.
pub(super) fn says_name(header: &str) -> bool {
    let key = key(header);
    ["name", "nom", "naam", "navn", "namn", "nazwa"]
        .iter()
        .any(|word| key.contains(word))
}

/// Addresses come in lines; of numbered names only the first is a whole one.
fn is_numbered(field: ColumnField, key: &str) -> bool {
    match field {
        ColumnField::Address | ColumnField::Alias => true,
        ColumnField::Name => key.ends_with('1') && !key.ends_with("11"),
        _ => false,
    }
}

/// A column's name without case, spaces and punctuation; `#` reads as `no`.
pub(super) fn key(header: &str) -> String {
    header
        .replace('#', "no")
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(header: &str) -> Option<ColumnField> {
        field_of(header).map(|(field, _)| field)
    }

    #[test]
    fn usual_headers_are_known() {
        use ColumnField as F;
        for (header, expected) in [
            ("id", F::ExternalId),
            ("Vendor #", F::ExternalId),
            ("Vendor Name", F::Name),
            ("SUPPLIER_NAME", F::Name),
            ("Name 1", F::Name),
            ("Zahlungsempfänger", F::Name),
            ("Raison sociale", F::Name),
            ("供应商名称", F::Name),
            ("Address Line 2", F::Address),
            ("Remit-To Address 1", F::Address),
            ("Vendor City", F::City),
            ("Town/City", F::City),
            ("State/Province", F::State),
            ("ZIP Code", F::Postcode),
            ("PLZ", F::Postcode),
            ("Country (ISO)", F::Country),
            ("EIN", F::TaxId),
            ("tax_id", F::TaxId),
            ("VAT No.", F::VatId),
            ("USt-IdNr.", F::VatId),
            ("IBAN", F::Iban),
            ("Amount (USD)", F::Amount),
            ("Währung", F::Currency),
            ("DBA", F::Alias),
        ] {
            assert_eq!(field(header), Some(expected), "{header}");
        }
    }

    #[test]
    fn other_words_are_not() {
        for header in ["", "Acme Ltd", "Name 2", "Phone", "Payment terms", "Column 3", "17"] {
            assert_eq!(field(header), None, "{header}");
        }
    }

    #[test]
    fn every_name_is_written_as_its_key_and_stands_for_one_field() {
        let mut seen = HashMap::new();
        for (name, (field, _)) in names() {
            assert_eq!(key(name), *name, "{field}");
            assert_eq!(seen.insert(name, field), None, "{name} stands twice");
        }
        assert!(
            ColumnField::ALL
                .iter()
                .all(|field| seen.values().any(|held| held == field))
        );
    }
}
