//! The forms of an export. Each is written row by row.

use std::io::{self, Write};

use contract::ExportFormat;
use rust_xlsxwriter::XlsxError;

use super::{
    columns::{ADDED_COLUMNS, Value},
    neutralize::neutralized,
    workbook::XlsxWriter,
};
use crate::tabular::{Row, Table};

/// A row of the file with its added columns.
pub(crate) struct Line<'a> {
    pub(crate) row: &'a Row,
    pub(crate) added: &'a [Value; ADDED_COLUMNS.len()],
}

/// Writes lines in one form.
pub(crate) enum Writer<W: Write> {
    Csv(Box<CsvWriter<W>>),
    Jsonl(JsonlWriter<W>),
    Xlsx(Box<XlsxWriter<W>>),
}

impl<W: Write + Send> Writer<W> {
    /// Begins an export of a file. Its header stays as it is, but for JSON, where each name is there once.
    pub(crate) fn begin(format: ExportFormat, table: &Table, neutralize: bool, out: W) -> Result<Self, WriteError> {
        let headers = match format {
            ExportFormat::Csv | ExportFormat::Xlsx => table.given_headers(),
            ExportFormat::Jsonl => table.headers(),
        };
        Self::with_headers(format, headers, neutralize, out)
    }

    fn with_headers(format: ExportFormat, headers: &[String], neutralize: bool, out: W) -> Result<Self, WriteError> {
        Ok(match format {
            ExportFormat::Csv => Self::Csv(Box::new(CsvWriter::begin(headers, neutralize, out)?)),
            ExportFormat::Jsonl => Self::Jsonl(JsonlWriter::begin(headers, out)),
            ExportFormat::Xlsx => Self::Xlsx(Box::new(XlsxWriter::begin(headers, neutralize, out)?)),
        })
    }

    /// Adds a line.
    pub(crate) fn write(&mut self, line: &Line<'_>) -> Result<(), WriteError> {
        match self {
            Self::Csv(writer) => writer.write(line),
            Self::Jsonl(writer) => writer.write(line),
            Self::Xlsx(writer) => writer.write(line),
        }
    }

    /// Writes what is left and gives the output back.
    pub(crate) fn finish(self) -> Result<W, WriteError> {
        match self {
            Self::Csv(writer) => writer.finish(),
            Self::Jsonl(writer) => Ok(writer.out),
            Self::Xlsx(writer) => writer.finish(),
        }
    }
}

