//! Suppliers of the master that are probably one and the same, and what becomes of them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{FieldChange, Job, Supplier, SupplierDuplicateId, SupplierId, time};

/// Suppliers that are probably one, with the evidence, as a proposal to merge them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupplierDuplicate {
    /// The proposal.
    pub id: SupplierDuplicateId,
    /// How probable its most probable pair is, 0..=1.
    pub probability: f32,
    /// Two or more suppliers that can be matched, as they are now, by id.
    pub suppliers: Vec<Supplier>,
    /// Why, most probable first.
    pub pairs: Vec<DuplicatePair>,
    /// When the search that found them ended.
    #[serde(deserialize_with = "time::read")]
    pub found_at: DateTime<Utc>,
}

/// Two suppliers compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DuplicatePair {
    /// One of the two.
    pub first: SupplierId,
    /// The other.
    pub second: SupplierId,
    /// How probable it is that both are one, 0..=1; not calibrated.
    pub probability: f32,
    /// One letter per element, as of a match candidate, when they were found.
    pub grade: String,
    /// The fields that both have now and that differ.
    pub differing: Vec<String>,
}

/// Where the search for duplicates stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DuplicateSearch {
    /// The newest search; absent when there was none for long.
    pub job: Option<Job>,
    /// Proposals that wait for a person.
    pub open_count: i64,
}

/// How suppliers of a proposal might be merged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct MergeChoice {
    /// The one to keep; the one that is known best when absent.
    pub keep: Option<SupplierId>,
    /// Those to leave as they are.
    pub apart: Vec<SupplierId>,
}

/// What a choice would do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MergePreview {
    /// The proposal.
    pub duplicate: SupplierDuplicate,
    /// To be sent back to have it done.
    pub merge: SupplierMerge,
    /// The supplier that is kept, as it would be then.
    pub kept: Supplier,
    /// What that changes of it.
    pub changes: Vec<FieldChange>,
}

/// Suppliers to become one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupplierMerge {
    /// The one that stays.
    pub keep: SupplierVersion,
    /// Those that become part of it; at least one.
    #[serde(default)]
    pub others: Vec<SupplierVersion>,
}

/// A supplier as it was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupplierVersion {
    /// The supplier.
    pub id: SupplierId,
    /// Its version then.
    pub row_version: i64,
}
