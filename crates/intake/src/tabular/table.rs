//! A file understood as a table.

use std::path::{Path, PathBuf};

use encoding_rs::UTF_8;

use super::{
    Error, Limits, Row, delimiter, encoding, header,
    source::Source,
    text::{TextFormat, TextRows},
    workbook::WorkbookRows,
    workbook_guard,
};

/// Rows that are looked at to understand the file; also those of the preview.
const SAMPLE_ROWS: usize = 50;
/// Cells of the preview are cut at so many characters.
const PREVIEW_CHARS: usize = 200;

/// A file understood as a table: its form, its columns and its first rows.
#[derive(Clone, Debug)]
pub struct Table {
    path: PathBuf,
    limits: Limits,
    format: Format,
    headers: Vec<String>,
    given_headers: Vec<String>,
    header_row: Option<u64>,
    /// The number of the last row that is no data.
    above_data: u64,
    sample: Vec<Row>,
    warnings: Vec<String>,
}

#[derive(Clone, Debug)]
enum Format {
    Text(TextFormat),
    Workbook { sheet: String },
}

impl Table {
    /// Finds out form, encoding, delimiter and header of a file by its contents; its name does not matter. Reads text
    /// once to its end, because the encoding may show late, and unpacks a workbook once to see that it is safe; it
    /// blocks, so that callers run it off the async threads. Memory is bounded by `limits`, not by the file.
    ///
    /// # Errors
    /// If the file is empty, is no table, is damaged, or exceeds a limit within its first rows.
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, Error> {
        let mut warnings = Vec::new();
        let is_workbook = {
            let mut magic = [0; workbook_guard::ZIP_MAGIC.len()];
            let mut source = Source::open(path, limits)?;
            !source.is_packed() && source.fill(&mut magic)? == magic.len() && magic == *workbook_guard::ZIP_MAGIC
        };
        let format = if is_workbook {
            workbook_guard::check(path, limits)?;
            let (_, opened) = WorkbookRows::open(path, limits)?;
            if opened.other_sheets > 0 {
                warnings.push(format!(
                    "Only the sheet “{}” is read; others are left out.",
                    opened.sheet
                ));
            }
            Format::Workbook { sheet: opened.sheet }
        } else {
            Format::Text(understand_text(path, limits, &mut warnings)?)
        };

        let mut table = Self {
            path: path.to_owned(),
            limits: *limits,
            format,
            headers: Vec::new(),
            given_headers: Vec::new(),
            header_row: None,
            above_data: 0,
            sample: Vec::new(),
            warnings,
        };
        let first: Vec<Row> = table.rows()?.take(SAMPLE_ROWS + 1).collect::<Result<_, _>>()?;
        table.understand_columns(first)?;
        Ok(table)
    }

    fn understand_columns(&mut self, mut first: Vec<Row>) -> Result<(), Error> {
        if first.iter().all(Row::is_blank) {
            return Err(Error::Empty);
        }
        let above = header::rows_above(&first);
        if above > 0 {
            self.above_data = first[above - 1].number();
            self.warnings.push(format!(
                "What stands above the names of the columns is left out: the rows up to {}.",
                self.above_data
            ));
            first.drain(..above);
        }
        let has_header = header::has_header(&first);
        let header = has_header.then(|| first.remove(0));
        if !has_header {
            self.warnings
                .push("The first row is taken as data, because it does not look like a header.".to_owned());
        }
        first.truncate(SAMPLE_ROWS);
        let columns = header.as_ref().map_or(0, Row::len).max(usual_width(&first));
        self.headers = header::name_columns(header.as_ref(), columns, &mut self.warnings);
        self.given_headers = match &header {
            Some(row) => (0..columns).map(|column| row.cell(column).replace('\0', "")).collect(),
            None => self.headers.clone(),
        };
        self.header_row = header.map(|row| row.number());
        self.above_data = self.header_row.unwrap_or(self.above_data);
        self.sample = first;
        Ok(())
    }

    /// Reads the rows from the beginning, without the header. Opening a workbook reads its text table into memory.
    pub fn rows(&self) -> Result<Rows, Error> {
        let inner = match &self.format {
            Format::Text(format) => {
                let source = Source::open(&self.path, &self.limits)?;
                Inner::Text(Box::new(TextRows::new(source, *format, &self.limits)?))
            }
            Format::Workbook { .. } => Inner::Workbook(WorkbookRows::open(&self.path, &self.limits)?.0),
        };
        Ok(Rows {
            inner,
            first_number: self.above_data + 1,
        })
    }

