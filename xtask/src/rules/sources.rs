//! What the source files must say and must not say.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{fs, path::PathBuf};

use crate::workspace::Workspace;

/// A crate with lints of its own: it maps its index into memory, which takes one `unsafe` call.
const OWN_LINTS: [&str; 1] = ["crates/matching"];

/// Gives the manifests of the workspace's crates.
fn manifests(workspace: &Workspace) -> Vec<PathBuf> {
    let mut manifests = workspace.files("crates", &["toml"]).unwrap();
    manifests
        .extend(["app", "frontend", "server", "xtask"].map(|member| workspace.path(&format!("{member}/Cargo.toml"))));
    manifests.retain(|path| path.file_name().is_some_and(|name| name == "Cargo.toml"));
    manifests
}

#[test]
fn every_crate_inherits_the_lints_of_the_workspace() {
    let workspace = Workspace::here();
    let broken: Vec<_> = manifests(&workspace)
        .into_iter()
        .filter(|path| !OWN_LINTS.contains(&workspace.relative(path.parent().unwrap()).as_str()))
        .filter(|path| !fs::read_to_string(path).unwrap().contains("[lints]\nworkspace = true"))
        .collect();
    assert!(broken.is_empty(), "no `[lints] workspace = true` in {broken:?}");
}

#[test]
fn no_query_is_asserted_to_be_safe() {
    // sqlx takes query text that is no literal only through this wrapper; whoever needs it builds queries from input.
    let wrapper = ["AssertSql", "Safe"].concat();
    let workspace = Workspace::here();
    let broken: Vec<_> = workspace
        .files("", &["rs"])
        .unwrap()
        .into_iter()
        .filter(|path| fs::read_to_string(path).unwrap().contains(&wrapper))
        .collect();
    assert!(broken.is_empty(), "{wrapper} is used in {broken:?}");
}

#[test]
fn every_path_that_the_architecture_names_exists() {
    let workspace = Workspace::here();
    let architecture = fs::read_to_string(workspace.path("docs/ARCHITECTURE.md")).unwrap();
    let paths = named_paths(&architecture);
    assert!(!paths.is_empty(), "docs/ARCHITECTURE.md names no path");
    let broken: Vec<_> = paths
        .into_iter()
        .filter(|path| !workspace.path(path).exists())
        .collect();
    assert!(
        broken.is_empty(),
        "docs/ARCHITECTURE.md names what does not exist: {broken:?}"
    );
}

/// Gives each code span that reads as a path from the root: no white space, at least one `/`, and not an address of
/// the product (those begin with `/`). What a build makes (`target/…`) is left out.
fn named_paths(markdown: &str) -> Vec<&str> {
    let is_path = |span: &&str| {
        span.contains('/')
            && !span.starts_with(['/', '.'])
            && !span.starts_with("target/")
            && span.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c))
    };
    markdown.split('`').skip(1).step_by(2).filter(is_path).collect()
}

#[test]
fn paths_are_told_from_other_code() {
    let text = "See `crates/store/src/db.rs`, `GET /api/v1`, `/api/v1`, `Db`, `a / b`, `target/site` and `style/`.";
    assert_eq!(named_paths(text), ["crates/store/src/db.rs", "style/"]);
}
