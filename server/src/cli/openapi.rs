//! `vouch openapi`

use std::io::{self, Write};

use anyhow::{Context, Result};

use crate::rest;

/// Prints the document.
pub fn run() -> Result<()> {
    writeln!(
        io::stdout(),
        "{}",
        rest::document().to_pretty_json().context("encoding the document")?
    )?;
    Ok(())
}
