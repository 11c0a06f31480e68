//! The supplier master.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    DocumentId, FileProgress, FileStatus, RowProblem, SupplierId, SupplierImportId, named_enum::named_enum, time,
};

named_enum! {
    /// Whether a supplier can be matched.
    SupplierStatus {
        /// In use.
        Active = "active",
        /// Kept for the record, never matched.
        Inactive = "inactive",
        /// Part of another supplier; never matched, its names find that one.
        Merged = "merged",
    }
}

/// An entry of the supplier master. Text fields are empty when unknown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Supplier {
    /// The supplier.
    pub id: SupplierId,
    /// Its id in the system the master came from; unique within the organization when given.
    pub external_id: String,
    /// The name.
    pub name: String,
    /// Other and former names.
    pub aliases: Vec<String>,
    /// Street address.
    pub address: String,
    /// City.
    pub city: String,
    /// State, province, region.
    pub state: String,
    /// Postal code.
    pub postcode: String,
    /// Country, ISO 3166-1 alpha-2 where recognized.
    pub country: String,
    /// Tax id.
    pub tax_id: String,
    /// VAT id.
    pub vat_id: String,
    /// IBAN.
    pub iban: String,
    /// Whether it can be matched.
    pub status: SupplierStatus,
    /// The supplier that it is part of, when it was merged.
    pub merged_into: Option<SupplierId>,
    /// Goes up with each change; send it back with an edit.
    pub row_version: i64,
    /// When it was made.
    #[serde(deserialize_with = "time::read")]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[serde(deserialize_with = "time::read")]
    pub updated_at: DateTime<Utc>,
}

/// A supplier as the console's list shows it: half of what a [`Supplier`] weighs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SupplierLine {
    /// The supplier.
    pub id: SupplierId,
    /// As of a [`Supplier`].
    pub external_id: String,
    /// The name.
    pub name: String,
    /// City.
    pub city: String,
    /// As of a [`Supplier`].
    pub country: String,
    /// Tax id.
    pub tax_id: String,
    /// Whether it can be matched.
    pub status: SupplierStatus,
    /// When it was last changed.
    #[serde(deserialize_with = "time::read")]
    pub updated_at: DateTime<Utc>,
}

impl From<Supplier> for SupplierLine {
    fn from(supplier: Supplier) -> Self {
        Self {
            id: supplier.id,
            external_id: supplier.external_id,
            name: supplier.name,
            city: supplier.city,
            country: supplier.country,
            tax_id: supplier.tax_id,
            status: supplier.status,
            updated_at: supplier.updated_at,
        }
    }
}

/// What a form or a program says of a supplier.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct SupplierForm {
    /// Its id in the system the master came from.
    pub external_id: String,
    /// The name; required.
    pub name: String,
    /// Other and former names, one a line.
    pub aliases: String,
    /// Street address.
    pub address: String,
    /// City.
    pub city: String,
    /// State, province, region.
    pub state: String,
    /// Postal code.
    pub postcode: String,
    /// Country.
    pub country: String,
    /// Tax id.
    pub tax_id: String,
    /// VAT id.
    pub vat_id: String,
    /// IBAN.
    pub iban: String,
    /// Not to be matched any more.
    pub inactive: bool,
}

impl From<Supplier> for SupplierForm {
    /// What says of a supplier what is said of it already.
    fn from(supplier: Supplier) -> Self {
        Self {
            external_id: supplier.external_id,
            name: supplier.name,
            aliases: supplier.aliases.join("\n"),
            address: supplier.address,
            city: supplier.city,
            state: supplier.state,
            postcode: supplier.postcode,
            country: supplier.country,
            tax_id: supplier.tax_id,
            vat_id: supplier.vat_id,
            iban: supplier.iban,
            inactive: supplier.status == SupplierStatus::Inactive,
        }
    }
}

named_enum! {
    /// Order of the supplier list.
    SupplierSort {
        /// By name, A first.
        Name = "name",
        /// By the last change, newest first.
        Updated = "updated",
        /// By external id.
        ExternalId = "external_id",
    }
}

/// What the supplier list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[serde(default)]
pub struct SupplierFilter {
    /// Search text: names (typing errors forgiven), identifiers exactly.
    pub q: Option<String>,
    /// Only this country, by its code or by name.
    pub country: Option<String>,
    /// Only this status.
    pub status: Option<SupplierStatus>,
    /// The order; by name when absent, by relevance with `q`.
    pub sort: Option<SupplierSort>,
    /// From `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Rows on the page, 1..=200; 50 when absent.
    pub limit: Option<u32>,
}

/// An import of suppliers from a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupplierImport {
    /// The import.
    pub id: SupplierImportId,
    /// Name of the file.
    pub file_name: String,
    /// The stored file.
    pub document_id: DocumentId,
    /// Where it stands.
    pub status: FileStatus,
    /// How far it has come.
    pub progress: FileProgress,
    /// Suppliers that were new.
    pub created_count: i64,
    /// Suppliers that were changed.
    pub updated_count: i64,
    /// Rows that said what the master has already.
    pub unchanged_count: i64,
    /// Rows that could not be taken.
    pub error_count: i64,
    /// The first 100 of them; the report has all.
    pub row_errors: Vec<RowProblem>,
    /// Why the whole import failed.
    pub failure: Option<String>,
    /// Who started it.
    pub created_by: String,
    /// When it was started.
    #[serde(deserialize_with = "time::read")]
    pub created_at: DateTime<Utc>,
    /// When it ended.
    #[serde(default, deserialize_with = "time::read_option")]
    pub finished_at: Option<DateTime<Utc>>,
}
