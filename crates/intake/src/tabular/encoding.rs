//! Finds out how a text file is encoded, by reading all of it once.
//!
//! The whole file counts, not its beginning: a list whose first accented name stands in row 40,000 is common.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{Error, source::Source};

/// Bytes of the file's beginning that are kept for finding delimiter and header.
const HEAD_BYTES: usize = 1 << 16;
/// Bytes with characters beyond ASCII that are enough to tell legacy encodings apart.
const EVIDENCE_BYTES: usize = 1 << 18;

/// What one reading of a text file tells.
pub(super) struct Scan {
    /// How it is encoded.
    pub(super) encoding: &'static Encoding,
    /// Length of the byte-order mark, 0 without one.
    pub(super) bom_bytes: usize,
    /// Byte sequences that are no characters in that encoding, where that can be known.
    pub(super) invalid_sequences: u64,
    /// The first bytes, without the byte-order mark.
    pub(super) head: Vec<u8>,
    /// Whether `head` is the whole file.
    pub(super) head_is_all: bool,
}

/// Reads `source` to its end. Memory stays bounded whatever the size.
pub(super) fn scan(source: &mut Source) -> Result<Scan, Error> {
    let mut head = vec![0; HEAD_BYTES];
    let filled = source.fill(&mut head)?;
    head.truncate(filled);
    let head_is_all = filled < HEAD_BYTES;
    if head.is_empty() {
        return Err(Error::Empty);
    }
    refuse_other_formats(&head)?;

    let marked = Encoding::for_bom(&head);
    let bom_bytes = marked.map_or(0, |(_, length)| length);
    let mut rest = Rest { source, head_is_all };
    let (encoding, invalid_sequences) = match marked
        .map(|(encoding, _)| encoding)
        .or_else(|| utf16_without_mark(&head))
    {
        Some(encoding) if encoding != UTF_8 => {
            rest.for_each(|_| {})?;
            (encoding, 0)
        }
        known => {
            let mut evidence = Evidence::new();
            evidence.feed(&head[bom_bytes..]);
            rest.for_each(|chunk| evidence.feed(chunk))?;
            evidence.conclude(known.is_some())
        }
    };
    head.drain(..bom_bytes);
    if encoding != UTF_16LE && encoding != UTF_16BE {
        refuse_binary(&head)?;
    }
    Ok(Scan {
        encoding,
        bom_bytes,
        invalid_sequences,
        head,
        head_is_all,
    })
}

/// The part of the file behind its head.
struct Rest<'a> {
    source: &'a mut Source,
    head_is_all: bool,
}

impl Rest<'_> {
    fn for_each(&mut self, mut feed: impl FnMut(&[u8])) -> Result<(), Error> {
        if self.head_is_all {
            return Ok(());
        }
        let mut chunk = vec![0; HEAD_BYTES];
        loop {
            let filled = self.source.fill(&mut chunk)?;
            feed(&chunk[..filled]);
            if filled < chunk.len() {
                return Ok(());
            }
        }
    }
}

/// What speaks for UTF-8 or for a legacy encoding.
struct Evidence {
    detector: EncodingDetector,
    detector_bytes: usize,
    /// The beginning of a character whose end comes with the next chunk.
    tail: Vec<u8>,
    valid_sequences: u64,
    invalid_sequences: u64,
}

impl Evidence {
    fn new() -> Self {
        Self {
            detector: EncodingDetector::new(Iso2022JpDetection::Deny),
            detector_bytes: 0,
            tail: Vec::new(),
            valid_sequences: 0,
            invalid_sequences: 0,
        }
    }

    fn feed(&mut self, chunk: &[u8]) {
        if chunk.is_ascii() && self.tail.is_empty() {
            return;
        }
        if self.detector_bytes < EVIDENCE_BYTES && !chunk.is_ascii() {
            self.detector.feed(chunk, false);
            self.detector_bytes += chunk.len();
        }
        let joined = [self.tail.as_slice(), chunk].concat();
        self.tail.clear();
        let mut bytes = joined.as_slice();
        loop {
            let (valid, error) = match std::str::from_utf8(bytes) {
                Ok(text) => (text.as_bytes(), None),
                Err(error) => (&bytes[..error.valid_up_to()], Some(error)),
            };
            self.valid_sequences += valid.iter().filter(|&&byte| byte >= 0xc2).count() as u64;
            let Some(error) = error else { return };
            let rest = &bytes[valid.len()..];
            let Some(length) = error.error_len() else {
                self.tail.extend_from_slice(rest);
                return;
            };
            self.invalid_sequences += 1;
            bytes = &rest[length..];
        }
    }

    /// The encoding and how many of its sequences are invalid. A file that says it is UTF-8, or nearly is, stays so:
    /// a few cut characters are better replaced than all accents garbled.
    fn conclude(mut self, says_utf8: bool) -> (&'static Encoding, u64) {
        if !self.tail.is_empty() {
            self.invalid_sequences += 1;
        }
        let nearly_utf8 = self.valid_sequences > 4 * self.invalid_sequences;
        if self.invalid_sequences == 0 || says_utf8 || nearly_utf8 {
            return (UTF_8, self.invalid_sequences);
        }
        self.detector.feed(&[], true);
        let guess = self.detector.guess(None, Utf8Detection::Deny);
        // Too few bytes to tell: what Excel writes by default in most of the world.
        let guess = if self.invalid_sequences < 3 && !guess.is_single_byte() {
            WINDOWS_1252
        } else {
            guess
        };
        (guess, 0)
    }
}

/// UTF-16 shows in zeros: Western text has one in every second byte, and any table has them beside its delimiters.
fn utf16_without_mark(head: &[u8]) -> Option<&'static Encoding> {
    let pairs = head.len() / 2;
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let many = |count: usize| pairs > 0 && count * 10 >= pairs * 4;
    let few = |count: usize| count * 50 <= pairs;
    match () {
        () if many(second) && few(first) => Some(UTF_16LE),
        () if many(first) && few(second) => Some(UTF_16BE),
        () => None,
    }
}

fn refuse_other_formats(head: &[u8]) -> Result<(), Error> {
    const KNOWN: [(&[u8], &str); 10] = [
        (b"%PDF-", "a PDF document"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"PK\x03\x04", "a packed archive inside another"),
        (
            b"\xd0\xcf\x11\xe0",
            "a workbook in the format of Excel 97; save it as XLSX",
        ),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"Rar!", "a RAR archive"),
        (b"{\\rtf", "a rich-text document"),
        (b"\xff\xfe\0\0", "text in UTF-32; save it as UTF-8"),
    ];
    match KNOWN.iter().find(|(magic, _)| head.starts_with(magic)) {
        Some((_, what)) => Err(Error::NotATable(what)),
        None => Ok(()),
    }
}

/// A stray control character is reported with its row; a file full of them is no text.
fn refuse_binary(head: &[u8]) -> Result<(), Error> {
    let is_control = |byte: &u8| *byte < 0x20 && !matches!(*byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1a);
    let controls = head.iter().filter(|byte| is_control(byte)).count();
    if controls > 8 && controls * 20 > head.len() {
        Err(Error::NotATable("not text"))
    } else {
        Ok(())
    }
}
