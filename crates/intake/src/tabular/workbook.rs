//! Reads the rows of a workbook's first sheet with cells.
//!
//! The library's reader borrows the workbook, so that a thread owns both and hands the rows over in batches; at most
//! a few batches are in memory. The thread ends with its receiver.

use std::{
    fmt::Write as _,
    fs::File,
    io::BufReader,
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver, SendError, SyncSender},
    thread, vec,
};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::{CellKind, Error, Limits, Row};

const BATCH_ROWS: usize = 256;
const BATCH_BYTES: usize = 1 << 20;
const BATCHES_AHEAD: usize = 2;

/// What the thread says first.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    /// The sheet that is read.
    pub(super) sheet: String,
    /// How many other visible sheets there are.
    pub(super) other_sheets: usize,
}

type Batch = Result<Vec<Row>, Error>;

/// The rows of a sheet, as an iterator that ends after the first error. Rows without cells are left out.
pub(super) struct WorkbookRows {
    batches: Receiver<Batch>,
    current: vec::IntoIter<Row>,
    is_over: bool,
}

impl WorkbookRows {
    /// Opens a workbook that [`super::workbook_guard::check`] has passed.
    pub(super) fn open(path: &Path, limits: &Limits) -> Result<(Self, Opened), Error> {
        let (opening, opened) = mpsc::sync_channel(1);
        let (sender, batches) = mpsc::sync_channel(BATCHES_AHEAD);
        let path = PathBuf::from(path);
        let limits = *limits;
        thread::Builder::new()
            .name("workbook".to_owned())
            .spawn(move || {
                // A send fails when nobody listens any more: then there is nothing left to do.
                let _ = match open(&path) {
                    Ok((workbook, what)) => {
                        let sheet = what.sheet.clone();
                        opening
                            .send(Ok(what))
                            .is_ok()
                            .then(|| send_rows(workbook, &sheet, &limits, &sender))
                    }
                    Err(error) => opening.send(Err(error)).ok(),
                };
            })
            .map_err(Error::Read)?;
        let what = opened.recv().map_err(|_| reader_stopped())??;
        let rows = Self {
            batches,
            current: Vec::new().into_iter(),
            is_over: false,
        };
        Ok((rows, what))
    }
}

impl Iterator for WorkbookRows {
    type Item = Result<Row, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.current.next() {
                return Some(Ok(row));
            }
            if self.is_over {
                return None;
            }
            match self.batches.recv().unwrap_or_else(|_| Err(reader_stopped())) {
                Ok(rows) => {
                    self.is_over = rows.is_empty();
                    self.current = rows.into_iter();
                }
                Err(error) => {
                    self.is_over = true;
                    return Some(Err(error));
                }
            }
        }
    }
}

fn reader_stopped() -> Error {
    Error::Damaged("the reader of the workbook stopped".to_owned())
}

type Workbook = Xlsx<BufReader<File>>;

fn open(path: &Path) -> Result<(Workbook, Opened), Error> {
    let file = BufReader::new(File::open(path).map_err(Error::Read)?);
    let mut workbook = Xlsx::new(file).map_err(explain)?;
    let mut sheets: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    for index in 0..sheets.len() {
        let has_cells = {
            let mut cells = workbook.worksheet_cells_reader(&sheets[index]).map_err(explain)?;
            cells.next_cell().map_err(explain)?.is_some()
        };
        if has_cells {
            let opened = Opened {
                other_sheets: sheets.len() - 1,
                sheet: sheets.swap_remove(index),
            };
            return Ok((workbook, opened));
        }
    }
    Err(Error::NoSheet)
}

/// Sends the rows, then an empty batch, or the error that ended the reading.
fn send_rows(mut workbook: Workbook, sheet: &str, limits: &Limits, sender: &SyncSender<Batch>) {
    let mut outbox = Outbox {
        sender,
        batch: Vec::new(),
        bytes: 0,
    };
    let outcome = read_rows(&mut workbook, sheet, limits, &mut outbox);
    let last = match outcome {
        Ok(()) => outbox
            .flush()
            .and_then(|()| sender.send(Ok(Vec::new())).map_err(|_| Stop::NobodyListens)),
        Err(Stop::Fault(error)) => outbox
            .flush()
            .and_then(|()| sender.send(Err(error)).map_err(|_| Stop::NobodyListens)),
        Err(Stop::NobodyListens) => return,
    };
    drop(last);
}

