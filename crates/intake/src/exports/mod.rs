//! Exports of payee files: the columns of the file untouched, then what was decided.
//!
//! The stored file is read again and joined with its rows by row number, one page of them at a time, so that a million
//! rows are streamed in little memory and every original cell is as it was uploaded.

mod columns;
mod neutralize;
#[cfg(test)]
mod tests;
mod workbook;
mod writers;

use std::{collections::VecDeque, io, pin::Pin};

use contract::{Actor, ExportFormat, OrganizationId, PayeeFileId, Permission};
use futures::{Stream, StreamExt};
use store::tables::{
    payee::{self, ExportRow},
    payee_file::{self, PayeeFileRow},
};
use tokio::{
    sync::mpsc::{self, Receiver, Sender},
    task::spawn_blocking,
};

use crate::{
    Authorize, Env, Error, Result,
    documents::Documents,
    events::{self, Changes, NewEvent},
    tabular::Table,
};

pub use columns::ADDED_COLUMNS;
use columns::added;
pub use neutralize::neutralized;
use workbook::SHEET_COLUMNS;
use writers::{Line, Writer};

/// Rows that are fetched at a time.
const PAGE_ROWS: i64 = 2_000;
/// Bytes that are sent at a time.
const PIECE_BYTES: usize = 64 << 10;

/// Exports payee files.
#[derive(Clone, Debug)]
pub struct Exports {
    env: Env,
    documents: Documents,
}

/// A file on its way out.
pub struct Export {
    /// What to call it.
    pub file_name: String,
    /// Its MIME type.
    pub media_type: &'static str,
    /// Its bytes. An error breaks the file off; the client sees that it is not whole.
    pub bytes: Pin<Box<dyn Stream<Item = Result<Vec<u8>>> + Send>>,
}

impl Exports {
    /// Over an environment and the stored documents.
    pub fn new(env: Env, documents: Documents) -> Self {
        Self { env, documents }
    }

    /// Begins the export of a file as it stands. With `neutralize`, text that a spreadsheet would run gets an apostrophe:
    /// in CSV before it, in a workbook as a mark of its cell. JSON lines have no such cells.
    ///
    /// # Errors
    /// [`Error::Conflict`] for a workbook of a file with more columns than a workbook has.
    pub async fn export(
        &self,
        actor: &Actor,
        id: PayeeFileId,
        format: ExportFormat,
        neutralize: bool,
    ) -> Result<Export> {
        actor.require(Permission::WritePayees)?;
        let organization_id = actor.organization_id;
        let file = payee_file::get(&self.env.db, organization_id, id)
            .await?
            .ok_or(Error::NotFound("payee file"))?;
        let document = self.documents.row(organization_id, file.document_id).await?;
        let table = self.documents.table(&document).await?;
        if format == ExportFormat::Xlsx && table.headers().len() + ADDED_COLUMNS.len() > SHEET_COLUMNS {
            return Err(Error::Conflict(format!(
                "The file has {} columns, and with {} more they are too many for a workbook. Export it as CSV",
                table.headers().len(),
                ADDED_COLUMNS.len()
            )));
        }
        self.record(actor, &file, format, neutralize).await?;

        let (rows_sender, rows) = mpsc::channel(1);
        let (sender, bytes) = mpsc::channel(4);
        let file_name = export_name(&file.file_name, format);
        tokio::spawn(fetch(self.env.clone(), organization_id, id, rows_sender));
        spawn_blocking(move || {
            let out = ByteChannel {
                sender: sender.clone(),
                buffer: Vec::new(),
            };
            let written = join(&table, &file, rows, |table| {
                Writer::begin(format, table, neutralize, out)
            });
            if let Err(error) = written {
                // When the client has gone, nobody hears this.
                drop(sender.blocking_send(Err(error)));
            }
        });
        let bytes = futures::stream::unfold(bytes, |mut bytes| async move { Some((bytes.recv().await?, bytes)) });
        Ok(Export {
            file_name,
            media_type: media_type(format),
            bytes: bytes.boxed(),
        })
    }

