//! Batch work: rows in, rows out in the same order, on all cores, in bounded memory.

use std::{
    fs::File,
    io::{self, BufWriter, IsTerminal, Write},
    path::Path,
    sync::{
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use intake::tabular::{Limits, Row, Rows, Table};
use rayon::prelude::*;
use tempfile::TempPath;

/// Stands for a standard stream.
const STANDARD_STREAM: &str = "-";

/// Rows that go to the cores together; two such batches wait at most.
const BATCH_ROWS: usize = 4_096;

/// Rows that one core takes at a time.
const PIECE_ROWS: usize = 64;

/// The whole that [`Value::Billionths`] are parts of.
pub const BILLION: u32 = 1_000_000_000;

/// How often the progress is shown.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(200);

/// Form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Comma-separated, with a header.
    Csv,
    /// One JSON object a line.
    Jsonl,
}

/// One cell of the output.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Text.
    Text(&'a str),
    /// A number between 0 and 1.
    Share(f32),
    /// The same in billionths, so that shares of one whole make it up exactly.
    Billionths(u32),
    /// A JSON document: text in CSV, itself in JSON lines.
    Json(String),
    /// Nothing.
    Absent,
}

/// A file of rows with a header.
pub struct Input {
    table: Table,
    /// As a message calls it.
    name: String,
    headers: Vec<String>,
    /// The same, each there once.
    unique_headers: Vec<String>,
    /// Keeps what came through standard input until the work is done.
    _spool: Option<TempPath>,
}

impl Input {
    /// Opens a file, or standard input for `-`, which is kept in a temporary file: its encoding may show at its end.
    pub fn open(path: &Path) -> Result<Self> {
        let spool = if path.as_os_str() == STANDARD_STREAM {
            Some(spool_standard_input()?)
        } else {
            None
        };
        let table = Table::open(spool.as_deref().unwrap_or(path), &Limits::default())
            .with_context(|| format!("reading {}", path.display()))?;
        let (mut headers, mut unique_headers) = (table.given_headers().to_vec(), table.headers().to_vec());
        if table.header_row().is_none() {
            // A file whose header looks like data: the caller names columns, so the first row is one.
            let first = table.sample().first().context("the file has no rows")?;
            headers = (0..headers.len())
                .map(|column| first.cell(column).trim().to_owned())
                .collect();
            unique_headers.clone_from(&headers);
        }
        Ok(Self {
            table,
            name: if spool.is_some() {
                "standard input".to_owned()
            } else {
                path.display().to_string()
            },
            headers,
            unique_headers,
            _spool: spool,
        })
    }

    /// The names of the columns as the file has them; for JSON each is there once.
    fn headers(&self, format: Format) -> &[String] {
        match format {
            Format::Csv => &self.headers,
            Format::Jsonl => &self.unique_headers,
        }
    }

    /// The number of the column with this name; case and surrounding space do not matter. Of several the first.
    pub fn column(&self, name: &str) -> Result<usize> {
        let same = |header: &&String| header.trim().eq_ignore_ascii_case(name.trim());
        match self.unique_headers.iter().position(|header| same(&header)) {
            Some(column) => Ok(column),
            None => bail!(
                "{} has no column {name:?}; its columns are: {}",
                self.name,
                self.unique_headers.join(", ")
            ),
        }
    }

    /// The rows behind the header.
    pub fn rows(&self) -> Result<Rows> {
        let first = self
            .table
            .header_row()
            .or_else(|| self.table.sample().first().map(Row::number));
        Ok(self.table.rows()?.behind(first.unwrap_or(0)))
    }
}

fn spool_standard_input() -> Result<TempPath> {
    let mut spool = tempfile::NamedTempFile::new().context("making a temporary file")?;
    io::copy(&mut io::stdin().lock(), &mut spool).context("reading standard input")?;
    spool.flush().context("writing a temporary file")?;
    Ok(spool.into_temp_path())
}

/// Opens a file for writing, or standard output for `-`.
///
/// # Errors
/// When it can't be made, or is one of `inputs`, by whatever name: it would be emptied before it is read.
pub fn create_output(path: &Path, inputs: &[&Path]) -> Result<Box<dyn Write>> {
    if path.as_os_str() == STANDARD_STREAM {
        return Ok(Box::new(BufWriter::new(io::stdout())));
    }
    if let Some(input) = inputs.iter().find(|input| is_same_file(path, input)) {
        bail!("{} is read; write to another file", input.display());
    }
    let file = File::create(path).with_context(|| format!("creating {}", path.display()))?;
    Ok(Box::new(BufWriter::with_capacity(1 << 18, file)))
}

/// Whether both are there and are one file, also by two names or a link.
fn is_same_file(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;

    match (one.metadata(), other.metadata()) {
        (Ok(one), Ok(other)) => (one.dev(), one.ino()) == (other.dev(), other.ino()) && one.is_file(),
        _ => false,
    }
}

/// Writes each row of `input` with the cells that `work` adds to it. `new_scratch` makes what a core reuses between rows.
///
/// # Errors
/// When the input can not be read to its end, or the output can not be written.
pub fn transform<S>(
    input: &Input,
    output: &mut dyn Write,
    format: Format,
    added: &[String],
    new_scratch: impl Fn() -> S + Sync + Send,
    work: impl Fn(&mut S, &Row, &mut dyn FnMut(Value<'_>)) + Sync,
) -> Result<u64> {
    let given = input.headers(format);
    let headers: Vec<&str> = given.iter().chain(added).map(String::as_str).collect();
    let too_wide = AtomicU64::new(0);
    if format == Format::Csv {
        let mut writer = csv::Writer::from_writer(&mut *output);
        writer.write_record(&headers).context("writing the header")?;
        writer.flush().context("writing the header")?;
    }
    let encode_piece = |scratch: &mut S, rows: &[Row]| -> Result<Vec<u8>> {
        let mut encoder = Encoder::new(format, &headers);
        for row in rows {
            if (given.len()..row.len()).any(|column| !row.cell(column).is_empty()) {
                too_wide.fetch_add(1, Ordering::Relaxed);
            }
            for column in 0..given.len() {
                encoder.put(&Value::Text(row.cell(column)))?;
            }
            let mut outcome = Ok(());
            work(scratch, row, &mut |value| {
                if outcome.is_ok() {
                    outcome = encoder.put(&value);
                }
            });
            outcome?;
            encoder.end_row()?;
        }
        encoder.finish()
    };

    let rows = input.rows()?;
    let (sender, batches) = mpsc::sync_channel(1);
    thread::scope(|scope| {
        scope.spawn(move || read_batches(rows, &sender));
        let mut progress = Progress::start();
        for batch in batches {
            let batch: Vec<Row> = batch?;
            let pieces = batch
                .par_chunks(PIECE_ROWS)
                .map_init(&new_scratch, |scratch, rows| encode_piece(scratch, rows));
            for piece in pieces.collect::<Result<Vec<_>>>()? {
                output.write_all(&piece).context("writing the output")?;
            }
            progress.advance(batch.len());
        }
        output.flush().context("writing the output")?;
        let rows = progress.finish();
        let too_wide = too_wide.load(Ordering::Relaxed);
        if too_wide > 0 {
            eprintln!(
                "vouch: {too_wide} rows of {} have more cells than the file has columns; those cells were left out",
                input.name
            );
        }
        Ok(rows)
    })
}

/// Sends the rows in batches. Ends when nobody receives any more, which then has an error of its own to tell.
fn read_batches(mut rows: Rows, batches: &mpsc::SyncSender<Result<Vec<Row>>>) {
    loop {
        let batch = rows
            .by_ref()
            .filter(|row| !row.as_ref().is_ok_and(Row::is_empty))
            .take(BATCH_ROWS);
        let batch = batch.collect::<Result<Vec<_>, _>>().context("reading the input");
        let is_last = batch.as_ref().map_or(true, |batch| batch.len() < BATCH_ROWS);
        if batches.send(batch).is_err() || is_last {
            return;
        }
    }
}

/// Encodes rows in either format.
struct Encoder<'a> {
    format: Format,
    headers: &'a [&'a str],
    csv: csv::Writer<Vec<u8>>,
    json: Vec<u8>,
    column: usize,
}

impl<'a> Encoder<'a> {
    fn new(format: Format, headers: &'a [&'a str]) -> Self {
        Self {
            format,
            headers,
            csv: csv::Writer::from_writer(Vec::new()),
            json: Vec::new(),
            column: 0,
        }
    }

    fn put(&mut self, value: &Value<'_>) -> Result<()> {
        match self.format {
            Format::Csv => match value {
                Value::Text(text) => self.csv.write_field(text)?,
                Value::Share(share) => self.csv.write_field(share.to_string())?,
                Value::Billionths(part) => self.csv.write_field(share_of(*part).to_string())?,
                Value::Json(json) => self.csv.write_field(json)?,
                Value::Absent => self.csv.write_field("")?,
            },
            Format::Jsonl => {
                self.json.push(if self.column == 0 { b'{' } else { b',' });
                serde_json::to_writer(&mut self.json, self.headers[self.column])?;
                self.json.push(b':');
                match value {
                    Value::Text(text) => serde_json::to_writer(&mut self.json, text)?,
                    Value::Share(share) => serde_json::to_writer(&mut self.json, share)?,
                    Value::Billionths(part) => serde_json::to_writer(&mut self.json, &share_of(*part))?,
                    Value::Json(json) => self.json.extend_from_slice(json.as_bytes()),
                    Value::Absent => self.json.extend_from_slice(b"null"),
                }
            }
        }
        self.column += 1;
        Ok(())
    }

    fn end_row(&mut self) -> Result<()> {
        debug_assert_eq!(self.column, self.headers.len(), "every column has a cell");
        self.column = 0;
        match self.format {
            Format::Csv => self.csv.write_record(None::<&[u8]>)?,
            Format::Jsonl => self.json.extend_from_slice(b"}\n"),
        }
        Ok(())
    }

    fn finish(self) -> Result<Vec<u8>> {
        match self.format {
            Format::Csv => self.csv.into_inner().context("encoding rows"),
            Format::Jsonl => Ok(self.json),
        }
    }
}

