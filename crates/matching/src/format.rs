//! The layout of an index file: a header, a table of sections, the sections.
//!
//! ```text
//! magic (8) │ format version u32 │ CRC-32 of the table u32 │ table │ sections …
//! table: CRC-32 of the sections u32 │ suppliers u32 │ names u32 │ end of each section u64 …
//! ```
//!
//! All numbers are little-endian. Sections follow each other without padding; nothing in them needs alignment.

use std::{
    io::{self, Seek, SeekFrom, Write},
    ops::Range,
};

use crate::Error;

const MAGIC: [u8; 8] = *b"VOUCHSUP";
/// Raised with every change of the layout *or of the normalization*, both make older files unusable.
const FORMAT_VERSION: u32 = 5;
const PREFIX: usize = 16;
const TABLE: usize = 12 + 8 * Section::COUNT;

/// The parts of an index, in file order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    /// 16 bytes a supplier, ascending.
    Ids,
    /// `u32` ends of the records, from 0.
    RecordEnds,
    /// Records as the master has them, see [`crate::stored_record`].
    Records,
    /// `u32` first name of each supplier, and the number of names.
    FirstNames,
    /// `u32` supplier of each name.
    NameOwners,
    /// `u32` ends of the words of each name, from 0.
    NameWordEnds,
    /// Per name: legal form (1 byte), then varints `word << 2 | segment`.
    NameWords,
    /// `u32` ends of the texts of the words, from 0; words ascend.
    WordEnds,
    /// The texts of the words.
    WordTexts,
    /// `u32` ends of the posting list of each word, from 0.
    WordListEnds,
    /// Posting lists: varint count, then varint gaps of name numbers.
    WordLists,
    /// `u32` first entry of each bucket of the misspellings, and the number of entries.
    MisspellingBuckets,
    /// `u32` fingerprint of a word with a letter left out and `u32` word, ascending.
    MisspellingEntries,
    /// 1 byte a name: the norm of its trigram weights, see [`crate::grams::quantize_norm`].
    NameNorms,
    /// `u32` codes of the trigrams that occur, ascending.
    GramCodes,
    /// `u32` ends of the posting list of each trigram, from 0.
    GramListEnds,
    /// As [`Section::WordLists`].
    GramLists,
    /// `u32` first entry of each bucket of the key map, and the number of entries.
    KeyBuckets,
    /// `u32` fingerprint and `u32` name, ascending.
    KeyEntries,
    /// `u32` hash and `u32` number of suppliers of each city, ascending.
    Cities,
}

impl Section {
    const COUNT: usize = Self::Cities as usize + 1;
}

/// Where the sections of an open index are.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    pub(crate) suppliers: u32,
    pub(crate) names: u32,
    ends: [usize; Section::COUNT],
}

impl Layout {
    /// Reads and verifies the header and the checksum of a whole file.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Error> {
        let start = PREFIX + TABLE;
        if bytes.len() < start {
            return Err(Error::Corrupt("the file is shorter than its header"));
        }
        let u32_at = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
        if bytes[..8] != MAGIC {
            return Err(Error::Corrupt("the file is not a supplier index"));
        }
        if u32_at(8) != FORMAT_VERSION {
            return Err(Error::Corrupt("the file has another format version"));
        }
        if u32_at(12) != crc32fast::hash(&bytes[PREFIX..start]) {
            return Err(Error::Corrupt("the header has a wrong checksum"));
        }
        let mut ends = [0; Section::COUNT];
        for (index, end) in ends.iter_mut().enumerate() {
            let at = PREFIX + 12 + 8 * index;
            let value = u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight bytes"));
            *end = usize::try_from(value).map_err(|_| Error::Corrupt("a section ends beyond the address space"))?;
        }
        if !ends.is_sorted() || ends[0] < start || ends[Section::COUNT - 1] != bytes.len() {
            return Err(Error::Corrupt("the file is truncated or too long"));
        }
        if u32_at(PREFIX) != crc32fast::hash(&bytes[start..]) {
            return Err(Error::Corrupt("the contents have a wrong checksum"));
        }
        Ok(Self {
            suppliers: u32_at(PREFIX + 4),
            names: u32_at(PREFIX + 8),
            ends,
        })
    }

    pub(crate) fn range(&self, section: Section) -> Range<usize> {
        let index = section as usize;
        let start = if index == 0 {
            PREFIX + TABLE
        } else {
            self.ends[index - 1]
        };
        start..self.ends[index]
    }
}

/// Writes sections one after the other, then the header in front of them.
pub(crate) struct FormatWriter<W> {
    out: W,
    checksum: crc32fast::Hasher,
    at: u64,
    ends: Vec<u64>,
}

impl<W: Write + Seek> FormatWriter<W> {
    pub(crate) fn new(mut out: W) -> io::Result<Self> {
        out.write_all(&[0; PREFIX + TABLE])?;
        Ok(Self {
            out,
            checksum: crc32fast::Hasher::new(),
            at: (PREFIX + TABLE) as u64,
            ends: Vec::new(),
        })
    }

    /// Appends to the section being written.
    pub(crate) fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.checksum.update(bytes);
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }

    pub(crate) fn put_u32s(&mut self, values: impl IntoIterator<Item = u32>) -> io::Result<()> {
        let mut buffer = Vec::with_capacity(4096);
        for value in values {
            buffer.extend_from_slice(&value.to_le_bytes());
            if buffer.len() >= 4092 {
                self.put(&buffer)?;
                buffer.clear();
            }
        }
        self.put(&buffer)
    }

    /// Ends the section being written; they must come in the order of [`Section`].
    pub(crate) fn end(&mut self, section: Section) {
        assert_eq!(self.ends.len(), section as usize, "sections are written in their order");
        self.ends.push(self.at);
    }

    /// Writes the header; gives the writer back and the number of bytes.
    pub(crate) fn finish(mut self, suppliers: u32, names: u32) -> io::Result<(W, u64)> {
        let mut table = Vec::with_capacity(TABLE);
        table.extend_from_slice(&self.checksum.finalize().to_le_bytes());
        table.extend_from_slice(&suppliers.to_le_bytes());
        table.extend_from_slice(&names.to_le_bytes());
        for end in &self.ends {
            table.extend_from_slice(&end.to_le_bytes());
        }
        self.out.seek(SeekFrom::Start(0))?;
        self.out.write_all(&MAGIC)?;
        self.out.write_all(&FORMAT_VERSION.to_le_bytes())?;
        self.out.write_all(&crc32fast::hash(&table).to_le_bytes())?;
        self.out.write_all(&table)?;
        self.out.flush()?;
        Ok((self.out, self.at))
    }
}
