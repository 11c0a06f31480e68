//! What a payee is, how sure the machine is, and why.

use serde::{Deserialize, Serialize};

use crate::named_enum::named_enum;

named_enum! {
    /// What a payee is.
    PayeeType {
        /// A company, firm, association or other private body.
        Business = "business",
        /// A natural person.
        Individual = "individual",
        /// A public body.
        Government = "government",
        /// The evidence does not decide.
        Unknown = "unknown",
    }
}

named_enum! {
    /// The finer kind of payee, where the name tells.
    PayeeSubtype {
        /// Charity, foundation, association, club.
        Nonprofit = "nonprofit",
        /// School below university level.
        School = "school",
        /// University or college.
        University = "university",
        /// A person trading under his own or an assumed name (DBA, "trading as").
        SoleProprietor = "sole_proprietor",
        /// Estate of a deceased person.
        Estate = "estate",
        /// Trust.
        Trust = "trust",
        /// Bank, credit union, insurer.
        FinancialInstitution = "financial_institution",
        /// Church, mosque, synagogue, temple, order.
        ReligiousBody = "religious_body",
        /// A person with professional credentials behind the name (MD, ESQ, CPA).
        CredentialedProfessional = "credentialed_professional",
        /// Firm of professionals (law, medicine, accounting).
        ProfessionalPractice = "professional_practice",
        /// Hospital, clinic, health trust.
        HealthProvider = "health_provider",
        /// Trade union.
        Union = "union",
        /// Party, campaign or political committee.
        PoliticalCommittee = "political_committee",
        /// City, county, parish, borough, municipality.
        LocalGovernment = "local_government",
        /// State, province, region.
        StateGovernment = "state_government",
        /// Nation, ministry, federal agency.
        NationalGovernment = "national_government",
        /// Court, tribunal, clerk of court.
        Court = "court",
        /// School district or education authority.
        SchoolDistrict = "school_district",
        /// Police, fire, sheriff, military.
        PublicSafety = "public_safety",
        /// Utility, water, transport or other special-purpose district.
        SpecialDistrict = "special_district",
        /// International organization.
        InternationalOrganization = "international_organization",
    }
}

/// Calibrated probabilities of the three types. They sum to one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TypeProbabilities {
    /// P(business), 0..=1.
    pub business: f32,
    /// P(individual), 0..=1.
    pub individual: f32,
    /// P(government), 0..=1.
    pub government: f32,
}

/// One feature that spoke for or against a verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedFeature {
    /// In words a reviewer understands, such as `legal form "LLC"` or `given name "John"`.
    pub label: String,
    /// Log-odds for (positive) or against (negative) the verdict.
    pub weight: f32,
}

/// Why a payee was given its type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TypeEvidence {
    /// The verdict in one plain-English sentence.
    pub sentence: String,
    /// The probabilities behind the verdict.
    pub probabilities: TypeProbabilities,
    /// The strongest features in favour, strongest first.
    pub supporting: Vec<SignedFeature>,
    /// The strongest features against, strongest first.
    pub opposing: Vec<SignedFeature>,
    /// What would change the verdict, in plain English, such as `without "LLC": individual`.
    pub flips: Vec<String>,
}
