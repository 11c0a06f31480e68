//! The export as an Excel workbook.

use std::{borrow::Cow, io::Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

use super::{
    columns::{ADDED_COLUMNS, Value, rounded},
    neutralize::is_run,
    writers::{Line, WriteError},
};
use crate::tabular::{CellKind, Row};

/// Rows of a worksheet, its header included (Excel's limit).
const SHEET_ROWS: u32 = 1_048_576;
/// Characters of a cell, in UTF-16 units (Excel's limit).
const CELL_UNITS: usize = 32_767;
/// Stands at the end of a text that is longer.
const CUT: &str = "… [cut]";
/// Columns of a worksheet (Excel's limit).
pub(super) const SHEET_COLUMNS: usize = 16_384;

/// An Excel workbook, in sheets of at most 1,048,576 rows. Numbers, dates and truth values of a workbook stay what they
/// are; all else is text, which a spreadsheet does not run. Text that would become a formula when a person edits the
/// cell has the apostrophe that Excel itself puts before such text, which is a mark of the cell and not part of it.
pub(crate) struct XlsxWriter<W: Write> {
    out: W,
    workbook: Workbook,
    headers: Vec<String>,
    formats: Formats,
    neutralize: bool,
    /// Row of the current sheet that comes next.
    next: u32,
    sheets: usize,
    sheet_rows: u32,
}

impl<W: Write + Send> XlsxWriter<W> {
    pub(crate) fn begin(headers: &[String], neutralize: bool, out: W) -> Result<Self, WriteError> {
        Self::with_sheet_rows(headers, neutralize, out, SHEET_ROWS)
    }

    fn with_sheet_rows(headers: &[String], neutralize: bool, out: W, sheet_rows: u32) -> Result<Self, WriteError> {
        let mut writer = Self {
            out,
            workbook: Workbook::new(),
            headers: headers.to_vec(),
            formats: Formats::new(),
            neutralize,
            next: 0,
            sheets: 0,
            sheet_rows,
        };
        writer.add_sheet()?;
        Ok(writer)
    }

    fn add_sheet(&mut self) -> Result<(), WriteError> {
        self.sheets += 1;
        let name = if self.sheets == 1 {
            "Payees".to_owned()
        } else {
            format!("Payees {}", self.sheets)
        };
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, header) in (0..).zip(self.headers.iter().map(String::as_str).chain(ADDED_COLUMNS)) {
            sheet.write_string_with_format(0, column, cut(header), &self.formats.header)?;
        }
        self.next = 1;
        Ok(())
    }

    pub(crate) fn write(&mut self, line: &Line<'_>) -> Result<(), WriteError> {
        if self.next == self.sheet_rows {
            self.add_sheet()?;
        }
        let (row, columns) = (self.next, self.headers.len());
        self.next += 1;
        let mut cells = Cells {
            sheet: self.workbook.worksheet_from_index(self.sheets - 1)?,
            formats: &self.formats,
            neutralize: self.neutralize,
            row,
            column: 0,
        };
        for column in 0..columns {
            cells.copy(line.row, column)?;
        }
        for value in line.added {
            match value {
                Value::Text(text) => cells.text(text)?,
                Value::Probability(probability) => cells.number(rounded(*probability))?,
                Value::Empty => cells.column += 1,
            }
        }
        for column in columns..line.row.len() {
            cells.copy(line.row, column)?;
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<W, WriteError> {
        self.workbook.save_to_writer(&mut self.out)?;
        Ok(self.out)
    }
}

/// How cells look.
struct Formats {
    header: Format,
    date: Format,
    time: Format,
    /// With Excel's own apostrophe.
    quoted: Format,
}

impl Formats {
    fn new() -> Self {
        Self {
            header: Format::new().set_bold(),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            time: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            quoted: Format::new().set_quote_prefix(),
        }
    }
}

/// The cells of one row of a sheet, written one behind the other.
struct Cells<'a> {
    sheet: &'a mut Worksheet,
    formats: &'a Formats,
    neutralize: bool,
    row: u32,
    column: u16,
}

impl Cells<'_> {
    /// A cell of the file, as what it was.
    fn copy(&mut self, row: &Row, column: usize) -> Result<(), WriteError> {
        let text = row.cell(column);
        match row.kind(column) {
            CellKind::Number if let Ok(number) = text.parse() => self.number(number),
            CellKind::Boolean => {
                self.sheet.write_boolean(self.row, self.column, text == "TRUE")?;
                self.column += 1;
                Ok(())
            }
            CellKind::Date if let Ok(date) = ExcelDateTime::parse_from_str(text) => {
                let format = if text.contains('T') {
                    &self.formats.time
                } else {
                    &self.formats.date
                };
                self.sheet
                    .write_datetime_with_format(self.row, self.column, date, format)?;
                self.column += 1;
                Ok(())
            }
            _ => self.text(text),
        }
    }

    fn text(&mut self, text: &str) -> Result<(), WriteError> {
        if self.neutralize && is_run(text) {
            self.sheet
                .write_string_with_format(self.row, self.column, cut(text), &self.formats.quoted)?;
        } else if !text.is_empty() {
            self.sheet.write_string(self.row, self.column, cut(text))?;
        }
        self.column += 1;
        Ok(())
    }

    fn number(&mut self, number: f64) -> Result<(), WriteError> {
        self.sheet.write_number(self.row, self.column, number)?;
        self.column += 1;
        Ok(())
    }
}