enum Stop {
    Fault(Error),
    NobodyListens,
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Fault(error)
    }
}

struct Outbox<'a> {
    sender: &'a SyncSender<Batch>,
    batch: Vec<Row>,
    bytes: usize,
}

impl Outbox<'_> {
    fn push(&mut self, row: Row) -> Result<(), Stop> {
        self.bytes += row.text_bytes() + row.len() * size_of::<u32>();
        self.batch.push(row);
        if self.batch.len() >= BATCH_ROWS || self.bytes >= BATCH_BYTES {
            self.flush()
        } else {
            Ok(())
        }
    }

    fn flush(&mut self) -> Result<(), Stop> {
        self.bytes = 0;
        if self.batch.is_empty() {
            return Ok(());
        }
        let batch = std::mem::take(&mut self.batch);
        self.sender.send(Ok(batch)).map_err(|SendError(_)| Stop::NobodyListens)
    }
}

fn read_rows(workbook: &mut Workbook, sheet: &str, limits: &Limits, outbox: &mut Outbox<'_>) -> Result<(), Stop> {
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(explain)?;
    let mut row: Option<Row> = None;
    let mut text = String::new();
    while let Some(cell) = cells.next_cell().map_err(explain)? {
        let (row_index, column) = cell.get_position();
        let (number, column) = (u64::from(row_index) + 1, column as usize);
        if let Some(done) = row.take_if(|row| row.number() != number) {
            if done.number() > number {
                return Err(Error::Damaged(format!("row {number} stands behind row {}", done.number())).into());
            }
            outbox.push(done)?;
        }
        let row = row.get_or_insert_with(|| Row::new(number));
        if column >= limits.row_cells {
            return Err(Error::TooManyCells {
                row: number,
                limit: limits.row_cells,
            }
            .into());
        }
        if column < row.len() {
            return Err(Error::Damaged(format!("the cells of row {number} are out of order")).into());
        }
        while row.len() < column {
            row.push("");
        }
        text.clear();
        let kind = write_cell(cell.get_value(), &mut text);
        if row.text_bytes() + text.len() > limits.row_bytes {
            return Err(Error::RowTooLong {
                row: number,
                limit_bytes: limits.row_bytes,
            }
            .into());
        }
        row.push_kind(&text, kind);
    }
    row.map_or(Ok(()), |row| outbox.push(row))
}

/// The text of a cell: numbers without a trailing `.0`, dates as ISO 8601, a formula's last result. Gives its kind.
fn write_cell(value: &DataRef<'_>, text: &mut String) -> CellKind {
    let written = match value {
        DataRef::Empty => Ok(()),
        DataRef::String(value) | DataRef::DateTimeIso(value) | DataRef::DurationIso(value) => text.write_str(value),
        DataRef::SharedString(value) => text.write_str(value),
        DataRef::Int(value) => write!(text, "{value}"),
        DataRef::Float(value) => write!(text, "{value}"),
        DataRef::Bool(value) => text.write_str(if *value { "TRUE" } else { "FALSE" }),
        DataRef::Error(value) => write!(text, "{value}"),
        DataRef::DateTime(value) if value.is_duration() => write!(text, "{}", value.as_f64()),
        DataRef::DateTime(value) => {
            let (year, month, day, hour, minute, second, _) = value.to_ymd_hms_milli();
            let date = write!(text, "{year:04}-{month:02}-{day:02}");
            if (hour, minute, second) == (0, 0, 0) {
                date
            } else {
                date.and_then(|()| write!(text, "T{hour:02}:{minute:02}:{second:02}"))
            }
        }
    };
    written.expect("writing to a string does not fail");
    match value {
        DataRef::Int(_) | DataRef::Float(_) => CellKind::Number,
        DataRef::DateTime(value) if value.is_duration() => CellKind::Number,
        DataRef::DateTime(_) => CellKind::Date,
        DataRef::Bool(_) => CellKind::Boolean,
        _ => CellKind::Text,
    }
}

fn explain(error: XlsxError) -> Error {
    match error {
        XlsxError::Password => Error::NotATable("a workbook with a password; save it without one"),
        XlsxError::FileNotFound(_) => Error::NotATable("a packed archive, but not a workbook"),
        error => Error::Damaged(error.to_string()),
    }
}
