use std::io::{Cursor, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;

fn workbook(fill: impl FnOnce(&mut Workbook)) -> TestFile {
    let mut workbook = Workbook::new();
    fill(&mut workbook);
    TestFile::new(workbook.save_to_buffer().unwrap())
}

/// A workbook of one sheet with the given parts in place of ordinary ones.
fn raw_workbook(sheet: &str, strings: Option<&str>) -> TestFile {
    let mut parts = vec![
        (
            "_rels/.rels",
            r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    parts.extend(strings.map(|strings| ("xl/sharedStrings.xml", strings)));
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    TestFile::new(archive.finish().unwrap().into_inner())
}

fn sheet(rows: &str) -> String {
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")
}

fn text_cell(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

#[test]
fn cells_read_as_a_person_sees_them() {
    let file = workbook(|book| {
        let sheet = book.add_worksheet();
        let date = Format::new().set_num_format("yyyy-mm-dd");
        for (column, header) in (0..).zip(["Vendor Name", "Amount", "Since", "Active", "Sum"]) {
            sheet.write(0, column, header).unwrap();
        }
        sheet.write(1, 0, "Müller").unwrap();
        sheet.write(1, 1, 1234.5).unwrap();
        sheet
            .write_with_format(1, 2, ExcelDateTime::from_ymd(2026, 3, 5).unwrap(), &date)
            .unwrap();
        sheet.write(1, 3, true).unwrap();
        sheet.write(1, 4, Formula::new("=1+1").set_result("2")).unwrap();
        sheet.write(4, 0, "Far below").unwrap();
        sheet.write(4, 1, 7).unwrap();
    });
    let table = file.table();
    assert_eq!(table.format_in_words(), "XLSX, sheet “Sheet1”");
    assert_eq!(
        cells(&table),
        [
            row(2, &["Müller", "1234.5", "2026-03-05", "TRUE", "2"]),
            row(5, &["Far below", "7"])
        ]
    );
    assert_eq!(table.count_rows().unwrap(), 2);
    assert_eq!(names(&table), ["Müller", "Far below"]);
}

#[test]
fn the_first_sheet_with_cells_is_read_and_others_are_mentioned() {
    let file = workbook(|book| {
        book.add_worksheet().set_name("Empty").unwrap();
        book.add_worksheet()
            .set_name("Hidden")
            .unwrap()
            .set_hidden(true)
            .write(0, 0, "x")
            .unwrap();
        book.add_worksheet()
            .set_name("Vendors")
            .unwrap()
            .write(0, 0, "Name")
            .unwrap();
        book.add_worksheet().set_name("More").unwrap().write(0, 0, "y").unwrap();
    });
    let table = file.table();
    assert_eq!(table.headers(), ["Name"]);
    assert!(
        table.warnings()[0].contains("Only the sheet “Vendors” is read"),
        "{:?}",
        table.warnings()
    );
}

#[test]
fn many_rows_come_in_order() {
    let file = workbook(|book| {
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "Name").unwrap();
        for row in 1..=1_000 {
            sheet.write(row, 0, format!("Vendor {row}")).unwrap();
        }
    });
    let table = file.table();
    let numbers: Vec<u64> = table
        .rows()
        .unwrap()
        .behind(501)
        .map(|row| row.unwrap().number())
        .collect();
    assert_eq!(numbers, (502..=1_001).collect::<Vec<_>>());
    // A reader that is left half-way ends its thread.
    assert!(table.rows().unwrap().next().unwrap().is_ok());
}

#[test]
fn a_workbook_without_cells_is_empty() {
    let file = workbook(|book| {
        book.add_worksheet();
    });
    assert!(matches!(file.try_table(), Err(Error::NoSheet)));
}

#[test]
fn a_bomb_is_refused_before_it_is_opened() {
    let row = format!("<row r=\"1\">{}</row>", text_cell("A1", "x"));
    let file = raw_workbook(&sheet(&row.repeat(40_000)), None);
    let packed_size = std::fs::metadata(&file.path).unwrap().len();
    let limits = Limits {
        unpacked_bytes: 1_000_000,
        ..Limits::default()
    };
    assert!(packed_size < 50_000, "{packed_size}");
    let error = Table::open(&file.path, &limits).unwrap_err();
    assert!(
        matches!(error, Error::UnpacksTooLarge { limit_bytes, .. } if limit_bytes <= 1_000_000),
        "{error}"
    );
}

#[test]
fn a_text_table_that_is_too_large_is_refused() {
    let strings = format!("<sst>{}</sst>", "<si><t>x</t></si>".repeat(10_000));
    let file = raw_workbook(&sheet(""), Some(&strings));
    let limits = Limits {
        shared_strings_bytes: 10_000,
        ..Limits::default()
    };
    let error = Table::open(&file.path, &limits).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("sharedstrings.xml unpacks to more than 10000 bytes"),
        "{error}"
    );
}

#[test]
fn a_text_table_that_claims_too_much_is_refused() {
    for claim in ["99999999999999", "99999999999999999999999"] {
        let strings = format!("<sst count='1' uniqueCount = \"{claim}\"><si><t>x</t></si></sst>");
        let error = raw_workbook(&sheet(""), Some(&strings)).try_table().unwrap_err();
        assert!(error.to_string().contains("claims more entries"), "{error}");
    }
}

#[test]
fn one_endless_cell_is_refused() {
    let endless = sheet(&format!("<row r=\"1\">{}</row>", text_cell("A1", &"x".repeat(3 << 20))));
    let error = raw_workbook(&endless, None).try_table().unwrap_err();
    assert!(
        matches!(
            error,
            Error::UnpacksTooLarge {
                limit_bytes: 1_048_576,
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn a_row_of_long_cells_is_refused_with_its_number() {
    let long = "x".repeat(600_000);
    let cells = [text_cell("A2", &long), text_cell("B2", &long)].concat();
    let file = raw_workbook(&sheet(&format!("<row r=\"2\">{cells}</row>")), None);
    let error = file.try_table().unwrap_err();
    assert!(matches!(error, Error::RowTooLong { row: 2, .. }), "{error}");
}

#[test]
fn rows_and_cells_out_of_order_are_refused() {
    let one = text_cell("A1", "name");
    for rows in [
        format!("<row r=\"2\">{}</row><row r=\"1\">{one}</row>", text_cell("A2", "x")),
        format!("<row r=\"1\">{}{one}</row>", text_cell("B1", "x")),
    ] {
        let error = raw_workbook(&sheet(&rows), None).try_table().unwrap_err();
        assert!(matches!(error, Error::Damaged(_)), "{error}");
    }
}

#[test]
fn a_cell_beyond_the_last_column_is_refused() {
    let file = raw_workbook(&sheet(&format!("<row r=\"1\">{}</row>", text_cell("ZZZZ1", "x"))), None);
    assert!(file.try_table().is_err());
}

#[test]
fn archives_that_are_no_workbooks_are_refused() {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("readme.txt", SimpleFileOptions::default()).unwrap();
    archive.write_all(b"hello").unwrap();
    let bytes = archive.finish().unwrap().into_inner();
    let error = TestFile::new(&bytes).try_table().unwrap_err();
    assert!(matches!(error, Error::NotATable(_)), "{error}");
    let error = TestFile::new(&bytes[..bytes.len() / 2]).try_table().unwrap_err();
    assert!(matches!(error, Error::Damaged(_)), "{error}");
}

#[test]
fn an_archive_of_too_many_parts_is_refused() {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for part in 0..2_001 {
        archive
            .start_file(part.to_string(), SimpleFileOptions::default())
            .unwrap();
    }
    let error = TestFile::new(archive.finish().unwrap().into_inner())
        .try_table()
        .unwrap_err();
    assert!(error.to_string().contains("too many parts"), "{error}");
}
