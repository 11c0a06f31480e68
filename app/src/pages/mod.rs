//! The pages, one folder or file for each area. A page loads, shows its four states, and lays out; what it computes is in plain,
//! tested functions.

pub mod account;
pub mod audit;
pub mod dashboard;
pub mod identity;
pub mod jobs;
mod lazy;
mod not_found;
pub mod payee_files;
pub mod reference;
pub mod reviews;
pub mod suppliers;
pub mod users;

pub use lazy::LazyPage;
pub use not_found::NotFound;
