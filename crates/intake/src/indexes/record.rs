//! A supplier as the index takes it.

use matching::SupplierRecord;
use store::tables::supplier::SupplierRow;

/// Runs `use_them` on the records of `rows`.
pub(super) fn with_records<T>(rows: &[SupplierRow], use_them: impl FnOnce(&[SupplierRecord<'_>]) -> T) -> T {
    let aliases: Vec<Vec<&str>> = rows
        .iter()
        .map(|row| row.aliases.0.iter().map(String::as_str).collect())
        .collect();
    let records: Vec<SupplierRecord<'_>> = rows
        .iter()
        .zip(&aliases)
        .map(|(row, aliases)| SupplierRecord {
            id: row.id,
            name: &row.name,
            aliases,
            address: &row.address,
            city: &row.city,
            state: &row.state,
            postcode: &row.postcode,
            country: &row.country,
            tax_id: &row.tax_id,
            vat_id: &row.vat_id,
            iban: &row.iban,
            external_id: &row.external_id,
        })
        .collect();
    use_them(&records)
}
