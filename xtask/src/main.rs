//! Build steps where shell gets clumsy.
fn main() {}
