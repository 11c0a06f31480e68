//! Which words of the console's source may be, and which must be, classes.

use std::collections::BTreeSet;

use anyhow::{Result, anyhow};
use proc_macro2::{Literal, TokenStream, TokenTree};

/// Gives every word of every string literal in a Rust source: what the style sheet's generator looks through.
/// Comments, attributes and identifiers, of which many are spelled like classes (`static`, `flex`, `filter`), do
/// not count.
pub fn words(source: &str) -> Result<BTreeSet<String>> {
    let mut words = BTreeSet::new();
    for_each_literal(parse(source)?, &mut |literal| words.extend(split(literal)));
    Ok(words)
}

fn parse(source: &str) -> Result<TokenStream> {
    source.parse().map_err(|error| anyhow!("{error}"))
}

fn for_each_literal(tokens: TokenStream, visit: &mut impl FnMut(&Literal)) {
    let mut attribute = false;
    for token in tokens {
        match token {
            TokenTree::Punct(punct) => {
                attribute = punct.as_char() == '#' || (attribute && punct.as_char() == '!');
                continue;
            }
            TokenTree::Literal(literal) => visit(&literal),
            TokenTree::Group(group) if !attribute => for_each_literal(group.stream(), visit),
            TokenTree::Group(_) | TokenTree::Ident(_) => {}
        }
        attribute = false;
    }
}

/// Splits a string literal at white space and escapes; other literals have no words.
fn split(literal: &Literal) -> Vec<String> {
    let text = literal.to_string();
    let text = text.trim_start_matches('r').trim_matches('#');
    let Some(text) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) else {
        return Vec::new();
    };
    text.split([' ', '\n', '\t', '\\'])
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::{collections::BTreeMap, fs};

    use super::*;
    use crate::{bundle::css, workspace::Workspace};

    /// Tailwind's marker classes have no rule of their own.
    const MARKERS: [&str; 2] = ["group", "peer"];

    /// Gives the words of each `class="…"`, and of each string inside a `class={…}` or a `class=move || …`, up to
    /// the next attribute. Words with a placeholder, and strings that are compared rather than given (`"x" =>`),
    /// are left out.
    fn class_words(tokens: TokenStream, words: &mut BTreeSet<String>) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let punct =
            |at: usize, wanted: char| matches!(tokens.get(at), Some(TokenTree::Punct(p)) if p.as_char() == wanted);
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => class_words(group.stream(), words),
                TokenTree::Ident(ident) if ident == "class" && punct(at + 1, '=') && !punct(at + 2, '=') => {
                    match tokens.get(at + 2) {
                        Some(TokenTree::Literal(literal)) => words.extend(split(literal)),
                        Some(TokenTree::Group(group)) => given_words(group.stream(), words),
                        Some(TokenTree::Ident(start)) if start == "move" || start == "if" || start == "match" => {
                            let attribute = |at: &usize| {
                                matches!(tokens[*at], TokenTree::Ident(_)) && (punct(at + 1, '=') || punct(at + 1, ':'))
                            };
                            let end = (at + 3..tokens.len()).find(attribute).unwrap_or(tokens.len());
                            given_words(tokens[at + 2..end].iter().cloned().collect(), words);
                        }
                        _ => {}
                    }
                }
                _ => {}
            }
        }
    }

    fn given_words(tokens: TokenStream, words: &mut BTreeSet<String>) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            let beside = |offset: usize| match tokens.get(offset) {
                Some(TokenTree::Punct(punct)) => Some(punct.as_char()),
                _ => None,
            };
            let compared =
                beside(at + 1).is_some_and(|p| "=|!.".contains(p)) || (at > 0 && beside(at - 1) == Some('='));
            match token {
                TokenTree::Group(group) if group.delimiter() != proc_macro2::Delimiter::Parenthesis => {
                    given_words(group.stream(), words);
                }
                TokenTree::Literal(literal) if !compared => {
                    words.extend(split(literal).into_iter().filter(|word| !word.contains(['{', '}'])));
                }
                _ => {}
            }
        }
    }

    /// Gives the classes that a written style sheet has selectors for.
    fn written_classes(style: &str) -> BTreeSet<String> {
        style
            .split('.')
            .skip(1)
            .map(|rest| {
                rest.chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
                    .collect()
            })
            .collect()
    }

    #[test]
    fn every_class_of_a_component_has_a_rule() {
        let workspace = Workspace::here();
        let config = css::config(&workspace).unwrap();
        let written = written_classes(&css::written(&workspace).unwrap());
        let mut without_rule = BTreeMap::new();
        for path in workspace.files("app/src", &["rs"]).unwrap() {
            let mut words = BTreeSet::new();
            class_words(parse(&fs::read_to_string(&path).unwrap()).unwrap(), &mut words);
            words.retain(|word| {
                let marker = word.split('/').next().is_some_and(|name| MARKERS.contains(&name));
                !marker && !written.contains(word) && encre_css::generate([word.as_str()], &config).is_empty()
            });
            if !words.is_empty() {
                without_rule.insert(workspace.relative(&path), words);
            }
        }
        assert!(
            without_rule.is_empty(),
            "classes that neither Tailwind nor style/*.css defines: {without_rule:#?}"
        );
    }

    #[test]
    fn words_are_those_of_string_literals() {
        let source = r##"/// a comment is none
            fn flex() { let hidden = "p-2 m-4"; view! { <a class="grid gap-2">{r#"w-1/2"#}</a> } }"##;
        let expected = ["p-2", "m-4", "grid", "gap-2", "w-1/2"].map(str::to_owned);
        assert_eq!(words(source).unwrap(), BTreeSet::from(expected));
    }

    #[test]
    fn classes_are_found_in_literals_blocks_and_closures() {
        let source = r#"view! {
            <p class="a b" id="no">"no"</p>
            <p class={if wide { "c" } else { "d" }} title="no" />
            <p class=move || if state.get() == "no" { "e" } else { "f" } on:click=move |_| log("no") />
            <p class=move || match tone { "no" => "g", _ => "h" } aria-label="no">"no"</p>
            <p class=move || format!("no-{tone}") />
            <p class=STYLE title="no" />
        }"#;
        let mut words = BTreeSet::new();
        class_words(parse(source).unwrap(), &mut words);
        let expected = ["a", "b", "c", "d", "e", "f", "g", "h"].map(str::to_owned);
        assert_eq!(words, BTreeSet::from(expected));
    }

    #[test]
    fn selectors_of_a_written_style_sheet_are_known() {
        let classes = written_classes(".btn:hover, p.note > a { margin: 0.5rem } .btn-primary{}");
        assert!(
            ["btn", "note", "btn-primary"]
                .iter()
                .all(|class| classes.contains(*class))
        );
    }
}