    /// Reads all rows once, to know how many there are and that each can be read, before any of them is worked.
    pub fn count_rows(&self) -> Result<u64, Error> {
        self.rows()?.try_fold(0, |count, row| row.map(|_| count + 1))
    }

    /// The name of each column, unique and never empty.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// The header as the file has it, as long as [`Self::headers`]: a name may be missing, or be there twice. The same
    /// as `headers` if the file has none.
    pub fn given_headers(&self) -> &[String] {
        &self.given_headers
    }

    /// The header row's number; none if the file has no header.
    pub fn header_row(&self) -> Option<u64> {
        self.header_row
    }

    /// The first rows behind the header, at most 50.
    pub fn sample(&self) -> &[Row] {
        &self.sample
    }

    /// The first rows as a preview shows them: each as long as the header, long cells cut.
    pub fn preview_rows(&self) -> Vec<Vec<String>> {
        let cut = |cell: &str| cell.chars().filter(|&c| c != '\0').take(PREVIEW_CHARS).collect();
        self.sample
            .iter()
            .map(|row| (0..self.headers.len()).map(|column| cut(row.cell(column))).collect())
            .collect()
    }

    /// What looks odd, in words.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// The form in words, such as `CSV, semicolon, windows-1252`.
    pub fn format_in_words(&self) -> String {
        match &self.format {
            Format::Workbook { sheet } => format!("XLSX, sheet “{sheet}”"),
            Format::Text(format) => {
                let (name, delimiter) = match format.delimiter {
                    None => ("text", "one column"),
                    Some(b'\t') => ("TSV", "tab"),
                    Some(b';') => ("CSV", "semicolon"),
                    Some(b'|') => ("CSV", "pipe"),
                    Some(_) => ("CSV", "comma"),
                };
                let packed = if format.is_packed { ", packed with gzip" } else { "" };
                format!("{name}, {delimiter}, {}{packed}", format.encoding.name())
            }
        }
    }
}

fn understand_text(path: &Path, limits: &Limits, warnings: &mut Vec<String>) -> Result<TextFormat, Error> {
    let mut source = Source::open(path, limits)?;
    let scan = encoding::scan(&mut source)?;
    let (sample, _) = scan.encoding.decode_without_bom_handling(&scan.head);
    if scan.invalid_sequences > 0 {
        warnings.push(format!(
            "{} characters are not valid in {} and are read as “\u{fffd}”.",
            scan.invalid_sequences,
            scan.encoding.name()
        ));
    } else if scan.encoding != UTF_8 && scan.bom_bytes == 0 {
        warnings.push(format!(
            "The file does not say how it is encoded; it is read as {}. Check the accents below.",
            scan.encoding.name()
        ));
    }
    Ok(TextFormat {
        encoding: scan.encoding,
        bom_bytes: scan.bom_bytes,
        delimiter: delimiter::detect(&sample, scan.head_is_all),
        is_packed: source.is_packed(),
    })
}

/// The number of cells, up to the last that is not empty, that at least half of the rows reach.
fn usual_width(rows: &[Row]) -> usize {
    let mut widths: Vec<usize> = rows.iter().map(filled_width).collect();
    widths.sort_unstable();
    widths
        .get(widths.len() / 2)
        .copied()
        .unwrap_or(0)
        .max(usize::from(!rows.is_empty()))
}

/// The number of cells up to the last that is not empty.
pub(super) fn filled_width(row: &Row) -> usize {
    (0..row.len())
        .rev()
        .find(|&column| !row.cell(column).trim().is_empty())
        .map_or(0, |column| column + 1)
}

/// The rows of a table in the order of the file. After an error there are no more.
pub struct Rows {
    inner: Inner,
    first_number: u64,
}

enum Inner {
    Text(Box<TextRows>),
    Workbook(WorkbookRows),
}

impl Rows {
    /// Goes on behind the row with this number, for work that is resumed; 0 changes nothing.
    #[must_use]
    pub fn behind(mut self, number: u64) -> Self {
        self.first_number = self.first_number.max(number + 1);
        self
    }
}

impl Iterator for Rows {
    type Item = Result<Row, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let row = match &mut self.inner {
                Inner::Text(rows) => rows.next(),
                Inner::Workbook(rows) => rows.next(),
            }?;
            match row {
                Ok(row) if row.number() < self.first_number => {}
                row => return Some(row),
            }
        }
    }
}