fn share_of(billionths: u32) -> f64 {
    f64::from(billionths) / f64::from(BILLION)
}

/// Rows done so far, shown when a person watches.
struct Progress {
    rows: u64,
    started: Instant,
    shown: Option<Instant>,
}

impl Progress {
    fn start() -> Self {
        let now = Instant::now();
        Self {
            rows: 0,
            started: now,
            shown: io::stderr().is_terminal().then_some(now),
        }
    }

    fn advance(&mut self, rows: usize) {
        self.rows += rows as u64;
        if let Some(shown) = self.shown
            && shown.elapsed() >= PROGRESS_INTERVAL
        {
            self.shown = Some(Instant::now());
            eprint!("\r{}", self.in_words());
        }
    }

    fn finish(self) -> u64 {
        if self.shown.is_some() {
            eprintln!("\r{}", self.in_words());
        }
        self.rows
    }

    #[expect(clippy::cast_precision_loss, reason = "shown in whole rows per second")]
    fn in_words(&self) -> String {
        let per_second = self.rows as f64 / self.started.elapsed().as_secs_f64().max(f64::EPSILON);
        format!("{} rows, {per_second:.0} rows/s", self.rows)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn numbered(rows: usize, format: Format) -> (u64, String) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("in.csv");
        let lines = (0..rows).map(|row| format!("row {row},\"a,b\"")).collect::<Vec<_>>();
        std::fs::write(&path, format!("name,note\n{}\n", lines.join("\n"))).unwrap();
        let input = Input::open(&path).unwrap();
        let column = input.column(" NAME").unwrap();
        let mut output = Vec::new();
        let added = ["length".to_owned()];
        let count = transform(
            &input,
            &mut output,
            format,
            &added,
            || (),
            |(), row, put| {
                put(Value::Text(&row.cell(column).len().to_string()));
            },
        );
        (count.unwrap(), String::from_utf8(output).unwrap())
    }

