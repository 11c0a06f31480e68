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
fn no_handler_is_put_on_a_component() {
    let workspace = Workspace::here();
    let broken: Vec<_> = workspace
        .files("app/src", &["rs"])
        .unwrap()
        .into_iter()
        .flat_map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let components: Vec<_> = components_with_handlers(&text).map(str::to_owned).collect();
            components.into_iter().map(move |component| (path.clone(), component))
        })
        .collect();
    assert!(
        broken.is_empty(),
        "views are erased, and then a component that is rendered again keeps its first handler; make it a prop: {broken:?}"
    );
}

/// Gives the components whose tags have `on:` attributes. A tag is taken to end with the line that ends with `>`.
fn components_with_handlers(source: &str) -> impl Iterator<Item = &str> {
    source.split('<').filter_map(|tag| {
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
        let is_component = name.starts_with(|c: char| c.is_ascii_uppercase());
        let mut lines = tag.lines();
        let end = lines.position(|line| line.trim_end().ends_with('>')).unwrap_or(0);
        let has_handler = tag.lines().take(end + 1).any(|line| {
            let attribute = line.split_whitespace().any(|word| word.starts_with("on:"));
            attribute && !line.trim_start().starts_with("///")
        });
        (is_component && has_handler).then_some(name)
    })
}

#[test]
fn handlers_on_components_are_told_from_those_on_elements() {
    let source = "<button on:click=act><Icon name=x /></button>\n<Button\n    on:click=act\n>\n<FollowingText text on:submit=f />";
    assert_eq!(
        components_with_handlers(source).collect::<Vec<_>>(),
        ["Button", "FollowingText"]
    );
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
