//! Reading numbers out of the index file without copying it.

/// A section of little-endian `u32`.
#[derive(Clone, Copy)]
pub(crate) struct U32s<'a>(pub(crate) &'a [u8]);

impl U32s<'_> {
    pub(crate) fn len(self) -> usize {
        self.0.len() / 4
    }

    #[inline]
    pub(crate) fn get(self, index: usize) -> u32 {
        let at = index * 4;
        u32::from_le_bytes(self.0[at..at + 4].try_into().expect("four bytes"))
    }

    /// `start..end` of the item `index` where this section holds the ends of consecutive ranges.
    #[inline]
    pub(crate) fn range(self, index: usize) -> std::ops::Range<usize> {
        self.get(index) as usize..self.get(index + 1) as usize
    }

    /// The number of leading items for which `before` holds, in an ordered section.
    pub(crate) fn partition_point(self, mut before: impl FnMut(u32) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if before(self.get(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

/// Appends `value` in seven-bit groups, lowest first.
pub(crate) fn write_varint(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Reads what [`write_varint`] wrote and moves `at` behind it.
#[inline]
pub(crate) fn read_varint(bytes: &[u8], at: &mut usize) -> u32 {
    let mut value = 0;
    let mut shift = 0;
    loop {
        let byte = bytes[*at];
        *at += 1;
        value |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 || shift >= 28 {
            return value;
        }
        shift += 7;
    }
}

/// A 64-bit hash of `parts`, the same on every machine and in every version (it is stored).
pub(crate) fn stable_hash(kind: u8, parts: &[&str]) -> u64 {
    // Eight bytes at a time, each part closed by its length; finished with the mixer of SplitMix64.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ u64::from(kind);
    let mut add = |value: u64| hash = (hash ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    for part in parts {
        let (words, rest) = part.as_bytes().as_chunks::<8>();
        for word in words {
            add(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        add(u64::from_le_bytes(last));
        add(part.len() as u64);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn varints_round_trip() {
        let values = [0, 1, 127, 128, 300, 65_535, u32::MAX];
        let mut bytes = Vec::new();
        for value in values {
            write_varint(&mut bytes, value);
        }
        let mut at = 0;
        assert!(values.iter().all(|value| read_varint(&bytes, &mut at) == *value));
        assert_eq!(at, bytes.len());
    }

    #[test]
    fn hash_parts_do_not_run_together() {
        assert_ne!(stable_hash(1, &["ab", "c"]), stable_hash(1, &["a", "bc"]));
        assert_ne!(stable_hash(1, &["ab"]), stable_hash(2, &["ab"]));
    }
}
