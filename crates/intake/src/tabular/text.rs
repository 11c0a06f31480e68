//! Reads the rows of a delimited text file in bounded memory.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use encoding_rs::{Decoder, Encoding};

use super::{Error, Limits, Row, delimiter::NO_DELIMITER, source::Source};

const RAW_BYTES: usize = 1 << 16;

/// How a text file is to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextFormat {
    pub(super) encoding: &'static Encoding,
    pub(super) bom_bytes: usize,
    /// `None`: the file has one column.
    pub(super) delimiter: Option<u8>,
    pub(super) is_packed: bool,
}

/// The rows of a text file, as an iterator that ends after the first error.
pub(super) struct TextRows {
    text: Text,
    parser: Reader,
    /// Cells of the current row without their quotation marks, and where each ends.
    output: Vec<u8>,
    ends: Vec<usize>,
    limits: Limits,
    next_number: u64,
    /// The last row ended in a carriage return; a line feed right behind it belongs to it.
    after_return: bool,
    is_over: bool,
}

impl TextRows {
    pub(super) fn new(source: Source, format: TextFormat, limits: &Limits) -> Result<Self, Error> {
        let mut text = Text::new(source, format.encoding);
        text.skip_mark(format.bom_bytes)?;
        Ok(Self {
            text,
            parser: ReaderBuilder::new()
                .delimiter(format.delimiter.unwrap_or(NO_DELIMITER))
                .build(),
            output: vec![0; 1 << 12],
            ends: vec![0; 64],
            limits: *limits,
            next_number: 1,
            after_return: false,
            is_over: false,
        })
    }

    fn read(&mut self) -> Result<Option<Row>, Error> {
        if !self.skip_blank_lines()? {
            return Ok(None);
        }
        let (mut written, mut ended) = (0, 0);
        loop {
            // The last row may lack its line feed; whether it takes one tells whether a quotation mark is still open.
            let is_at_end = self.text.rest().is_empty();
            let input = if is_at_end { b"\n" } else { self.text.rest() };
            let (result, read, wrote, ends) =
                self.parser
                    .read_record(input, &mut self.output[written..], &mut self.ends[ended..]);
            self.after_return = read > 0 && input[read - 1] == b'\r';
            self.text.consume(if is_at_end { 0 } else { read });
            written += wrote;
            ended += ends;
            match result {
                ReadRecordResult::InputEmpty if is_at_end => {
                    return Err(Error::UnclosedQuote { row: self.next_number });
                }
                ReadRecordResult::InputEmpty => {
                    self.text.refill()?;
                }
                ReadRecordResult::OutputFull => {
                    let row = self.next_number;
                    let limit_bytes = self.limits.row_bytes;
                    grow(&mut self.output, limit_bytes).ok_or(Error::RowTooLong { row, limit_bytes })?;
                }
                ReadRecordResult::OutputEndsFull => {
                    let row = self.next_number;
                    let limit = self.limits.row_cells;
                    grow(&mut self.ends, limit).ok_or(Error::TooManyCells { row, limit })?;
                }
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return Ok(None),
            }
        }
        let number = self.next_number;
        self.next_number += 1;
        let text = String::from_utf8(self.output[..written].to_vec())
            .expect("the decoder gives UTF-8, and it is split at ASCII characters only");
        Ok(Some(Row::from_parts(number, text, &self.ends[..ended])))
    }

    /// Goes to the next character of a row; blank lines on the way count as rows. False at the end of the file.
    fn skip_blank_lines(&mut self) -> Result<bool, Error> {
        loop {
            match self.text.rest().first() {
                None => {
                    if !self.text.refill()? {
                        return Ok(false);
                    }
                    continue;
                }
                Some(b'\n') => {
                    self.next_number += u64::from(!self.after_return);
                    self.after_return = false;
                }
                Some(b'\r') => {
                    self.next_number += 1;
                    self.after_return = true;
                }
                Some(_) => return Ok(true),
            }
            self.text.consume(1);
        }
    }
}

impl Iterator for TextRows {
    type Item = Result<Row, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let row = self.read().transpose();
        self.is_over = !matches!(row, Some(Ok(_)));
        row
    }
}

/// Doubles a buffer up to `limit` entries; nothing if it is there already.
fn grow<T: Clone + Default>(buffer: &mut Vec<T>, limit: usize) -> Option<()> {
    let length = buffer.len();
    (length < limit).then(|| buffer.resize((length * 2).min(limit), T::default()))
}

/// The characters of the file as UTF-8, a buffer at a time.
struct Text {
    source: Source,
    decoder: Decoder,
    raw: Vec<u8>,
    decoded: Vec<u8>,
    start: usize,
    end: usize,
    is_at_end: bool,
}

impl Text {
    fn new(source: Source, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_without_bom_handling();
        let room = decoder.max_utf8_buffer_length(RAW_BYTES).expect("a small buffer");
        Self {
            source,
            decoder,
            raw: vec![0; RAW_BYTES],
            decoded: vec![0; room],
            start: 0,
            end: 0,
            is_at_end: false,
        }
    }

    fn skip_mark(&mut self, bytes: usize) -> Result<(), Error> {
        self.source.fill(&mut self.raw[..bytes]).map(drop)
    }

    /// The decoded characters not consumed yet.
    fn rest(&self) -> &[u8] {
        &self.decoded[self.start..self.end]
    }

    fn consume(&mut self, bytes: usize) {
        self.start += bytes;
    }

    /// Decodes the next piece once all is consumed; false at the end of the file.
    fn refill(&mut self) -> Result<bool, Error> {
        while self.start == self.end && !self.is_at_end {
            let filled = self.source.fill(&mut self.raw)?;
            self.is_at_end = filled < self.raw.len();
            let (_, _, written, _) =
                self.decoder
                    .decode_to_utf8(&self.raw[..filled], &mut self.decoded, self.is_at_end);
            (self.start, self.end) = (0, written);
        }
        Ok(self.start < self.end)
    }
}
