//! Locations and commodities.

#![expect(missing_docs, reason = "each text speaks for itself")]

pub const LOCATIONS_TITLE: &str = "Locations";
pub const LOCATIONS_NOTE: &str = "Your sites, for coding what you pay.";
pub const LOCATIONS_EMPTY: &str = "No location yet. Add the first below.";
pub const COMMODITIES_TITLE: &str = "Commodities";
pub const COMMODITIES_NOTE: &str = "Your spend categories, each with its account of the general ledger.";
pub const COMMODITIES_EMPTY: &str = "No commodity yet. Add the first below.";
pub const CODE_HINT: &str = "Short and unique, such as NYC or IT-HW";
pub const GL_HINT: &str = "Account of the general ledger";
