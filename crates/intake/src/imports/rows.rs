//! Reads the rows of a stored file in chunks, off the async threads, a chunk ahead of the writer.

use contract::{ColumnField, RowProblem, SupplierForm, validate::Validate};
use matching::normalize_name;
use tokio::{sync::mpsc, task};

use super::plan::ReadRow;
use crate::{
    suppliers::tidied,
    tabular::{self, MappedRow, Row, RowReader, Table},
};

/// Rows of one transaction: long enough that its commit does not matter, short enough that others get their turn.
pub(super) const CHUNK_ROWS: usize = 2_000;

/// The next rows of a file.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    /// Rows read, those that can't be taken and blank ones included.
    pub(super) read: i64,
    /// Those that can be taken.
    pub(super) rows: Vec<ReadRow>,
    /// What is wrong with the others.
    pub(super) problems: Vec<RowProblem>,
}

/// Reads the rows behind the first `done`.
pub(super) fn read(table: Table, reader: RowReader, done: usize) -> mpsc::Receiver<Result<Chunk, tabular::Error>> {
    let (sender, receiver) = mpsc::channel(1);
    task::spawn_blocking(move || {
        let send = |chunk| sender.blocking_send(chunk).is_ok();
        let mut rows = match table.rows() {
            Ok(rows) => rows.skip(done).peekable(),
            Err(error) => {
                send(Err(error));
                return;
            }
        };
        while rows.peek().is_some() {
            let batch: Result<Vec<Row>, tabular::Error> = rows.by_ref().take(CHUNK_ROWS).collect();
            let is_failed = batch.is_err();
            // Nobody listens once the work is stopped.
            if !send(batch.map(|batch| understand(&batch, &reader))) || is_failed {
                return;
            }
        }
    });
    receiver
}

fn understand(batch: &[Row], reader: &RowReader) -> Chunk {
    let mut chunk = Chunk {
        read: i64::try_from(batch.len()).expect("a chunk is short"),
        ..Chunk::default()
    };
    for row in batch {
        match reader.read(row) {
            Ok(None) => {}
            Err(problem) => chunk.problems.push(problem),
            Ok(Some(mapped)) => {
                let form = tidied(form(mapped));
                match problem(row, &form, reader) {
                    Some(problem) => chunk.problems.push(problem),
                    None => chunk.rows.push(ReadRow {
                        number: number(row),
                        name_key: normalize_name(&form.name),
                        form,
                    }),
                }
            }
        }
    }
    chunk
}

/// The first field that a form would refuse.
fn problem(row: &Row, form: &SupplierForm, reader: &RowReader) -> Option<RowProblem> {
    let fault = form.problems().into_iter().next()?;
    let field: Option<ColumnField> = match fault.field.as_str() {
        "aliases" => Some(ColumnField::Alias),
        name => name.parse().ok(),
    };
    Some(RowProblem {
        row: number(row),
        column: field.and_then(|field| reader.header_of(field)).map(str::to_owned),
        message: format!("{}. The row was left out.", fault.message),
    })
}

fn number(row: &Row) -> i64 {
    i64::try_from(row.number()).expect("no file has so many rows")
}

fn form(mapped: MappedRow) -> SupplierForm {
    SupplierForm {
        external_id: mapped.external_id,
        name: mapped.name,
        aliases: mapped.aliases.join("\n"),
        address: mapped.address,
        city: mapped.city,
        state: mapped.state,
        postcode: mapped.postcode,
        country: mapped.country,
        tax_id: mapped.tax_id,
        vat_id: mapped.vat_id,
        iban: mapped.iban,
        inactive: false,
    }
}
