//! The bytes of a file, unpacked if it is packed with gzip, never more than allowed.

use std::{
    error, fmt,
    fs::File,
    io::{self, BufReader, Read},
    path::Path,
};

use flate2::read::MultiGzDecoder;

use super::{Error, Limits};

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The bytes of a file behind gzip, if any.
pub(super) struct Source {
    reader: Box<dyn Read + Send>,
    is_packed: bool,
    left_bytes: u64,
    limit_bytes: u64,
}

impl Source {
    /// Opens the file at its beginning.
    pub(super) fn open(path: &Path, limits: &Limits) -> Result<Self, Error> {
        let mut file = BufReader::with_capacity(1 << 16, File::open(path).map_err(Error::Read)?);
        let magic = io::BufRead::fill_buf(&mut file).map_err(Error::Read)?;
        let is_packed = magic.starts_with(&GZIP_MAGIC);
        Ok(Self {
            reader: if is_packed {
                Box::new(MultiGzDecoder::new(file))
            } else {
                Box::new(file)
            },
            is_packed,
            left_bytes: limits.unpacked_bytes,
            limit_bytes: limits.unpacked_bytes,
        })
    }

    /// Whether the file is packed with gzip.
    pub(super) fn is_packed(&self) -> bool {
        self.is_packed
    }

    /// Fills `buffer` as far as the file goes; fewer bytes than asked for only at its end.
    pub(super) fn fill(&mut self, buffer: &mut [u8]) -> Result<usize, Error> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.read(&mut buffer[filled..]) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.explain(error)),
            }
        }
        Ok(filled)
    }

    fn explain(&self, error: io::Error) -> Error {
        if error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<TooLarge>())
            .is_some()
        {
            Error::UnpacksTooLarge {
                part: "The file".to_owned(),
                limit_bytes: self.limit_bytes,
            }
        } else if self.is_packed {
            Error::Damaged(error.to_string())
        } else {
            Error::Read(error)
        }
    }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.left_bytes = self
            .left_bytes
            .checked_sub(count as u64)
            .ok_or_else(|| io::Error::other(TooLarge))?;
        Ok(count)
    }
}

#[derive(Debug)]
struct TooLarge;

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the file unpacks to more than is allowed")
    }
}

impl error::Error for TooLarge {}
