//! Measures the classifier.
fn main() {}
