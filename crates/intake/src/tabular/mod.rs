//! Files of rows: CSV and its relatives in any common encoding, packed with gzip or not, and Excel workbooks.
//!
//! A [`Table`] is found out from the contents of a file; it gives its columns and its [`Row`]s one after the other,
//! cells untouched, in memory bounded by [`Limits`] whatever the file holds. A [`RowReader`] takes from a row what the
//! columns mean. Nothing here knows of a database.
//!
//! ```
//! use intake::tabular::{Limits, RowReader, Table, propose};
//!
//! let directory = tempfile::tempdir()?;
//! let path = directory.path().join("vendors");
//! std::fs::write(&path, "Vendor No;Name 1;Stadt\n7;Müller GmbH;Köln\n")?;
//!
//! let table = Table::open(&path, &Limits::default())?;
//! assert_eq!(table.format_in_words(), "CSV, semicolon, UTF-8");
//! let reader = RowReader::new(&propose(&table), table.headers())?;
//! for row in table.rows()? {
//!     let vendor = reader.read(&row?).expect("a good row").expect("not blank");
//!     assert_eq!((vendor.name.as_str(), vendor.city.as_str()), ("Müller GmbH", "Köln"));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cell_bound;
mod content;
mod delimiter;
mod encoding;
mod error;
mod header;
mod lexicon;
mod limits;
mod mapping;
mod row;
mod row_reader;
mod source;
mod table;
mod text;
mod workbook;
mod workbook_guard;

#[cfg(test)]
mod tests;

pub use error::Error;
pub use limits::Limits;
pub use mapping::{MappingFault, header_key, no_name, propose};
pub use row::{CellKind, Row};
pub use row_reader::{MappedRow, RowReader};
pub use table::{Rows, Table};