    #[test]
    fn order_of_input_is_kept_over_many_batches() {
        let (count, output) = numbered(3 * BATCH_ROWS + 17, Format::Csv);
        assert_eq!(count, 3 * BATCH_ROWS as u64 + 17);
        let mut lines = output.lines();
        assert_eq!(lines.next(), Some("name,note,length"));
        for (row, line) in lines.enumerate() {
            assert_eq!(line, format!("row {row},\"a,b\",{}", format!("row {row}").len()));
        }
    }

    #[test]
    fn json_lines_keep_the_order_of_columns() {
        let (_, output) = numbered(2, Format::Jsonl);
        assert_eq!(
            output.lines().next(),
            Some(r#"{"name":"row 0","note":"a,b","length":"5"}"#)
        );
    }

    #[test]
    fn unknown_column_is_named_with_those_that_there_are() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("in.csv");
        std::fs::write(&path, "name,city\nAcme Ltd,Leeds\n").unwrap();
        let error = Input::open(&path).unwrap().column("payee").unwrap_err().to_string();
        assert_eq!(
            error,
            format!(
                "{} has no column \"payee\"; its columns are: name, city",
                path.display()
            )
        );
    }

    #[test]
    fn output_is_no_input_by_whatever_name() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("in.csv"), folder.path().join("link.csv"));
        std::fs::write(&path, "name\n").unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        for output in [&path, &link] {
            let refused = create_output(output, &[&path]).err().unwrap().to_string();
            assert!(refused.contains("in.csv is read"), "{refused}");
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "name\n");
        assert!(create_output(&folder.path().join("out.csv"), &[&path]).is_ok());
    }

    #[test]
    fn doubled_headers_stay_in_csv() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("in.csv");
        std::fs::write(&path, "name,note,note\nAcme Ltd,a,b\n").unwrap();
        let input = Input::open(&path).unwrap();
        assert_eq!(input.headers(Format::Csv), ["name", "note", "note"]);
        assert_eq!(input.headers(Format::Jsonl), ["name", "note", "note (2)"]);
    }
}
