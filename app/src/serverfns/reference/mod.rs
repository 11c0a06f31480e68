//! Locations and commodities.

mod list_commodities;
mod list_locations;
mod save_commodity;
mod save_location;

pub use list_commodities::{ListCommodities, list_commodities};
pub use list_locations::{ListLocations, list_locations};
pub use save_commodity::{SaveCommodity, save_commodity};
pub use save_location::{SaveLocation, save_location};