/// The text as far as a cell of a workbook holds it, with a word at its end when it is not whole.
fn cut(text: &str) -> Cow<'_, str> {
    let before = |most: usize| {
        let mut units = 0;
        text.char_indices()
            .find(|(_, c)| {
                units += c.len_utf16();
                units > most
            })
            .map(|(end, _)| &text[..end])
    };
    match before(CELL_UNITS) {
        None => Cow::Borrowed(text),
        Some(whole) => Cow::Owned(before(CELL_UNITS - CUT.chars().count()).unwrap_or(whole).to_owned() + CUT),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    fn added() -> [Value; ADDED_COLUMNS.len()] {
        let mut added = [const { Value::Empty }; ADDED_COLUMNS.len()];
        added[0] = Value::Text("business".to_owned());
        added[1] = Value::Probability(0.5);
        added
    }

    fn written(headers: &[&str], rows: &[Row], neutralize: bool, sheet_rows: u32) -> Vec<u8> {
        let headers: Vec<String> = headers.iter().map(|&header| header.to_owned()).collect();
        let out = Cursor::new(Vec::new());
        let mut writer = XlsxWriter::with_sheet_rows(&headers, neutralize, out, sheet_rows).expect("the writer begins");
        for row in rows {
            let added = &added();
            writer.write(&Line { row, added }).expect("a line is written");
        }
        writer.finish().expect("the writer ends").into_inner()
    }

    fn row(cells: &[(&str, CellKind)]) -> Row {
        let mut row = Row::new(2);
        for (cell, kind) in cells {
            row.push_kind(cell, *kind);
        }
        row
    }

    fn opened(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
        Xlsx::new(Cursor::new(bytes)).expect("a workbook")
    }

    #[test]
    fn a_workbook_holds_texts_and_numbers_and_no_formula() {
        let rows = [row(&[("=SUM(A1)", CellKind::Text)])];
        let mut workbook = opened(written(&["Name"], &rows, true, SHEET_ROWS));
        let range = workbook.worksheet_range("Payees").expect("the sheet");
        assert_eq!(range.get((1, 0)), Some(&Data::String("=SUM(A1)".to_owned())));
        assert_eq!(range.get((1, 2)), Some(&Data::Float(0.5)));
        let formulas = workbook.worksheet_formula("Payees").expect("the sheet");
        assert_eq!(formulas.used_cells().count(), 0);
    }

    #[test]
    fn cells_of_a_workbook_stay_what_they_were() {
        let cells = [
            ("00123", CellKind::Text),
            ("-1234.5", CellKind::Number),
            ("TRUE", CellKind::Boolean),
            ("2026-01-31", CellKind::Date),
            ("2026-01-31T13:30:00", CellKind::Date),
            ("0001-01-01", CellKind::Date),
        ];
        let headers = ["a", "b", "c", "d", "e", "f"];
        let mut workbook = opened(written(&headers, &[row(&cells)], true, SHEET_ROWS));
        let range = workbook.worksheet_range("Payees").expect("the sheet");
        let cell = |column| range.get((1, column)).expect("a cell");
        assert_eq!(cell(0), &Data::String("00123".to_owned()));
        assert_eq!(cell(1), &Data::Float(-1234.5));
        assert_eq!(cell(2), &Data::Bool(true));
        for (column, days) in [(3, 46_053.0), (4, 46_053.562_5)] {
            let Data::DateTime(date) = cell(column) else {
                panic!("{:?} is no date", cell(column));
            };
            assert!((date.as_f64() - days).abs() < 1e-9, "{date:?}");
        }
        assert_eq!(cell(5), &Data::String("0001-01-01".to_owned()), "before Excel's time");
    }

    #[test]
    fn what_editing_would_make_a_formula_is_marked_unless_told_not_to() {
        let marks = |neutralize| {
            let rows = [row(&[("=SUM(A1)", CellKind::Text), ("-5", CellKind::Text)])];
            let bytes = written(&["a", "b"], &rows, neutralize, SHEET_ROWS);
            let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
            let mut part = |name: &str| {
                let mut text = String::new();
                let mut part = archive.by_name(name).expect("the part");
                part.read_to_string(&mut text).expect("it is text");
                text
            };
            let is_known = part("xl/styles.xml").contains("quotePrefix=\"1\"");
            let sheet = part("xl/worksheets/sheet1.xml");
            let styled = ["A2", "B2"].map(|cell| sheet.contains(&format!("<c r=\"{cell}\" s=")));
            (is_known, styled)
        };
        assert_eq!(marks(true), (true, [true, false]));
        assert_eq!(marks(false).1, [false, false]);
    }

    #[test]
    fn a_workbook_goes_on_in_another_sheet() {
        let rows = ["a", "b", "c"].map(|name| row(&[(name, CellKind::Text)]));
        let mut workbook = opened(written(&["Name"], &rows, true, 3));
        let second = workbook.worksheet_range("Payees 2").expect("the second sheet");
        assert_eq!(second.get((1, 0)), Some(&Data::String("c".to_owned())));
        assert_eq!(second.get((0, 0)), Some(&Data::String("Name".to_owned())));
    }

    #[test]
    fn long_texts_are_cut_at_the_limit_of_a_cell() {
        let long = "😀".repeat(20_000);
        let short = cut(&long);
        assert!(short.ends_with("😀… [cut]") && short.encode_utf16().count() <= CELL_UNITS);
        assert_eq!(cut("short"), "short");
    }
}
