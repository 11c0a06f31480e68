//! Files as they come in, good and bad.

#![expect(clippy::unwrap_used, reason = "a failed step of a test ends it")]

mod text_files;
mod workbooks;

use std::path::PathBuf;

use contract::{ColumnField, RowProblem};
use tempfile::TempDir;

use super::*;

/// A file in a directory of its own.
struct TestFile {
    _directory: TempDir,
    path: PathBuf,
}

impl TestFile {
    fn new(bytes: impl AsRef<[u8]>) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file");
        std::fs::write(&path, bytes).unwrap();
        Self {
            _directory: directory,
            path,
        }
    }

    fn table(&self) -> Table {
        self.try_table().unwrap()
    }

    fn try_table(&self) -> Result<Table, Error> {
        Table::open(&self.path, &Limits::default())
    }
}

/// Row numbers with their cells.
fn cells(table: &Table) -> Vec<(u64, Vec<String>)> {
    table
        .rows()
        .unwrap()
        .map(|row| {
            row.map(|row| (row.number(), row.cells().map(str::to_owned).collect()))
                .unwrap()
        })
        .collect()
}

fn row(number: u64, cells: &[&str]) -> (u64, Vec<String>) {
    (number, cells.iter().map(|&cell| cell.to_owned()).collect())
}

/// What the rows say by the proposed mapping.
fn mapped(table: &Table) -> Vec<Result<MappedRow, RowProblem>> {
    let reader = RowReader::new(&propose(table), table.headers()).unwrap();
    table
        .rows()
        .unwrap()
        .filter_map(|row| reader.read(&row.unwrap()).transpose())
        .collect()
}

fn names(table: &Table) -> Vec<String> {
    mapped(table).into_iter().map(|row| row.unwrap().name).collect()
}

fn fields(table: &Table) -> Vec<Option<ColumnField>> {
    propose(table).0
}
