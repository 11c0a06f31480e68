//! Rows that ask the engines the same thing: a list of payments names most of its payees more than once.

use std::collections::{HashMap, hash_map::Entry};

use crate::tabular::MappedRow;

/// The different questions of some rows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Questions {
    /// The first row that asks each question, ascending.
    pub(super) askers: Vec<usize>,
    /// The question of each row, as a position in `askers`.
    pub(super) of_rows: Vec<usize>,
}

impl Questions {
    /// The questions of rows. Two rows ask the same when everything that an engine sees of them is equal.
    pub(super) fn of<'a>(rows: impl Iterator<Item = &'a MappedRow>) -> Self {
        let mut known = HashMap::new();
        let (mut askers, mut of_rows) = (Vec::new(), Vec::new());
        for (at, row) in rows.enumerate() {
            let question = match known.entry(seen_by_engines(row)) {
                Entry::Occupied(question) => *question.get(),
                Entry::Vacant(new) => {
                    askers.push(at);
                    *new.insert(askers.len() - 1)
                }
            };
            of_rows.push(question);
        }
        Self { askers, of_rows }
    }
}

/// Every column that reaches an engine, see [`payee_input`](crate::payees::payee_input) and
/// [`query`](crate::payees::query).
fn seen_by_engines(row: &MappedRow) -> [&str; 11] {
    // Without `..`: whoever adds a column decides here whether it counts.
    let MappedRow {
        name,
        external_id,
        address,
        city,
        state,
        postcode,
        country,
        tax_id,
        vat_id,
        iban,
        amount: _,
        currency: _,
        title,
        aliases: _,
    } = row;
    [
        name,
        external_id,
        address,
        city,
        state,
        postcode,
        country,
        tax_id,
        vat_id,
        iban,
        title,
    ]
    .map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_ask_the_same_when_the_engines_see_the_same() {
        let row = |name: &str, city: &str, amount: &str| MappedRow {
            name: name.to_owned(),
            city: city.to_owned(),
            amount: amount.to_owned(),
            ..MappedRow::default()
        };
        let rows = [
            row("Acme", "Dayton", "1"),
            row("Apex", "", "1"),
            row("Acme", "Dayton", "2"),
            row("Acme", "Akron", "1"),
            row("Apex", "", "3"),
        ];
        let questions = Questions::of(rows.iter());
        assert_eq!(questions.askers, [0, 1, 3]);
        assert_eq!(questions.of_rows, [0, 1, 0, 2, 1]);
    }
}
