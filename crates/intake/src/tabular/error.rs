//! Why a file as a whole can't be read as a table.

use std::io;

use contract::Place;

/// A file that can't be read as a table. What is wrong with a single row is a [`contract::RowProblem`] instead.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The bytes could not be read.
    #[error("read the file")]
    Read(#[source] io::Error),
    /// There is nothing in it, or nothing but blank lines.
    #[error("the file has no rows")]
    Empty,
    /// It is something else, in words.
    #[error("not a table: {0}")]
    NotATable(&'static str),
    /// It is packed and the packing is damaged.
    #[error("the packed file is damaged: {0}")]
    Damaged(String),
    /// It unpacks to more than is allowed.
    #[error("{part} unpacks to more than {limit_bytes} bytes")]
    UnpacksTooLarge {
        /// The file or the part of the workbook.
        part: String,
        /// The limit.
        limit_bytes: u64,
    },
    /// One row is longer than is allowed.
    #[error("row {row} is longer than {limit_bytes} bytes")]
    RowTooLong {
        /// As a spreadsheet counts.
        row: u64,
        /// The limit.
        limit_bytes: usize,
    },
    /// One row has more cells than is allowed.
    #[error("row {row} has more than {limit} cells")]
    TooManyCells {
        /// As a spreadsheet counts.
        row: u64,
        /// The limit.
        limit: usize,
    },
    /// A quotation mark opens a cell that never ends.
    #[error("row {row} opens a quotation mark that is never closed")]
    UnclosedQuote {
        /// The row where it opens, as a spreadsheet counts.
        row: u64,
    },
    /// The workbook has no sheet with cells.
    #[error("the workbook has no sheet")]
    NoSheet,
}

impl Error {
    /// What is wrong and what to do, for the person who sent the file.
    pub fn in_words(&self) -> String {
        match self {
            Self::Read(_) => "The stored file could not be read back. Upload it again".to_owned(),
            Self::Empty => "The file is empty. Check the export it came from".to_owned(),
            Self::NotATable(what) => format!("The file is {what}. Upload a CSV, TSV or XLSX file"),
            Self::Damaged(_) => {
                "The file is damaged: it ends too early or was changed on its way. Save or export it anew".to_owned()
            }
            Self::UnpacksTooLarge { part, limit_bytes } => format!(
                "{part} holds more than {} when unpacked. Split the file, or save it as CSV",
                size_in_words(*limit_bytes)
            ),
            Self::RowTooLong { row, limit_bytes } => format!(
                "Row {row} is longer than {}. Check that lines end where they should and that every quotation mark is \
                 closed",
                size_in_words(*limit_bytes as u64)
            ),
            Self::TooManyCells { row, limit } => {
                format!("Row {row} has more than {limit} cells. Check the delimiter of the file")
            }
            Self::UnclosedQuote { row } => {
                format!("Row {row} opens a quotation mark, and the file ends before it is closed. Correct that row")
            }
            Self::NoSheet => "The workbook has no sheet with cells".to_owned(),
        }
    }

    /// The same as an error of a use case, with the place: the file and, where known, the row.
    pub fn in_file(self, file_name: &str) -> crate::Error {
        let place = Place {
            file: Some(file_name.to_owned()),
            row: self.row(),
            column: None,
        };
        match self {
            Self::Read(error) => crate::Error::internal("reading a stored file")(error),
            error => crate::Error::File {
                detail: error.in_words(),
                place,
            },
        }
    }

    /// The row at fault, if it is one.
    pub fn row(&self) -> Option<u64> {
        match self {
            Self::RowTooLong { row, .. } | Self::TooManyCells { row, .. } | Self::UnclosedQuote { row } => Some(*row),
            _ => None,
        }
    }
}

/// `1 MiB` for a mebibyte and so on, whole numbers only.
fn size_in_words(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    UNITS.into_iter().find(|(size, _)| bytes >= *size).map_or_else(
        || format!("{bytes} bytes"),
        |(size, unit)| format!("{} {unit}", bytes / size),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_problem_names_file_and_row() {
        let error = Error::RowTooLong {
            row: 7,
            limit_bytes: 1 << 20,
        };
        let problem = error.in_file("vendors.csv").problem();
        let place = problem.place.clone().expect("a place");
        assert_eq!(place.file.as_deref(), Some("vendors.csv"));
        assert_eq!(place.row, Some(7));
        assert!(problem.detail.starts_with("Row 7 is longer than 1 MiB."), "{problem}");
    }

    #[test]
    fn sizes_are_said_in_the_largest_whole_unit() {
        assert_eq!(size_in_words(900), "900 bytes");
        assert_eq!(size_in_words(96 << 20), "96 MiB");
        assert_eq!(size_in_words(2 << 30), "2 GiB");
    }
}
