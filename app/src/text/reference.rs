//! Locations and commodities.

#![expect(missing_docs, reason = "each text speaks for itself")]

pub const LOCATIONS_TITLE: &str = "Locations";
pub const LOCATIONS_NOTE: &str = "Your sites, for coding what you pay.";
pub const LOCATIONS_EMPTY_TITLE: &str = "No location yet";
pub const LOCATIONS_EMPTY: &str = "They say where something is used or paid for. Add the first with the form.";
pub const COMMODITIES_TITLE: &str = "Commodities";
pub const COMMODITIES_NOTE: &str = "Your spend categories, each with its account of the general ledger.";
pub const COMMODITIES_EMPTY_TITLE: &str = "No commodity yet";
pub const COMMODITIES_EMPTY: &str = "They say what is bought, each with its account. Add the first with the form.";
pub const CODE_HINT: &str = "Short and unique, such as NYC or IT-HW";
pub const GL_HINT: &str = "Account of the general ledger";
