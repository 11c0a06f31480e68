//! Edit distance with transpositions, 64 characters in one machine word.
//!
//! Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances" (2003): optimal string alignment.

/// The positions of each character of a pattern of up to 64 characters.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    positions: [u64; 37],
    length: usize,
}

/// Longest pattern; what follows is ignored.
pub(crate) const MAX_PATTERN: usize = 64;

impl Pattern {
    pub(crate) fn new(text: &[u8]) -> Self {
        let mut positions = [0; 37];
        let length = text.len().min(MAX_PATTERN);
        for (index, &byte) in text[..length].iter().enumerate() {
            positions[letter(byte)] |= 1 << index;
        }
        Self { positions, length }
    }

    /// Insertions, deletions, substitutions and swaps of neighbours that turn the pattern into `text` (of which the
    /// first 64 characters count).
    pub(crate) fn distance(&self, text: &[u8]) -> usize {
        let text = &text[..text.len().min(MAX_PATTERN)];
        if self.length == 0 {
            return text.len();
        }
        let last = 1_u64 << (self.length - 1);
        let (mut positive, mut negative, mut diagonal, mut previous) = (u64::MAX, 0_u64, 0_u64, 0_u64);
        let mut distance = self.length;
        for &byte in text {
            let matches = self.positions[letter(byte)];
            let swapped = ((!diagonal & matches) << 1) & previous;
            diagonal = ((matches & positive).wrapping_add(positive) ^ positive) | matches | negative | swapped;
            let up = negative | !(diagonal | positive);
            let down = diagonal & positive;
            distance += usize::from(up & last != 0);
            distance -= usize::from(down & last != 0);
            let up = up << 1 | 1;
            positive = down << 1 | !(diagonal | up);
            negative = up & diagonal;
            previous = matches;
        }
        distance
    }

    /// How much of the pattern stands somewhere within `text`: 1 for all of it, 0 for nothing.
    pub(crate) fn within(&self, text: &[u8]) -> f32 {
        if self.length == 0 {
            return 1.0;
        }
        let last = 1_u64 << (self.length - 1);
        let (mut positive, mut negative) = (u64::MAX, 0_u64);
        let mut distance = self.length;
        let mut nearest = distance;
        for &byte in text {
            let matches = self.positions[letter(byte)];
            let diagonal = ((matches & positive).wrapping_add(positive) ^ positive) | matches | negative;
            let up = negative | !(diagonal | positive);
            let down = diagonal & positive;
            distance += usize::from(up & last != 0);
            distance -= usize::from(down & last != 0);
            nearest = nearest.min(distance);
            // A match may start anywhere: the top row costs nothing.
            let up = up << 1;
            positive = down << 1 | !(diagonal | up);
            negative = up & diagonal;
        }
        1.0 - nearest as f32 / self.length as f32
    }

    /// 1 for the same text, 0 for nothing in common.
    pub(crate) fn similarity(&self, text: &[u8]) -> f32 {
        let longest = self.length.max(text.len().min(MAX_PATTERN));
        if longest == 0 {
            1.0
        } else {
            1.0 - self.distance(text) as f32 / longest as f32
        }
    }
}

fn letter(byte: u8) -> usize {
    match byte {
        b'a'..=b'z' => usize::from(byte - b'a') + 1,
        b'0'..=b'9' => usize::from(byte - b'0') + 27,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_pattern_is_found_within_a_text() {
        let pattern = Pattern::new(b"gallery");
        assert!((pattern.within(b"thenationalgallerytrust") - 1.0).abs() < 1e-6);
        assert!((pattern.within(b"nationalgalery") - 6.0 / 7.0).abs() < 1e-6);
        assert!(pattern.within(b"xxx") < 0.01);
    }

    proptest! {
        #[test]
        fn agrees_with_the_textbook(a in "[a-d]{0,12}", b in "[a-d]{0,12}") {
            prop_assert_eq!(Pattern::new(a.as_bytes()).distance(b.as_bytes()), strsim::osa_distance(&a, &b));
        }
    }
}