/// Why an export can't be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WriteError {
    #[error("write the export")]
    Io(#[from] io::Error),
    #[error("write the csv export")]
    Csv(#[from] csv::Error),
    #[error("write the json export")]
    Json(#[from] serde_json::Error),
    #[error("write the workbook")]
    Xlsx(#[from] XlsxError),
}

/// Comma-separated, UTF-8 with a byte-order mark, by which spreadsheets know the encoding.
///
/// Each row is as wide as the header, then come the added columns. Cells beyond the header (such a row was left out)
/// stand behind them, so that no column is displaced and nothing is lost.
pub(crate) struct CsvWriter<W: Write> {
    out: csv::Writer<W>,
    columns: usize,
    neutralize: bool,
}

impl<W: Write> CsvWriter<W> {
    fn begin(headers: &[String], neutralize: bool, mut out: W) -> Result<Self, WriteError> {
        out.write_all("\u{feff}".as_bytes())?;
        let out = csv::WriterBuilder::new()
            .flexible(true)
            .terminator(csv::Terminator::CRLF)
            .from_writer(out);
        let mut writer = Self {
            out,
            columns: headers.len(),
            neutralize,
        };
        for header in headers.iter().map(String::as_str).chain(ADDED_COLUMNS) {
            writer.cell(header)?;
        }
        writer.end_line()?;
        Ok(writer)
    }

    fn write(&mut self, line: &Line<'_>) -> Result<(), WriteError> {
        for column in 0..self.columns {
            self.cell(line.row.cell(column))?;
        }
        for value in line.added {
            self.cell(&value.to_text())?;
        }
        for column in self.columns..line.row.len() {
            self.cell(line.row.cell(column))?;
        }
        self.end_line()
    }

    fn cell(&mut self, text: &str) -> Result<(), WriteError> {
        let text = if self.neutralize {
            neutralized(text)
        } else {
            text.into()
        };
        self.out.write_field(&*text)?;
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), WriteError> {
        Ok(self.out.write_record(None::<&[u8]>)?)
    }

    fn finish(self) -> Result<W, WriteError> {
        self.out
            .into_inner()
            .map_err(|error| WriteError::Io(error.into_error()))
    }
}

/// One JSON object a line: the columns of the file as texts, then the added ones with their types.
pub(crate) struct JsonlWriter<W: Write> {
    out: W,
    keys: Vec<String>,
}

impl<W: Write> JsonlWriter<W> {
    fn begin(headers: &[String], out: W) -> Self {
        // A file that is itself an export has columns of the same names; an object has each name once.
        let key = |header: &String| {
            let is_taken = ADDED_COLUMNS.contains(&header.as_str());
            if is_taken {
                format!("{header} (original)")
            } else {
                header.clone()
            }
        };
        Self {
            out,
            keys: headers.iter().map(key).collect(),
        }
    }

    fn write(&mut self, line: &Line<'_>) -> Result<(), WriteError> {
        use serde::ser::{SerializeMap, Serializer};

        let mut json = serde_json::Serializer::new(&mut self.out);
        let mut object = json.serialize_map(None)?;
        for (column, key) in self.keys.iter().enumerate() {
            object.serialize_entry(key, line.row.cell(column))?;
        }
        for (key, value) in ADDED_COLUMNS.iter().zip(line.added) {
            object.serialize_entry(key, &value.to_json())?;
        }
        if line.row.len() > self.keys.len() {
            let beyond: Vec<&str> = (self.keys.len()..line.row.len())
                .map(|column| line.row.cell(column))
                .collect();
            object.serialize_entry("cells_beyond_header", &beyond)?;
        }
        object.end()?;
        Ok(self.out.write_all(b"\n")?)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn row(cells: &[&str]) -> Row {
        let mut row = Row::new(2);
        for cell in cells {
            row.push(cell);
        }
        row
    }

    fn headers(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn added() -> [Value; ADDED_COLUMNS.len()] {
        let mut added = [const { Value::Empty }; ADDED_COLUMNS.len()];
        added[0] = Value::Text("business".to_owned());
        added[1] = Value::Probability(0.5);
        added
    }

    fn export(format: ExportFormat, neutralize: bool, names: &[&str], rows: &[&[&str]]) -> Vec<u8> {
        let mut writer = Writer::with_headers(format, &headers(names), neutralize, Cursor::new(Vec::new()))
            .expect("the writer begins");
        for cells in rows {
            writer
                .write(&Line {
                    row: &row(cells),
                    added: &added(),
                })
                .expect("a line is written");
        }
        writer.finish().expect("the writer ends").into_inner()
    }

    fn csv_records(bytes: &[u8]) -> Vec<Vec<String>> {
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).expect("a byte-order mark");
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text);
        reader
            .records()
            .map(|record| record.expect("a record").iter().map(str::to_owned).collect())
            .collect()
    }

    #[test]
    fn csv_keeps_odd_cells_exactly() {
        let cells = [
            "a \"quoted\" one",
            "two\nlines",
            "comma, semicolon;",
            " spaces ",
            "עברית",
            "",
        ];
        let records = csv_records(&export(
            ExportFormat::Csv,
            true,
            &["a", "b", "c", "d", "e", "f"],
            &[&cells],
        ));
        assert_eq!(records[1][..6], cells);
        assert_eq!(records[0][6..], ADDED_COLUMNS);
        assert_eq!(records[1][6..9], ["business", "0.5000", ""]);
    }

    #[test]
    fn csv_neutralizes_formulas_unless_told_not_to() {
        let cells: &[&[&str]] = &[&["=SUM(A1)", "-5"]];
        assert_eq!(
            csv_records(&export(ExportFormat::Csv, true, &["=h", "n"], cells))[1][..2],
            ["'=SUM(A1)", "-5"]
        );
        assert_eq!(
            csv_records(&export(ExportFormat::Csv, true, &["=h", "n"], cells))[0][0],
            "'=h"
        );
        assert_eq!(
            csv_records(&export(ExportFormat::Csv, false, &["=h", "n"], cells))[1][0],
            "=SUM(A1)"
        );
    }

    #[test]
    fn ragged_rows_displace_no_column_and_lose_no_cell() {
        let records = csv_records(&export(
            ExportFormat::Csv,
            true,
            &["a", "b"],
            &[&["1"], &["1", "2", "3"]],
        ));
        assert_eq!(records[1][2], "business");
        assert_eq!(records[2][2], "business");
        assert_eq!(records[2].last().map(String::as_str), Some("3"));
    }

    #[test]
    fn jsonl_has_one_object_a_line_in_the_order_of_the_columns() {
        let bytes = export(
            ExportFormat::Jsonl,
            true,
            &["Name", "payee_type"],
            &[&["=1", "x", "beyond"]],
        );
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert!(
            text.starts_with(
                r#"{"Name":"=1","payee_type (original)":"x","payee_type":"business","payee_type_confidence":0.5,"#
            ),
            "{text}"
        );
        assert!(text.ends_with("\"cells_beyond_header\":[\"beyond\"]}\n"), "{text}");
    }
}
