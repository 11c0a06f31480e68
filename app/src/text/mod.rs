//! The sentences of the console: titles, hints, questions, empty states. One catalogue for each area, so that a translation is
//! a file. Words on a single button or column stand where they are used.

pub mod audit;
pub mod dashboard;
pub mod duplicates;
pub mod identity;
pub mod jobs;
pub mod reference;
pub mod suppliers;
pub mod users;
