//! intake

pub mod tabular;
