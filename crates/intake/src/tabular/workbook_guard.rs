//! Looks through a workbook before it is opened: the library that reads it holds several parts in memory and trusts
//! what they say of themselves, while a few kilobytes can unpack to gigabytes.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Seek},
    path::Path,
};

use zip::{ZipArchive, result::ZipError};

use super::{Error, Limits, cell_bound::CellBound};

/// First bytes of any zip archive that has parts.
pub(super) const ZIP_MAGIC: &[u8] = b"PK\x03\x04";
/// Signature of an entry in the archive's directory.
const DIRECTORY_ENTRY: &[u8] = b"PK\x01\x02";
/// Within so many bytes the text table says how many entries it has.
const TABLE_HEAD_BYTES: usize = 4_096;

/// Refuses an archive with too many parts, with parts that unpack to too much, with a piece of text that is too long,
/// or with a text table that claims more entries than it has bytes. Unpacks every part once and keeps nothing.
pub(super) fn check(path: &Path, limits: &Limits) -> Result<(), Error> {
    let mut file = BufReader::new(File::open(path).map_err(Error::Read)?);
    if count_directory_entries(&mut file).map_err(Error::Read)? > limits.workbook_parts {
        return Err(Error::NotATable("a packed archive with too many parts"));
    }
    file.rewind().map_err(Error::Read)?;
    let mut archive = ZipArchive::new(file).map_err(explain)?;
    let mut left_bytes = limits.unpacked_bytes;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(explain)?;
        let name = part.name().map_err(explain)?.to_lowercase();
        let limit_bytes = limit_of(&name, limits).min(left_bytes);
        // What the archive says of itself may be wrong, but need not be unpacked to be refused.
        if part.size() > limit_bytes {
            return Err(too_large(&name, limit_bytes));
        }
        left_bytes -= check_part(part, &name, limit_bytes, limits.row_bytes)?;
    }
    Ok(())
}

/// Sheets are read as a stream, pictures are not read, all else is held in memory.
fn limit_of(name: &str, limits: &Limits) -> u64 {
    if is_text_table(name) {
        limits.shared_strings_bytes
    } else if name.contains("worksheets/") || name.contains("media/") {
        limits.unpacked_bytes
    } else {
        limits.workbook_part_bytes
    }
}

fn is_text_table(name: &str) -> bool {
    name.ends_with("sharedstrings.xml")
}

/// Unpacks one part; gives its size.
fn check_part(part: impl Read, name: &str, limit_bytes: u64, cell_bytes: usize) -> Result<u64, Error> {
    let has_cells = is_text_table(name) || name.contains("worksheets/");
    let mut bound = CellBound::new(cell_bytes);
    let mut part = BufReader::with_capacity(1 << 16, part);
    let mut table_head = Vec::new();
    let mut size = 0_u64;
    loop {
        let chunk = part.fill_buf().map_err(|error| Error::Damaged(error.to_string()))?;
        if chunk.is_empty() {
            break;
        }
        let length = chunk.len();
        size += length as u64;
        if size > limit_bytes {
            return Err(too_large(name, limit_bytes));
        }
        if has_cells && !bound.feed(chunk) {
            return Err(Error::UnpacksTooLarge {
                part: format!("A cell in the part {name}"),
                limit_bytes: cell_bytes as u64,
            });
        }
        if table_head.len() < TABLE_HEAD_BYTES {
            table_head.extend_from_slice(&chunk[..length.min(TABLE_HEAD_BYTES)]);
        }
        part.consume(length);
    }
    if is_text_table(name) && claimed_entries(&table_head).is_none_or(|entries| entries > size) {
        return Err(Error::Damaged(
            "the text table claims more entries than it has".to_owned(),
        ));
    }
    Ok(size)
}

fn too_large(name: &str, limit_bytes: u64) -> Error {
    Error::UnpacksTooLarge {
        part: format!("The part {name}"),
        limit_bytes,
    }
}

/// How many entries a text table says it has, 0 if it does not say; nothing if that can't be told.
fn claimed_entries(head: &[u8]) -> Option<u64> {
    let head = String::from_utf8_lossy(head);
    let table = &head[head.find("sst")?..];
    let tag = &table[..table.find('>')?];
    let Some((_, claim)) = tag.split_once("uniqueCount") else {
        return Some(0);
    };
    let digits = claim.trim_start_matches(|c: char| c == '=' || c == '"' || c == '\'' || c.is_whitespace());
    digits.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

fn count_directory_entries(file: &mut impl BufRead) -> io::Result<usize> {
    let mut count = 0;
    let mut matched = 0;
    loop {
        let chunk = file.fill_buf()?;
        if chunk.is_empty() {
            return Ok(count);
        }
        for &byte in chunk {
            matched = match byte {
                _ if byte == DIRECTORY_ENTRY[matched] => matched + 1,
                b'P' => 1,
                _ => 0,
            };
            if matched == DIRECTORY_ENTRY.len() {
                count += 1;
                matched = 0;
            }
        }
        let length = chunk.len();
        file.consume(length);
    }
}

fn explain(error: ZipError) -> Error {
    match error {
        ZipError::Io(error) => Error::Damaged(error.to_string()),
        error => Error::Damaged(error.to_string()),
    }
}
