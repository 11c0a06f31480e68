//! Computes the contrast of the colours in `style/tokens.css` (WCAG 2.2, success criteria 1.4.3 and 1.4.11) in both themes.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{collections::BTreeMap, fs, path::Path};

const TOKENS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../style/tokens.css");

/// Text and the surfaces that it stands on: at least 4.5:1.
const TEXT: [(&str, &[&str]); 10] = [
    (
        "text",
        &[
            "surface-page",
            "surface-raised",
            "surface-sunken",
            "surface-hover",
            "surface-selected",
        ],
    ),
    (
        "text-muted",
        &[
            "surface-page",
            "surface-raised",
            "surface-sunken",
            "surface-hover",
            "surface-selected",
        ],
    ),
    (
        "accent",
        &["surface-page", "surface-raised", "accent-quiet", "surface-selected"],
    ),
    ("ok", &["surface-raised", "ok-quiet"]),
    ("attention", &["surface-raised", "attention-quiet"]),
    ("danger", &["surface-page", "surface-raised", "danger-quiet"]),
    ("info", &["surface-raised", "info-quiet"]),
    ("on-accent", &["accent-fill", "accent-fill-hover"]),
    ("on-accent", &["danger-fill"]),
    ("focus-ring", &["surface-page", "surface-raised", "surface-sunken"]),
];

/// Marks and frames of controls, and what they stand on: at least 3:1.
const MARKS: [(&str, &[&str]); 5] = [
    ("border-control", &["surface-page", "surface-raised"]),
    ("data-1", &["surface-raised"]),
    ("data-2", &["surface-raised"]),
    ("data-3", &["surface-raised"]),
    ("data-4", &["surface-raised"]),
];

/// Reads the hexadecimal colours of the block that begins with `selector`.
fn colours(style: &str, selector: &str) -> BTreeMap<String, [f64; 3]> {
    let block = style
        .split_once(selector)
        .unwrap()
        .1
        .split_once('{')
        .unwrap()
        .1
        .split_once('}')
        .unwrap()
        .0;
    let declarations = block
        .split(';')
        .filter_map(|line| line.trim().strip_prefix("--")?.split_once(": #"));
    declarations
        .map(|(name, hex)| {
            let channel = |at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
            (name.to_owned(), [channel(0), channel(2), channel(4)])
        })
        .collect()
}

fn luminance(colour: [f64; 3]) -> f64 {
    let linear = colour.map(|c| {
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn black_on_white_has_the_highest_contrast() {
    assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 1e-9);
}

#[test]
fn colours_have_enough_contrast_in_both_themes() {
    let style = fs::read_to_string(Path::new(TOKENS)).unwrap();
    let mut broken = Vec::new();
    for selector in [r#":root[data-theme="light"]"#, r#":root[data-theme="dark"]"#] {
        let colours = colours(&style, selector);
        let pairs = TEXT
            .iter()
            .map(|pair| (pair, 4.5))
            .chain(MARKS.iter().map(|pair| (pair, 3.0)));
        for ((front, backs), least) in pairs {
            for back in *backs {
                let contrast = contrast(colours[*front], colours[*back]);
                if contrast < least {
                    broken.push(format!("{selector}: {front} on {back} is {contrast:.2}, needs {least}"));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn dark_by_system_is_dark_by_choice() {
    let style = fs::read_to_string(Path::new(TOKENS)).unwrap();
    assert_eq!(
        colours(&style, r#":root[data-theme="system"]"#),
        colours(&style, r#":root[data-theme="dark"]"#)
    );
}
