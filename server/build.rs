//! Makes sure that the folder of the browser bundle exists, and builds anew when the bundle has changed: a release binary
//! embeds it.

use std::{fs, path::Path};

fn main() -> std::io::Result<()> {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/site");
    fs::create_dir_all(&site)?;
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", site.display());
    Ok(())
}
