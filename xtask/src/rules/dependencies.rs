//! The dependency rule: which crate may know which.
//!
//! The engines, the store and the platform are leaves beside each other, `intake` puts them together, and only the
//! two outer crates speak to the web. It keeps the crates that change most quick to compile and test.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use crate::workspace::Workspace;

/// Each crate of the workspace with the siblings that it may name.
const SIBLINGS: [(&str, &[&str]); 10] = [
    ("contract", &[]),
    ("payee", &["contract"]),
    ("matching", &["contract"]),
    ("store", &["contract"]),
    ("platform", &["contract"]),
    ("intake", &["contract", "payee", "matching", "store", "platform"]),
    ("app", &["contract"]),
    ("frontend", &["app"]),
    (
        "server",
        &["app", "contract", "intake", "payee", "matching", "store", "platform"],
    ),
    ("xtask", &[]),
];

/// Crates of the web stack, by the beginning of their names, and who may name them.
const WEB: [(&str, &[&str]); 4] = [
    ("axum", &["app", "server"]),
    ("http", &["app", "server"]),
    ("tower", &["server"]),
    ("leptos", &["app", "frontend", "server"]),
];

/// What must never reach a browser.
const SERVER_ONLY: [&str; 5] = ["axum", "hyper", "rusqlite", "sqlx", "tokio"];

/// Gives the direct dependencies (tests' own aside) of each crate of the workspace.
fn direct_dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = Workspace::here()
        .cargo()
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    packages
        .iter()
        .map(|package| {
            let dependencies = package["dependencies"].as_array().unwrap();
            let names = dependencies
                .iter()
                .filter(|dependency| dependency["kind"] != "dev")
                .map(|dependency| dependency["name"].as_str().unwrap().to_owned());
            (package["name"].as_str().unwrap().to_owned(), names.collect())
        })
        .collect()
}

#[test]
fn crates_name_only_the_siblings_they_may() {
    let crates = direct_dependencies();
    let allowed = BTreeMap::from(SIBLINGS);
    let mut broken = Vec::new();
    for (name, dependencies) in &crates {
        let Some(allowed) = allowed.get(name.as_str()) else {
            broken.push(format!("{name} has no line in the table of siblings"));
            continue;
        };
        for sibling in dependencies
            .iter()
            .filter(|dependency| crates.contains_key(*dependency))
        {
            if !allowed.contains(&sibling.as_str()) {
                broken.push(format!("{name} must not depend on {sibling}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn only_the_outer_crates_name_the_web_stack() {
    let mut broken = Vec::new();
    for (name, dependencies) in direct_dependencies() {
        for dependency in dependencies {
            let family = WEB
                .iter()
                .find(|(web, _)| dependency == *web || dependency.starts_with(&format!("{web}_")));
            if family.is_some_and(|(_, allowed)| !allowed.contains(&name.as_str())) {
                broken.push(format!("{name} must not depend on {dependency}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn browser_bundle_has_nothing_of_the_server() {
    let output = Workspace::here()
        .cargo()
        .args([
            "tree",
            "--package",
            "frontend",
            "--target",
            "wasm32-unknown-unknown",
            "--edges",
            "normal",
            "--prefix",
            "none",
        ])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).unwrap();
    let crates: BTreeSet<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(
        crates.contains("leptos"),
        "the tree of the browser bundle was not read: {tree}"
    );
    let broken: Vec<_> = crates
        .iter()
        .filter(|name| SERVER_ONLY.iter().any(|banned| name.starts_with(banned)))
        .collect();
    assert!(broken.is_empty(), "the browser bundle depends on {broken:?}");
}
