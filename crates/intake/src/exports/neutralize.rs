//! Cells that a spreadsheet would run.

use std::borrow::Cow;

/// A cell of a CSV file that no spreadsheet takes for a formula: if it begins like one, an apostrophe stands before it. So it
/// does behind a semicolon or a tab, where a spreadsheet of another country, or one that was told so, begins a new cell.
///
/// The beginnings are those of the OWASP page on CSV injection, the full-width forms included, which Excel takes for
/// the plain ones. Plain numbers such as `-5` or `+3.2` are no formulas and stay as they are.
pub fn neutralized(cell: &str) -> Cow<'_, str> {
    let mut safe = String::new();
    let mut written = 0;
    // A tab at the very beginning is one of the dangerous beginnings.
    let separators = cell.match_indices([';', '\t']).filter(|found| *found != (0, "\t"));
    let separators = separators.map(|(at, _)| at + 1);
    for at in [0].into_iter().chain(separators) {
        // Quotes around the new cell go away, and blanks before it do not help.
        let opened = cell[at..].trim_start_matches(['"', ' ']);
        let until = opened.find([';', '\t', '"']).filter(|end| *end > 0);
        let text = if at == 0 {
            cell
        } else {
            &opened[..until.unwrap_or(opened.len())]
        };
        if is_run(text) {
            safe.push_str(&cell[written..at]);
            safe.push('\'');
            written = at;
        }
    }
    if safe.is_empty() {
        return Cow::Borrowed(cell);
    }
    safe.push_str(&cell[written..]);
    Cow::Owned(safe)
}

/// Whether a spreadsheet takes the text for a formula.
pub(super) fn is_run(cell: &str) -> bool {
    begins_like_formula(cell) && !is_number(cell)
}

fn begins_like_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// A sign, digits with separators, perhaps a percent sign: nothing that could be a formula.
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    let digits = digits.strip_suffix('%').unwrap_or(digits);
    digits.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','))
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\''))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_begins_a_cell_for_another_separator_gets_one_too() {
        for (cell, safe) in [
            ("x;=1+1", "x;'=1+1"),
            ("x; \"=1+1\"", "x;' \"=1+1\""),
            ("a\t@SUM(A1)", "a\t'@SUM(A1)"),
            ("=1;=2", "'=1;'=2"),
            ("range 3;-5", "range 3;-5"),
            ("Acme; Inc", "Acme; Inc"),
        ] {
            assert_eq!(neutralized(cell), safe);
        }
    }

    #[test]
    fn what_begins_like_a_formula_gets_an_apostrophe() {
        for cell in [
            "=1+1",
            "+1-555-0142",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "＝1",
            "-",
            "+cmd|' /C calc'!A0",
        ] {
            assert_eq!(neutralized(cell), format!("'{cell}"), "{cell}");
        }
    }

    #[test]
    fn numbers_and_ordinary_text_stay_as_they_are() {
        for cell in [
            "",
            "-5",
            "+3.2",
            "-1,234.56",
            "-.5",
            "+12%",
            "Acme",
            "a=b",
            "'=1",
            "5-3",
            " =1",
        ] {
            assert_eq!(neutralized(cell), cell, "{cell}");
        }
    }

    proptest! {
        #[test]
        fn nothing_but_an_apostrophe_is_ever_added(cell in ".*") {
            let out = neutralized(&cell);
            prop_assert_eq!(out.replace('\'', ""), cell.replace('\'', ""));
            prop_assert!(out.len() - cell.len() <= 1 + cell.matches([';', '\t']).count());
        }

        #[test]
        fn no_cell_with_a_letter_begins_like_a_formula(cell in "[=+@\t\r\n-]?.*[A-Za-z].*") {
            prop_assert!(!begins_like_formula(&neutralized(&cell)));
        }
    }
}
