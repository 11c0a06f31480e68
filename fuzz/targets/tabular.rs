//! Whatever an uploaded file holds: it is read to its end or refused, without a panic, in bounded time and memory.
#![no_main]

use std::io::Write;

use intake::tabular::{Limits, RowReader, Table, propose};
use libfuzzer_sys::fuzz_target;

/// Small, so that the bounds are met often.
const LIMITS: Limits = Limits {
    row_bytes: 4 << 10,
    row_cells: 64,
    unpacked_bytes: 1 << 20,
    shared_strings_bytes: 64 << 10,
    workbook_part_bytes: 64 << 10,
    workbook_parts: 64,
};

fuzz_target!(|bytes: &[u8]| {
    let mut file = tempfile::NamedTempFile::new().expect("the temporary folder can be written to");
    file.write_all(bytes).expect("the disk has room");
    let Ok(table) = Table::open(file.path(), &LIMITS) else {
        return;
    };
    assert!(!table.format_in_words().is_empty());
    let Ok(rows) = table.rows() else { return };
    let reader = RowReader::new(&propose(&table), table.headers());
    for row in rows {
        // A file may break off anywhere; what comes before is good.
        let Ok(row) = row else { break };
        if let Ok(reader) = &reader {
            reader.read(&row).ok();
        }
    }
});
