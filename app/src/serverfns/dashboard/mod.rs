//! The start page.

mod get_dashboard;

pub use get_dashboard::{GetDashboard, get_dashboard};
