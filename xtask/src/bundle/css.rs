//! The style sheet: `style/main.css` with its imports, the reset, and one rule for each Tailwind class that the
//! console uses.
//!
//! `style/main.css` names the cascade layers and imports the other files of the folder in their order. The
//! generated rules go to the layer `utilities`, the reset to the layer `reset`. `style/theme.toml` configures the
//! generator: which words are colours, what `dark:` means, where the breakpoints are.

use std::fs;

use anyhow::{Context, Result, bail, ensure};
use encre_css::{Config, Preflight};

use super::classes;
use crate::workspace::Workspace;

/// Builds the whole style sheet; its `url()`s still carry plain names.
pub fn style_sheet(workspace: &Workspace) -> Result<String> {
    let config = config(workspace)?;
    let mut sources = Vec::new();
    for path in workspace.files("app/src", &["rs"])? {
        let source = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        sources.push(classes::words(&source).with_context(|| format!("cannot read {} as Rust", path.display()))?);
    }
    let words = sources.iter().flatten().map(String::as_str);
    let mut style = written(workspace)?;
    style.push_str(&layer("reset", &preflight()));
    style.push_str(&layer("utilities", &encre_css::generate(words, &config)));
    Ok(style)
}

/// Leaves out what a style sheet says to people: its comments and the indentation. No text of ours has a comment's beginning in it.
pub fn without_comments(style: &str) -> String {
    let mut rest = style;
    let mut code = String::with_capacity(style.len());
    while let Some((before, comment)) = rest.split_once("/*") {
        code.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    code.push_str(rest);
    let lines: Vec<&str> = code.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// Reads the generator's configuration: no reset, since that has a layer of its own.
pub fn config(workspace: &Workspace) -> Result<Config> {
    let path = workspace.path("style/theme.toml");
    let mut config = Config::from_file(&path).with_context(|| format!("cannot read {}", path.display()))?;
    config.preflight = Preflight::new_none();
    Ok(config)
}

/// Gives what people have written: `style/main.css` with its imports in place.
///
/// # Errors
/// When an imported file is missing, or a style sheet of the folder is not imported and so would have no effect.
pub fn written(workspace: &Workspace) -> Result<String> {
    let main = workspace.path("style/main.css");
    let main = fs::read_to_string(&main).with_context(|| format!("cannot read {}", main.display()))?;
    let mut imported = vec!["style/main.css".to_owned()];
    let mut style = String::new();
    for line in main.lines() {
        let Some(import) = parse_import(line)? else {
            style.push_str(line);
            style.push('\n');
            continue;
        };
        let name = format!("style/{}", import.file);
        let content = fs::read_to_string(workspace.path(&name)).with_context(|| format!("cannot read {name}"))?;
        match import.layer {
            Some(name) => style.push_str(&layer(name, &content)),
            None => style.push_str(&content),
        }
        imported.push(name);
    }
    for path in workspace.files("style", &["css"])? {
        let name = workspace.relative(&path);
        ensure!(imported.contains(&name), "{name} is not imported by style/main.css");
    }
    Ok(style)
}

/// Puts the hashed name into every `url("…")`.
///
/// # Errors
/// When `name_of` does not know a file; `data:` and fragment references stay as they are.
pub fn resolve_urls<'a>(style: &str, name_of: impl Fn(&str) -> Option<&'a str>) -> Result<String> {
    let mut resolved = String::with_capacity(style.len());
    let mut rest = style;
    while let Some((before, after)) = rest.split_once("url(\"") {
        let (name, after) = after.split_once('"').context("a url(\" has no end")?;
        resolved.push_str(before);
        resolved.push_str("url(\"");
        if name.starts_with("data:") || name.starts_with('#') {
            resolved.push_str(name);
        } else {
            let hashed =
                name_of(name).with_context(|| format!("the style sheet asks for {name}, which is not in public/"))?;
            resolved.push_str(hashed);
        }
        resolved.push('"');
        rest = after;
    }
    resolved.push_str(rest);
    Ok(resolved)
}

/// Tailwind's reset, with fonts by role.
fn preflight() -> String {
    let mut config = Config::default();
    config.preflight = Preflight::new_full()
        .font_family_sans("var(--font-sans)")
        .font_family_mono("var(--font-mono)");
    encre_css::generate([], &config)
}

fn layer(name: &str, content: &str) -> String {
    format!("@layer {name} {{\n{}\n}}\n", content.trim())
}

struct Import<'a> {
    file: &'a str,
    layer: Option<&'a str>,
}

/// Reads `@import "file.css";` and `@import "file.css" layer(name);`, each on a line of its own.
fn parse_import(line: &str) -> Result<Option<Import<'_>>> {
    let Some(import) = line.trim().strip_prefix("@import ") else {
        return Ok(None);
    };
    let parsed = import
        .strip_prefix('"')
        .and_then(|import| import.strip_suffix(';'))
        .and_then(|import| import.split_once('"'));
    let Some((file, condition)) = parsed else {
        bail!("cannot read `{line}`; expected `@import \"file.css\" layer(name);`");
    };
    let layer = condition
        .trim()
        .strip_prefix("layer(")
        .and_then(|layer| layer.strip_suffix(')'));
    ensure!(
        layer.is_some() || condition.trim().is_empty(),
        "cannot read the condition of `{line}`; only layer(name) is known"
    );
    Ok(Some(Import { file, layer }))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_are_left_out_of_styles() {
        let style = "/* one\n   two */\na {\n  color: red; /* three */\n\n  margin: 0;\n}\n";
        assert_eq!(without_comments(style), "a {\ncolor: red;\nmargin: 0;\n}");
    }

    #[test]
    fn urls_get_hashed_names_and_data_stays() {
        let style = r#"a { src: url("fonts/a.woff2") } b { background: url("data:image/svg+xml,x") }"#;
        let resolved = resolve_urls(style, |name| (name == "fonts/a.woff2").then_some("fonts/a.1.woff2")).unwrap();
        assert_eq!(resolved, style.replace("a.woff2", "a.1.woff2"));
    }

    #[test]
    fn unknown_url_is_refused_by_name() {
        let error = resolve_urls(r#"a { src: url("gone.svg") }"#, |_| None).unwrap_err();
        assert!(error.to_string().contains("gone.svg"));
    }

    #[test]
    fn import_may_name_a_layer() {
        let import = parse_import(r#"@import "tokens.css" layer(base);"#).unwrap().unwrap();
        assert_eq!((import.file, import.layer), ("tokens.css", Some("base")));
        assert_eq!(parse_import(r#"@import "fonts.css";"#).unwrap().unwrap().layer, None);
        assert!(parse_import("a { color: red }").unwrap().is_none());
        assert!(parse_import(r#"@import "print.css" print;"#).is_err());
    }
}
