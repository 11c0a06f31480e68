//! Whether the first row names the columns, and what the columns are called.

use std::collections::HashSet;

use super::{Row, lexicon, table::filled_width};

/// Longest text that still passes for a column's name.
const HEADER_CHARS: usize = 60;

/// Rows at the top that may stand above the names of the columns.
const ROWS_ABOVE: usize = 10;

/// How many of the first `rows` are neither the names of the columns nor data: the title of a report, or `sep=;`. Titles are
/// narrower than the row that names two columns or more.
pub(super) fn rows_above(rows: &[Row]) -> usize {
    let says_delimiter = rows.first().is_some_and(|row| row.cell(0).starts_with("sep="));
    let names = |row: &Row| {
        row.cells()
            .filter(|cell| lexicon::field_of(cell.trim()).is_some())
            .count()
    };
    let header = rows.iter().take(ROWS_ABOVE).position(|row| names(row) > 1);
    header
        .filter(|&header| {
            rows[..header]
                .iter()
                .all(|row| filled_width(row) < filled_width(&rows[header]))
        })
        .unwrap_or(0)
        .max(usize::from(says_delimiter))
}

/// Whether the first of `rows` names the columns.
///
/// A known column name decides. Otherwise files of several columns have a header unless its cells look like data;
/// a lone column of unknown words is all data.
pub(super) fn has_header(rows: &[Row]) -> bool {
    let Some(first) = rows.first() else { return false };
    let cells: Vec<&str> = first.cells().map(str::trim).collect();
    if cells.iter().any(|cell| lexicon::field_of(cell).is_some()) {
        return true;
    }
    let mut seen = HashSet::new();
    let like_names = cells.iter().filter(|cell| !cell.is_empty()).all(|cell| {
        seen.insert(*cell) && cell.chars().count() <= HEADER_CHARS && !cell.starts_with(|c: char| c.is_ascii_digit())
    });
    cells.len() > 1
        && rows.len() > 1
        && like_names
        && cells.iter().any(|cell| !cell.is_empty())
        && some_data_differ(rows)
}

/// Whether some column holds digits in most rows but none in the first.
fn some_data_differ(rows: &[Row]) -> bool {
    let has_digit = |cell: &str| cell.chars().any(|c| c.is_ascii_digit());
    let (first, data) = (&rows[0], &rows[1..]);
    (0..first.len()).any(|column| {
        let with_digits = data.iter().filter(|row| has_digit(row.cell(column))).count();
        !has_digit(first.cell(column)) && with_digits * 2 > data.len()
    })
}

/// A name for each of `columns` columns: of the header where it has one, else `Column 3`. Names that occur twice are
/// told apart by a number; what was done is said in `warnings`.
pub(super) fn name_columns(header: Option<&Row>, columns: usize, warnings: &mut Vec<String>) -> Vec<String> {
    let mut taken = HashSet::new();
    (0..columns)
        .map(|column| {
            let given = header.map_or("", |row| row.cell(column)).trim();
            let wanted = if given.is_empty() {
                format!("Column {}", column + 1)
            } else {
                without_nul(given)
            };
            let mut name = wanted.clone();
            let mut copy = 1;
            while !taken.insert(name.clone()) {
                copy += 1;
                name = format!("{wanted} ({copy})");
            }
            if name != wanted {
                warnings.push(format!(
                    "Two columns are called “{wanted}”; the one in column {} is shown as “{name}”.",
                    column + 1
                ));
            } else if header.is_some() && given.is_empty() {
                warnings.push(format!("Column {} has no header.", column + 1));
            }
            name
        })
        .collect()
}

fn without_nul(text: &str) -> String {
    text.replace('\0', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(lines: &[&str]) -> Vec<Row> {
        (1..)
            .zip(lines)
            .map(|(number, line)| {
                let mut row = Row::new(number);
                line.split(',').for_each(|cell| row.push(cell));
                row
            })
            .collect()
    }

    #[test]
    fn a_known_name_makes_a_header() {
        assert!(has_header(&rows(&["Vendor Name"])));
        assert!(has_header(&rows(&["x,Lieferant", "1,Acme"])));
    }

    #[test]
    fn names_alone_are_data() {
        assert!(!has_header(&rows(&["Acme Ltd", "Smith & Co", "John Doe"])));
        assert!(!has_header(&rows(&["Acme Ltd,Rome", "Smith & Co,Oslo"])));
    }

    #[test]
    fn unknown_words_above_figures_are_a_header() {
        assert!(has_header(&rows(&["xq,zz", "17,Acme", "18,Doe"])));
        assert!(!has_header(&rows(&["16,Initech", "17,Acme", "18,Doe"])));
    }

    #[test]
    fn titles_stand_above_the_names_of_the_columns() {
        assert_eq!(
            rows_above(&rows(&[
                "Open items",
                "March 2026,",
                "",
                "Vendor Name,City",
                "Acme,Rome"
            ])),
            3
        );
        assert_eq!(rows_above(&rows(&["sep=,", "xq,zz", "1,Acme"])), 1);
        assert_eq!(rows_above(&rows(&["Vendor Name,City", "Acme,Rome"])), 0);
        assert_eq!(rows_above(&rows(&["Acme,Rome", "Name,City"])), 0, "as wide as the data");
        assert_eq!(rows_above(&rows(&["Acme", "Name"])), 0);
    }

    #[test]
    fn doubled_and_missing_names_are_made_up_for() {
        let mut warnings = Vec::new();
        let header = rows(&["Name,,Name,City"]);
        let names = name_columns(header.first(), 5, &mut warnings);
        assert_eq!(names, ["Name", "Column 2", "Name (2)", "City", "Column 5"]);
        assert_eq!(warnings.len(), 3, "{warnings:?}");
    }
}
