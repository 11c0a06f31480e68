//! `vouch openapi`

use anyhow::{Context, Result};

use crate::rest;

/// Prints the document.
pub fn run() -> Result<()> {
    println!(
        "{}",
        rest::document().to_pretty_json().context("encoding the document")?
    );
    Ok(())
}
