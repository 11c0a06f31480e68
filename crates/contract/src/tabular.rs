//! Files of rows: what their columns mean and how far the work on them has come.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{DocumentId, UploadId, named_enum::named_enum, time};

named_enum! {
    /// What a column holds.
    ColumnField {
        /// Name of the payee or supplier. The only one that is required.
        Name = "name",
        /// The id in the system the file came from.
        ExternalId = "external_id",
        /// Street address.
        Address = "address",
        /// City.
        City = "city",
        /// State, province, region.
        State = "state",
        /// Postal code.
        Postcode = "postcode",
        /// Country.
        Country = "country",
        /// Tax id.
        TaxId = "tax_id",
        /// VAT id.
        VatId = "vat_id",
        /// IBAN or account number.
        Iban = "iban",
        /// Amount paid.
        Amount = "amount",
        /// Currency of the amount.
        Currency = "currency",
        /// Title or credentials of a person.
        Title = "title",
        /// Another or former name (suppliers).
        Alias = "alias",
    }
}

impl ColumnField {
    /// Whether several columns of a file may hold it.
    pub const fn may_repeat(self) -> bool {
        matches!(self, Self::Address | Self::Alias)
    }
}

/// Which column holds what. Several columns may hold `Address` (joined in order) or `Alias`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct ColumnMapping(
    /// Per column of the file, what it holds; `None` is kept but not used.
    pub Vec<Option<ColumnField>>,
);

named_enum! {
    /// What an uploaded file is for.
    UploadPurpose {
        /// A list of payees.
        PayeeFile = "payee_file",
        /// A list of suppliers.
        SupplierImport = "supplier_import",
    }
}

/// Announces a file that comes in chunks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StartUpload {
    /// Name of the file.
    pub file_name: String,
    /// Its whole size.
    pub size_bytes: u64,
    /// What it is for.
    pub purpose: UploadPurpose,
}

/// A file that comes in chunks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Upload {
    /// The upload.
    pub id: UploadId,
    /// How much the server has; the next chunk starts here.
    pub received_bytes: u64,
    /// The whole size.
    pub size_bytes: u64,
    /// The most that one chunk may hold.
    pub chunk_bytes: u64,
}

/// A file that has arrived whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoredDocument {
    /// The document.
    pub id: DocumentId,
    /// Name of the file.
    pub file_name: String,
    /// Its size.
    pub size_bytes: i64,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// When the same bytes were first uploaded, if they were before.
    #[serde(default, deserialize_with = "time::read_option")]
    pub first_seen_at: Option<DateTime<Utc>>,
}

/// The first rows of a file and what its columns seem to mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FilePreview {
    /// The stored file.
    pub document_id: DocumentId,
    /// Name of the file.
    pub file_name: String,
    /// `CSV`, `TSV` or `XLSX`, with delimiter and encoding in words.
    pub format: String,
    /// The header of each column; made up (`Column 3`) where the file has none.
    pub headers: Vec<String>,
    /// The first rows, each as long as `headers`, cells cut at 200 characters.
    pub rows: Vec<Vec<String>>,
    /// The proposal, from memory or from the headers and contents.
    pub mapping: ColumnMapping,
    /// Whether the proposal is what this organization chose for the same headers before.
    pub remembered: bool,
    /// What looks odd, in words.
    pub warnings: Vec<String>,
}

named_enum! {
    /// Where a file of rows stands.
    FileStatus {
        /// Waits for a worker.
        Queued = "queued",
        /// Being worked.
        Working = "working",
        /// Worked through.
        Done = "done",
        /// Given up; `failure` says why.
        Failed = "failed",
        /// Stopped by a person.
        Cancelled = "cancelled",
    }
}

impl FileStatus {
    /// Whether nothing more will happen by itself.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// How far the work on a file has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FileProgress {
    /// Rows worked.
    pub done_rows: i64,
    /// Rows in all; estimated from the size until the file has been read once.
    pub total_rows: Option<i64>,
    /// Speed since the start of this run.
    pub rows_per_second: Option<f64>,
    /// Time left at that speed.
    pub seconds_left: Option<f64>,
}

/// A row that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RowProblem {
    /// As a spreadsheet counts: the header is row 1.
    pub row: i64,
    /// The column's header, where one is at fault.
    pub column: Option<String>,
    /// What is wrong and what was done.
    pub message: String,
}
