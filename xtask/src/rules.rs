//! Rules about the source tree that no compiler checks. All of them are tests: `cargo test -p xtask` tells which
//! are broken.

#[cfg(test)]
mod dependencies;
#[cfg(test)]
mod sources;
