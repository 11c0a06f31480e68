use std::{fmt::Write as _, io::Write};

use ColumnField as F;
use contract::validate::NAME_MAX_CHARS;
use encoding_rs::{UTF_8, WINDOWS_1252};
use flate2::{Compression, write::GzEncoder};

use super::*;

fn utf16(text: &str, little: bool, mark: bool) -> Vec<u8> {
    let mark = mark.then_some('\u{feff}');
    let units = mark.into_iter().chain(text.chars()).collect::<String>();
    units
        .encode_utf16()
        .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
        .collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

#[test]
fn every_encoding_reads_the_same() {
    let text = "id;name;city\n1;Müller & Söhne;Köln\n2;Café Crème;Orléans\n";
    let files = [
        text.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        utf16(text, true, true),
        utf16(text, false, true),
        utf16(text, true, false),
        utf16(text, false, false),
        WINDOWS_1252.encode(text).0.into_owned(),
    ];
    for bytes in files {
        let names = names(&TestFile::new(&bytes).table());
        assert_eq!(names, ["Müller & Söhne", "Café Crème"], "{:?}", &bytes[..8]);
    }
}

#[test]
fn one_accent_far_down_decides_the_encoding() {
    let mut text = "id,name\n".to_owned();
    for id in 0..20_000 {
        writeln!(text, "{id},Plain Name {id}").unwrap();
    }
    text.push_str("20000,Café\n");
    let windows = TestFile::new(WINDOWS_1252.encode(&text).0);
    let utf8 = TestFile::new(&text);
    assert_eq!(names(&windows.table()).last().unwrap(), "Café");
    assert_eq!(names(&utf8.table()).last().unwrap(), "Café");
}

#[test]
fn a_few_cut_characters_do_not_garble_a_file_of_utf8() {
    let mut bytes = "name,city\nÅre Möbler,Malmö\nBjörk,Umeå\n".as_bytes().to_vec();
    bytes.extend_from_slice(b"Cut\xc3,Oslo\n");
    let file = TestFile::new(bytes);
    let table = file.table();
    assert_eq!(names(&table)[..2], ["Åre Möbler", "Björk"]);
    assert!(
        table.warnings()[0].starts_with("1 characters are not valid in UTF-8"),
        "{:?}",
        table.warnings()
    );
}

#[test]
fn a_long_character_across_buffers_stays_whole() {
    // The buffer is 64 KiB; the two-byte letters start at an odd offset.
    let name = format!("x{}", "é".repeat(500));
    let text = format!("name\n{}", format!("{name}\n").repeat(400));
    let file = TestFile::new(&text);
    let names = names(&file.table());
    assert_eq!(names.len(), 400);
    assert!(names.iter().all(|read| *read == name));
}

#[test]
fn empty_files_are_refused() {
    for bytes in ["", "\n\r\n\n", "\u{feff}", " \n,,\n"] {
        assert!(
            matches!(TestFile::new(bytes).try_table(), Err(Error::Empty)),
            "{bytes:?}"
        );
    }
}

#[test]
fn other_formats_are_named() {
    for (bytes, what) in [
        (&b"%PDF-1.7\n"[..], "a PDF document"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel 97"),
        (b"\x01\x02\x03\x04\x05\x06\x07\x08\x01\x02\x03", "not text"),
    ] {
        let error = TestFile::new(bytes).try_table().unwrap_err();
        assert!(error.to_string().contains(what), "{error}");
        assert!(error.in_words().contains("Upload a CSV"), "{error}");
    }
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_does() {
    let file = TestFile::new("id,name\r\n1,\"two\r\nlines\"\r\n\r\n\r\n2,b\r\n3,c");
    assert_eq!(
        cells(&file.table()),
        [row(2, &["1", "two\r\nlines"]), row(5, &["2", "b"]), row(6, &["3", "c"])]
    );
    let file = TestFile::new("\nid,name\r1,a\r\r2,b\r");
    assert_eq!(cells(&file.table()), [row(3, &["1", "a"]), row(5, &["2", "b"])]);
}

#[test]
fn work_goes_on_behind_a_row() {
    let file = TestFile::new("id,name\n1,a\n2,b\n3,c\n");
    let table = file.table();
    let numbers: Vec<_> = table
        .rows()
        .unwrap()
        .behind(3)
        .map(|row| row.unwrap().number())
        .collect();
    assert_eq!(numbers, [4]);
    assert_eq!(table.rows().unwrap().behind(0).count(), 3);
    assert_eq!(table.count_rows().unwrap(), 3);
}

#[test]
fn one_endless_line_is_refused_in_bounded_memory() {
    let limits = Limits::default();
    let line = vec![b'x'; limits.row_bytes * 3];
    for bytes in [
        line.clone(),
        [b"name\n".as_slice(), &line].concat(),
        [b"name\n\"".as_slice(), &line].concat(),
    ] {
        let file = TestFile::new(bytes);
        let error = file.try_table().unwrap_err();
        let Error::RowTooLong { row, limit_bytes } = error else {
            panic!("{error}")
        };
        assert!(row <= 2 && limit_bytes == limits.row_bytes);
    }
    let packed = TestFile::new(gzip(&line));
    assert!(matches!(packed.try_table(), Err(Error::RowTooLong { row: 1, .. })));
}

#[test]
fn names_with_commas_in_a_file_of_one_column_stay_whole() {
    let file = TestFile::new("Name\nSmith, John\nZenith Widgets, Inc.\n");
    let table = Table::open(&file.path, &Limits::default()).unwrap();
    assert_eq!(
        (table.headers(), table.format_in_words().as_str()),
        (&["Name".to_owned()][..], "text, one column, UTF-8")
    );
    let names: Vec<String> = table
        .rows()
        .unwrap()
        .map(|row| row.unwrap().cell(0).to_owned())
        .collect();
    assert_eq!(names, ["Smith, John", "Zenith Widgets, Inc."]);
}

#[test]
fn what_stands_above_the_names_of_the_columns_is_left_out() {
    for above in ["sep=;\n", "Open items\n\n", "Open items;\nMarch 2026\n"] {
        let file = TestFile::new(format!("{above}Vendor Name;City\nAcme, Inc;Rome\n"));
        let table = Table::open(&file.path, &Limits::default()).unwrap();
        assert_eq!(table.headers(), ["Vendor Name", "City"], "{above}");
        assert_eq!(table.warnings().len(), 1, "{:?}", table.warnings());
        let rows: Vec<_> = table
            .rows()
            .unwrap()
            .map(|row| row.unwrap().cell(0).to_owned())
            .collect();
        assert_eq!(rows, ["Acme, Inc"], "{above}");
    }
}

#[test]
fn too_many_cells_are_refused() {
    let file = TestFile::new(format!("name,city\n{}\n", ",".repeat(20_000)));
    let limits = Limits {
        row_cells: 1_000,
        ..Limits::default()
    };
    let error = Table::open(&file.path, &limits).unwrap_err();
    assert!(matches!(error, Error::TooManyCells { row: 2, limit: 1_000 }), "{error}");
}

#[test]
fn what_unpacks_to_too_much_is_refused() {
    let limits = Limits {
        unpacked_bytes: 100_000,
        ..Limits::default()
    };
    let file = TestFile::new(gzip("name\n".repeat(30_000).as_bytes()));
    let error = Table::open(&file.path, &limits).unwrap_err();
    assert!(
        matches!(
            error,
            Error::UnpacksTooLarge {
                limit_bytes: 100_000,
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn packed_text_reads_as_if_unpacked() {
    let packed = gzip("id,name\n1,Acme\n".as_bytes());
    assert_eq!(names(&TestFile::new(&packed).table()), ["Acme"]);
    let error = TestFile::new(&packed[..packed.len() - 9]).try_table().unwrap_err();
    assert!(matches!(error, Error::Damaged(_)), "{error}");
}

#[test]
fn an_unclosed_quotation_mark_is_named_with_its_row() {
    let file = TestFile::new("id,name\n1,a\n2,\"b\n3,c\n4,d\n");
    let error = file.try_table().unwrap_err();
    assert!(matches!(error, Error::UnclosedQuote { row: 3 }), "{error}");
    assert_eq!(error.row(), Some(3));
}

#[test]
fn quotation_marks_within_words_are_text() {
    let file = TestFile::new("id,name\n1,5\" Pipes Ltd\n2,\"The \"\"Best\"\" Co\"\n");
    assert_eq!(names(&file.table()), ["5\" Pipes Ltd", "The \"Best\" Co"]);
}

#[test]
fn short_rows_are_taken_and_long_ones_reported() {
    let file = TestFile::new("id,name,city\n1,a\n2,Smith, John,Rome\n3,c,Oslo,,,\n");
    let rows = mapped(&file.table());
    assert_eq!(rows[0].as_ref().unwrap().city, "");
    let problem = rows[1].as_ref().unwrap_err();
    assert_eq!(problem.row, 3);
    assert!(
        problem
            .message
            .starts_with("The row has 4 cells, but the file has 3 columns."),
        "{}",
        problem.message
    );
    assert_eq!(rows[2].as_ref().unwrap().city, "Oslo");
}

#[test]
fn long_names_nul_and_missing_names_are_reported_with_row_and_column() {
    let long = "é".repeat(NAME_MAX_CHARS + 1);
    let fits = "é".repeat(NAME_MAX_CHARS);
    let file = TestFile::new(format!(
        "id,Vendor Name,note\n1,{long},\n2,{fits},\n3,a\0b,\n4,,x\n5,ok,\0\n"
    ));
    let rows = mapped(&file.table());
    for (index, number, message) in [
        (
            0,
            2,
            "The cell has 1001 characters, at most 1000 are taken. The row was left out.",
        ),
        (2, 4, "The cell has a NUL character. The row was left out."),
        (3, 5, "The name is empty. The row was left out."),
    ] {
        let problem = rows[index].as_ref().unwrap_err();
        assert_eq!((problem.row, problem.message.as_str()), (number, message));
        assert_eq!(problem.column.as_deref(), Some("Vendor Name"));
    }
    assert_eq!(rows[1].as_ref().unwrap().name, fits);
    assert_eq!(rows[4].as_ref().unwrap().name, "ok");
}

#[test]
fn right_to_left_and_combining_characters_are_kept() {
    let arabic = "شركة \u{200f}النور";
    let combined = "Cafe\u{301} Zoe\u{308}";
    let file = TestFile::new(format!("name\n{arabic}\n{combined}\n"));
    assert_eq!(names(&file.table()), [arabic, combined]);
}

#[test]
fn formulas_are_text() {
    let file = TestFile::new("name,amount\n=HYPERLINK(1),-5\n+Plus Ltd,3\n@at,4\n");
    assert_eq!(names(&file.table()), ["=HYPERLINK(1)", "+Plus Ltd", "@at"]);
}

#[test]
fn line_breaks_within_a_name_become_spaces() {
    let file = TestFile::new("id,name\n1,\"  Acme \n\t Ltd \"\n");
    assert_eq!(names(&file.table()), ["Acme Ltd"]);
}

#[test]
fn columns_are_understood_by_their_names() {
    let file = TestFile::new(
        "Vendor,Vendor Name,Address 1,Address 2,City,ST,Zip,Country,EIN,IBAN,Phone\n\
         10045,Acme,1 Main St,Suite 2,Macon,GA,31201,US,80-4750820,,555\n",
    );
    let table = file.table();
    assert_eq!(
        fields(&table),
        [
            Some(F::ExternalId),
            Some(F::Name),
            Some(F::Address),
            Some(F::Address),
            Some(F::City),
            Some(F::State),
            Some(F::Postcode),
            Some(F::Country),
            Some(F::TaxId),
            Some(F::Iban),
            None
        ]
    );
    assert_eq!(mapped(&table)[0].as_ref().unwrap().address, "1 Main St, Suite 2");
}

#[test]
fn columns_without_names_are_understood_by_their_cells() {
    let file = TestFile::new(
        "Acme Industrial Ltd,GB82WEST12345698765432,80-4750820\nJane Doe & Sons,DE89370400440532013000,12-3456789\n",
    );
    let table = file.table();
    assert_eq!(table.header_row(), None);
    assert_eq!(table.headers(), ["Column 1", "Column 2", "Column 3"]);
    assert_eq!(fields(&table), [Some(F::Name), Some(F::Iban), Some(F::TaxId)]);
    assert_eq!(cells(&table)[0].0, 1);
}

#[test]
fn a_header_without_a_name_column_asks_a_person() {
    let file = TestFile::new("id,phone,city\n1,555,Rome\n2,556,Oslo\n");
    let table = file.table();
    let fault = RowReader::new(&propose(&table), table.headers()).unwrap_err();
    assert_eq!(fault, MappingFault::NoName);
    assert!(crate::Error::from(fault).problem().field("mapping").is_some());
}

#[test]
fn mappings_that_do_not_fit_are_refused() {
    let headers = ["a".to_owned(), "b".to_owned()];
    let fault = |fields: &[Option<F>]| {
        RowReader::new(&contract::ColumnMapping(fields.to_vec()), &headers)
            .map(drop)
            .unwrap_err()
    };
    assert_eq!(
        fault(&[Some(F::Name)]),
        MappingFault::WrongLength { columns: 2, given: 1 }
    );
    assert_eq!(fault(&[Some(F::Name), Some(F::Name)]), MappingFault::Twice(F::Name));
}

#[test]
fn doubled_headers_are_told_apart_with_a_warning() {
    let table = TestFile::new("name,name,city\na,b,c\n").table();
    assert_eq!(table.headers(), ["name", "name (2)", "city"]);
    assert!(
        table
            .warnings()
            .iter()
            .any(|warning| warning.contains("Two columns are called"))
    );
    assert_eq!(fields(&table), [Some(F::Name), None, Some(F::City)]);
}

#[test]
fn header_keys_tell_column_sets_apart() {
    let key = |text: &str| header_key(&TestFile::new(text).table());
    assert_eq!(key("ID,Name\n1,a\n"), key("id, name\n7,zz\n"));
    assert_ne!(key("id,name\n1,a\n"), key("id,name,city\n1,a,b\n"));
    assert_eq!(key("Acme Ltd\nDoe Inc\n"), None);
}

#[test]
fn previews_are_as_wide_as_the_header_and_cut() {
    let table = TestFile::new(format!("name,city\n{}\nb,c,,\n", "x".repeat(500))).table();
    let rows = table.preview_rows();
    assert_eq!(rows[0][0].len(), 200);
    assert_eq!(rows[1], ["b", "c"]);
    assert_eq!(table.format_in_words(), format!("CSV, comma, {}", UTF_8.name()));
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        let file = TestFile::new(&bytes);
        if let Ok(table) = file.try_table() {
            let rows: Result<Vec<Row>, Error> = table.rows().unwrap().collect();
            if let (Ok(rows), Ok(reader)) = (rows, RowReader::new(&propose(&table), table.headers())) {
                let taken = rows.iter().filter(|row| matches!(reader.read(row), Ok(Some(_)))).count();
                proptest::prop_assert!(taken <= rows.len());
            }
        }
    }

    #[test]
    fn what_a_csv_writer_writes_is_read_back(
        rows in proptest::collection::vec(proptest::collection::vec("([^\\p{Cc}]|[\r\n\t]){0,12}", 3), 1..20)
    ) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["name", "city", "country"]).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let file = TestFile::new(writer.into_inner().unwrap());
        let read: Vec<Vec<String>> = cells(&file.table()).into_iter().map(|(_, cells)| cells).collect();
        proptest::prop_assert_eq!(read, rows);
    }
}

#[test]
fn a_header_that_says_name_is_the_name_whatever_is_below() {
    for file in ["name,city\n=1+1,Leeds\n", "Vendor Name,city\n4711,Leeds\n4712,York\n"] {
        let table = TestFile::new(file).table();
        assert_eq!(fields(&table)[0], Some(F::Name), "{file}");
    }
    let table = TestFile::new("vendor,city\n4711,Leeds\n4712,York\n").table();
    assert_eq!(fields(&table)[0], Some(F::ExternalId));
}

#[test]
fn the_header_is_also_kept_as_it_stands() {
    let table = TestFile::new("name,,Name, name ,city\nAcme,1,2,3,Leeds\n").table();
    assert_eq!(table.given_headers(), ["name", "", "Name", " name ", "city"]);
    let without = TestFile::new("Acme Ltd\nJane Doe\n").table();
    assert_eq!(without.given_headers(), ["Column 1"]);
}
