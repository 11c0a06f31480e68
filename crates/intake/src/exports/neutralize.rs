//! Cells that a spreadsheet would run.

use std::borrow::Cow;

/// A cell of a CSV file that no spreadsheet takes for a formula: if it begins like one, an apostrophe stands before it.
///
/// The beginnings are those of the OWASP page on CSV injection, the full-width forms included, which Excel takes for
/// the plain ones. Plain numbers such as `-5` or `+3.2` are no formulas and stay as they are.
pub fn neutralized(cell: &str) -> Cow<'_, str> {
    if is_run(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
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
            prop_assert_eq!(out.strip_prefix('\'').filter(|_| out.len() > cell.len()).unwrap_or(&out), &cell);
        }

        #[test]
        fn no_cell_with_a_letter_begins_like_a_formula(cell in "[=+@\t\r\n-]?.*[A-Za-z].*") {
            prop_assert!(!begins_like_formula(&neutralized(&cell)));
        }
    }
}
