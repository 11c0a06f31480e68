//! Which supplier a payee is, how sure the machine is, and why.

use serde::{Deserialize, Serialize};

use crate::{SupplierId, named_enum::named_enum};

named_enum! {
    /// What was decided about a payee's supplier.
    MatchDecision {
        /// The best candidate is the supplier.
        Match = "match",
        /// A person should look.
        Review = "review",
        /// No supplier of the master.
        None = "none",
    }
}

named_enum! {
    /// How one element of a query compares with the same element of a candidate.
    Grade {
        /// The same after normalization.
        Same = "A",
        /// Similar.
        Similar = "B",
        /// Different.
        Different = "F",
        /// Missing on one side or both: no evidence.
        Missing = "Z",
    }
}

named_enum! {
    /// The elements of the grade string, in its order.
    MatchElement {
        /// Distinguishing words of the name.
        Name = "name",
        /// Legal form (Inc, Ltd, GmbH …).
        LegalForm = "legal_form",
        /// Street address.
        Street = "street",
        /// City.
        City = "city",
        /// State, province, region.
        State = "state",
        /// Postal code.
        Postcode = "postcode",
        /// Country.
        Country = "country",
        /// Tax id, VAT id or another identifier.
        Identifier = "identifier",
    }
}

/// One element compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ElementEvidence {
    /// Which element.
    pub element: MatchElement,
    /// The letter of the grade string.
    pub grade: Grade,
    /// The payee's value, empty when missing.
    pub query: String,
    /// The supplier's value, empty when missing.
    pub candidate: String,
    /// Contribution to the score, in log-odds.
    pub weight: f32,
}

/// One supplier that a payee might be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MatchCandidate {
    /// The supplier.
    pub supplier_id: SupplierId,
    /// Its name in the master (or the alias that matched).
    pub supplier_name: String,
    /// Calibrated probability that this is the true supplier, 0..=1.
    pub probability: f32,
    /// One letter per [`MatchElement`], in their order, such as `AAZZBZAZ`.
    pub grade: String,
    /// The elements behind the grade, in the order of [`MatchElement`].
    pub elements: Vec<ElementEvidence>,
}

/// The outcome of a search with its evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MatchEvidence {
    /// The outcome in one plain-English sentence.
    pub sentence: String,
    /// What the thresholds make of it.
    pub decision: MatchDecision,
    /// Best first.
    pub candidates: Vec<MatchCandidate>,
    /// Probability of the best less that of the second, 0..=1.
    pub runner_up_gap: f32,
}
