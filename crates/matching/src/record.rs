//! What goes into the index and what is asked of it.

use contract::SupplierId;

/// One supplier of the master. Strings are as the master has them; empty means missing.
#[derive(Clone, Copy, Debug)]
pub struct SupplierRecord<'a> {
    /// The identity; a second record with the same id replaces the first.
    pub id: SupplierId,
    /// The registered or usual name.
    pub name: &'a str,
    /// Aliases and former names: each is matched like the name.
    pub aliases: &'a [&'a str],
    /// House number and street, or post-office box.
    pub address: &'a str,
    /// City.
    pub city: &'a str,
    /// State, province, region.
    pub state: &'a str,
    /// Postal code.
    pub postcode: &'a str,
    /// Country, best as ISO 3166 alpha-2.
    pub country: &'a str,
    /// National tax id.
    pub tax_id: &'a str,
    /// VAT id.
    pub vat_id: &'a str,
    /// Bank account.
    pub iban: &'a str,
    /// The id in the customer's own systems.
    pub external_id: &'a str,
}

impl SupplierRecord<'_> {
    /// A supplier of whom nothing but the id is known; the base for struct updates.
    pub const fn empty(id: SupplierId) -> Self {
        Self {
            id,
            name: "",
            aliases: &[],
            address: "",
            city: "",
            state: "",
            postcode: "",
            country: "",
            tax_id: "",
            vat_id: "",
            iban: "",
            external_id: "",
        }
    }
}

impl Default for SupplierRecord<'_> {
    /// A supplier with the nil id, of whom nothing is known.
    fn default() -> Self {
        Self::empty(SupplierId(uuid::Uuid::nil()))
    }
}

/// A payee to find the supplier of. Empty means missing, and missing is no evidence.
#[derive(Clone, Copy, Debug, Default)]
pub struct Query<'a> {
    /// The payee's name as the file has it.
    pub name: &'a str,
    /// House number and street, or post-office box.
    pub address: &'a str,
    /// City.
    pub city: &'a str,
    /// State, province, region.
    pub state: &'a str,
    /// Postal code.
    pub postcode: &'a str,
    /// Country.
    pub country: &'a str,
    /// National tax id.
    pub tax_id: &'a str,
    /// VAT id.
    pub vat_id: &'a str,
    /// Bank account.
    pub iban: &'a str,
    /// The id in the customer's own systems.
    pub external_id: &'a str,
}
