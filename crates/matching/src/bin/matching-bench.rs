//! The benchmark of the supplier match.

fn main() {}