    async fn record(&self, actor: &Actor, file: &PayeeFileRow, format: ExportFormat, neutralize: bool) -> Result<()> {
        let mut tx = self.env.db.begin().await?;
        let changes = Changes::new()
            .text("format", "", format.as_str())
            .value("rows", (), file.done_rows)
            .value("neutralized", (), neutralize);
        let event = NewEvent::new("payee_file.exported", file.id, &file.file_name).changes(changes);
        events::record(&mut tx, &self.env, actor, event).await?;
        Ok(tx.commit().await?)
    }
}

/// Sends a file's rows page by page until all are sent or nobody listens.
async fn fetch(env: Env, organization_id: OrganizationId, id: PayeeFileId, sender: Sender<Result<Vec<ExportRow>>>) {
    let mut after = -1;
    loop {
        let page = payee::export_page(&env.db, organization_id, id, after, PAGE_ROWS)
            .await
            .map_err(Error::from);
        let last = page
            .as_ref()
            .ok()
            .and_then(|rows| rows.last())
            .map(|row| row.row_number);
        let is_empty = page.as_ref().is_ok_and(Vec::is_empty);
        if is_empty || sender.send(page).await.is_err() {
            return;
        }
        match last {
            Some(row) => after = row,
            None => return,
        }
    }
}

/// Reads the stored file and writes each of its rows with what was decided.
fn join<W: io::Write + Send>(
    table: &Table,
    file: &PayeeFileRow,
    rows: Receiver<Result<Vec<ExportRow>>>,
    begin: impl FnOnce(&Table) -> Result<Writer<W>, writers::WriteError>,
) -> Result<()> {
    let mut decided = Decided {
        rows,
        page: VecDeque::new(),
    };
    let mut writer = begin(table).map_err(Error::internal("begin an export"))?;
    for row in table.rows().map_err(|error| error.in_file(&file.file_name))? {
        let row = row.map_err(|error| error.in_file(&file.file_name))?;
        if row.is_blank() {
            continue;
        }
        let number = i64::try_from(row.number()).map_err(Error::internal("number a row"))?;
        let added = added(decided.of(number)?.as_ref(), &file.engine_versions);
        writer
            .write(&Line {
                row: &row,
                added: &added,
            })
            .map_err(Error::internal("write an export"))?;
    }
    let mut out = writer.finish().map_err(Error::internal("finish an export"))?;
    out.flush().map_err(Error::internal("finish an export"))
}

/// The decided rows, in their order.
struct Decided {
    rows: Receiver<Result<Vec<ExportRow>>>,
    page: VecDeque<ExportRow>,
}

impl Decided {
    /// The row with this number; none if it was left out. Numbers must be asked for in their order.
    fn of(&mut self, number: i64) -> Result<Option<ExportRow>> {
        loop {
            match self.page.front() {
                Some(row) if row.row_number < number => {
                    self.page.pop_front();
                }
                Some(row) if row.row_number == number => return Ok(self.page.pop_front()),
                Some(_) => return Ok(None),
                None => match self.rows.blocking_recv() {
                    Some(page) => self.page = page?.into(),
                    None => return Ok(None),
                },
            }
        }
    }
}

/// Sends what is written in pieces.
struct ByteChannel {
    sender: Sender<Result<Vec<u8>>>,
    buffer: Vec<u8>,
}

impl ByteChannel {
    fn send(&mut self) -> io::Result<()> {
        let piece = std::mem::take(&mut self.buffer);
        let gone = |_| io::Error::new(io::ErrorKind::BrokenPipe, "the client has gone");
        if piece.is_empty() {
            Ok(())
        } else {
            self.sender.blocking_send(Ok(piece)).map_err(gone)
        }
    }
}

impl io::Write for ByteChannel {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= PIECE_BYTES {
            self.send()?;
        }
        Ok(bytes.len())
    }

    /// Sends what is left; in between, pieces are sent when they are full.
    fn flush(&mut self) -> io::Result<()> {
        self.send()
    }
}

/// The name of the uploaded file without its ending, with what it is now.
fn export_name(file_name: &str, format: ExportFormat) -> String {
    let stem = file_name.strip_suffix(".gz").unwrap_or(file_name);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    format!("{stem} (classified).{}", format.as_str())
}

fn media_type(format: ExportFormat) -> &'static str {
    match format {
        ExportFormat::Csv => "text/csv; charset=utf-8",
        ExportFormat::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ExportFormat::Jsonl => "application/x-ndjson",
    }
}
