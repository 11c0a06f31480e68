//! Posting lists: ascending name numbers, as a count and gaps.

use crate::bytes::{read_varint, write_varint};

/// A list inside the index file.
#[derive(Clone, Copy)]
pub(crate) struct Postings<'a> {
    bytes: &'a [u8],
    /// Number of names in the list.
    pub(crate) count: u32,
}

impl<'a> Postings<'a> {
    pub(crate) fn read(bytes: &'a [u8]) -> Self {
        let mut at = 0;
        let count = if bytes.is_empty() {
            0
        } else {
            read_varint(bytes, &mut at)
        };
        Self {
            bytes: &bytes[at..],
            count,
        }
    }

    #[inline]
    pub(crate) fn for_each(self, mut visit: impl FnMut(u32)) {
        let mut at = 0;
        let mut name = 0;
        for _ in 0..self.count {
            name += read_varint(self.bytes, &mut at);
            visit(name);
        }
    }
}

/// Appends the list of `names` (ascending) to `out`; nothing for an empty list.
pub(crate) fn write_postings(names: &[u32], out: &mut Vec<u8>) {
    if names.is_empty() {
        return;
    }
    write_varint(out, names.len() as u32);
    let mut previous = 0;
    for &name in names {
        write_varint(out, name - previous);
        previous = name;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_round_trip() {
        for names in [vec![], vec![0], vec![3, 4, 900, 70_000]] {
            let mut bytes = Vec::new();
            write_postings(&names, &mut bytes);
            let list = Postings::read(&bytes);
            let mut read = Vec::new();
            list.for_each(|name| read.push(name));
            assert_eq!((read, list.count as usize), (names.clone(), names.len()));
        }
    }
}
