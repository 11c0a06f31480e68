//! How a row is put to the engines.

use crate::tabular::MappedRow;

/// Candidates that a person is shown for one payee; the number keys choose among them.
pub(crate) const SHOWN_CANDIDATES: usize = 5;

/// The versions of the engines, kept with each file: `payee 1, matching 1`. Equal versions give equal answers.
pub(crate) fn engine_versions() -> String {
    let version = |text: &'static str| text.rsplit('/').next().unwrap_or(text);
    format!(
        "payee {}, matching {}",
        version(payee::VERSION),
        version(matching::VERSION)
    )
}

/// As the type engine asks.
pub(crate) fn payee_input(row: &MappedRow) -> payee::PayeeInput<'_> {
    let some = |text| Some(text).filter(|text: &&str| !text.is_empty());
    payee::PayeeInput {
        name: &row.name,
        tax_id: some(&row.tax_id),
        title: some(&row.title),
        address: some(&row.address),
        country: some(&row.country),
    }
}

/// As the supplier index asks.
pub(crate) fn query(row: &MappedRow) -> matching::Query<'_> {
    matching::Query {
        name: &row.name,
        address: &row.address,
        city: &row.city,
        state: &row.state,
        postcode: &row.postcode,
        country: &row.country,
        tax_id: &row.tax_id,
        vat_id: &row.vat_id,
        iban: &row.iban,
        external_id: &row.external_id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_named_by_engine() {
        let versions = engine_versions();
        let (first, second) = versions.split_once(", ").expect("two engines");
        assert!(
            first.starts_with("payee ") && second.starts_with("matching "),
            "{versions}"
        );
        assert!(!versions.contains('/'), "{versions}");
    }

    #[test]
    fn an_empty_column_is_no_evidence() {
        let row = MappedRow {
            name: "Acme".to_owned(),
            country: "US".to_owned(),
            ..MappedRow::default()
        };
        let input = payee_input(&row);
        assert_eq!((input.tax_id, input.country), (None, Some("US")));
    }
}
