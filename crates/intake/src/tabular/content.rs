//! What a column seems to hold by its cells, where its name does not tell.

use contract::validate::is_iban;

use super::Row;

/// Share of the filled cells, in tenths, that must look alike.
const ENOUGH_TENTHS: usize = 8;

/// The cells of one column in the first rows of a file, blank ones left out.
pub(super) struct Column<'a>(Vec<&'a str>);

impl<'a> Column<'a> {
    pub(super) fn new(rows: &'a [Row], column: usize) -> Self {
        Self(
            rows.iter()
                .map(|row| row.cell(column).trim())
                .filter(|cell| !cell.is_empty())
                .collect(),
        )
    }

    /// Whether most cells pass; false without any.
    fn mostly(&self, passes: impl Fn(&str) -> bool) -> bool {
        let count = self.0.iter().filter(|cell| passes(cell)).count();
        count > 0 && count * 10 >= self.0.len() * ENOUGH_TENTHS
    }

    /// International bank account numbers.
    pub(super) fn is_iban(&self) -> bool {
        self.mostly(is_iban)
    }

    /// Employer or taxpayer numbers as written in the United States, `12-3456789`.
    pub(super) fn is_tax_id(&self) -> bool {
        self.mostly(|cell| {
            cell.len() == 10
                && cell
                    .bytes()
                    .enumerate()
                    .all(|(i, b)| if i == 2 { b == b'-' } else { b.is_ascii_digit() })
        })
    }

    /// Numbers or codes rather than words: most cells have digits and few letters.
    pub(super) fn is_code(&self) -> bool {
        self.mostly(|cell| {
            let digits = cell.chars().filter(char::is_ascii_digit).count();
            let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
            digits > letters && !cell.contains(' ')
        })
    }

    /// How much it looks like names, 0 if not at all: words that differ from row to row.
    pub(super) fn name_likeness(&self) -> usize {
        let is_wordy = |cell: &str| {
            let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
            letters >= 2 && letters * 2 > cell.chars().count() && !cell.contains('@')
        };
        if !self.mostly(is_wordy) {
            return 0;
        }
        let mut distinct = self.0.clone();
        distinct.sort_unstable();
        distinct.dedup();
        let letters: usize = self
            .0
            .iter()
            .map(|cell| cell.chars().filter(|c| c.is_alphabetic()).count())
            .sum();
        // Cities and countries repeat and are short; names are neither.
        letters * distinct.len() / (self.0.len() * self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &[&'static str]) -> Column<'static> {
        Column(cells.to_vec())
    }

    #[test]
    fn a_column_of_ibans_is_known_by_their_check_digits() {
        assert!(column(&["GB82WEST12345698765432", "DE89370400440532013000"]).is_iban());
        assert!(!column(&[]).is_iban());
    }

    #[test]
    fn names_look_more_like_names_than_cities() {
        let names = column(&["Acme Industrial Supply Ltd", "Müller & Söhne GmbH", "Jane Doe"]);
        let cities = column(&["Rome", "Rome", "Oslo"]);
        assert!(names.name_likeness() > cities.name_likeness());
        assert_eq!(column(&["10045", "10046"]).name_likeness(), 0);
    }

    #[test]
    fn codes_and_tax_ids() {
        assert!(column(&["V-10045", "10046"]).is_code());
        assert!(!column(&["7 Eleven Stores", "3M Company"]).is_code());
        assert!(column(&["80-4750820"]).is_tax_id());
        assert!(!column(&["2024-01-31"]).is_tax_id());
    }
}
