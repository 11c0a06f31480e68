//! What programs send of a supplier.

use contract::{Supplier, SupplierForm, SupplierStatus};
use serde::{Deserialize, Serialize, de::IgnoredAny};
use utoipa::ToSchema;

/// What a program says of a supplier. What is left out, or null, stays as it is, and is empty of a new one; an empty text
/// takes away.
/// What a read gave can be sent back as it is: the fields that nobody can set are passed over.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SupplierBody {
    /// Its id in the system the master came from.
    external_id: Option<String>,
    /// The name; required of a new one.
    name: Option<String>,
    /// Other and former names.
    aliases: Option<Aliases>,
    /// Street address.
    address: Option<String>,
    /// City.
    city: Option<String>,
    /// State, province, region.
    state: Option<String>,
    /// Postal code.
    postcode: Option<String>,
    /// Country.
    country: Option<String>,
    /// Tax id.
    tax_id: Option<String>,
    /// VAT id.
    vat_id: Option<String>,
    /// IBAN.
    iban: Option<String>,
    /// Whether it can be matched; `merged` is not set this way.
    status: Option<SupplierStatus>,
    /// The same as `status`, which goes before: not to be matched any more.
    inactive: Option<bool>,
    #[schema(ignore)]
    id: IgnoredAny,
    #[schema(ignore)]
    merged_into: IgnoredAny,
    #[schema(ignore)]
    row_version: IgnoredAny,
    #[schema(ignore)]
    created_at: IgnoredAny,
    #[schema(ignore)]
    updated_at: IgnoredAny,
}

/// Names as a list, or one a line.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Aliases {
    /// As a read gives them.
    List(Vec<String>),
    /// One a line.
    Lines(String),
}

impl SupplierBody {
    /// Gives what is to be said of the supplier that is `stored`, or of a new one.
    pub fn over(self, stored: Option<Supplier>) -> SupplierForm {
        let stored = stored.map(SupplierForm::from).unwrap_or_default();
        let inactive = match self.status {
            Some(SupplierStatus::Active) => Some(false),
            Some(SupplierStatus::Inactive) => Some(true),
            Some(SupplierStatus::Merged) | None => self.inactive,
        };
        let aliases = self.aliases.map(|aliases| match aliases {
            Aliases::List(names) => names.join("\n"),
            Aliases::Lines(lines) => lines,
        });
        SupplierForm {
            external_id: self.external_id.unwrap_or(stored.external_id),
            name: self.name.unwrap_or(stored.name),
            aliases: aliases.unwrap_or(stored.aliases),
            address: self.address.unwrap_or(stored.address),
            city: self.city.unwrap_or(stored.city),
            state: self.state.unwrap_or(stored.state),
            postcode: self.postcode.unwrap_or(stored.postcode),
            country: self.country.unwrap_or(stored.country),
            tax_id: self.tax_id.unwrap_or(stored.tax_id),
            vat_id: self.vat_id.unwrap_or(stored.vat_id),
            iban: self.iban.unwrap_or(stored.iban),
            inactive: inactive.unwrap_or(stored.inactive),
        }
    }
}
