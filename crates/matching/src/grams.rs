//! Character trigrams of words, as numbers.

use std::sync::LazyLock;

/// Letters, digits and the word boundary.
const ALPHABET: u16 = 37;
/// One more than the largest code.
pub(crate) const CODES: usize = (ALPHABET as usize).pow(3);

fn letter(byte: u8) -> u16 {
    match byte {
        b'a'..=b'z' => u16::from(byte - b'a') + 1,
        b'0'..=b'9' => u16::from(byte - b'0') + 27,
        _ => 0,
    }
}

/// Appends the codes of the trigrams of ` word `, boundaries included, so that a word of n letters has n of them.
/// With `open_end` the word may go on: the trigram with the end boundary is left out.
pub(crate) fn of_word(word: &[u8], open_end: bool, out: &mut Vec<u16>) {
    let at = |index: usize| {
        index
            .checked_sub(1)
            .and_then(|index| word.get(index))
            .map_or(0, |byte| letter(*byte))
    };
    let last = if open_end {
        word.len().saturating_sub(1)
    } else {
        word.len()
    };
    out.extend((0..last).map(|index| (at(index) * ALPHABET + at(index + 1)) * ALPHABET + at(index + 2)));
}

/// The distinct trigrams of several words.
pub(crate) fn of_words<'a>(words: impl Iterator<Item = &'a [u8]>, out: &mut Vec<u16>) {
    out.clear();
    for word in words {
        of_word(word, false, out);
    }
    out.sort_unstable();
    out.dedup();
}

/// The weight of a trigram that `count` of `names` names contain: the square of its inverse document frequency, as in the
/// product of two TF-IDF vectors.
pub(crate) fn weight(count: u32, names: usize) -> f32 {
    ((names as f32 + 1.0) / (count as f32 + 0.5)).ln().max(0.3).powi(2)
}

/// The norm of a name's TF-IDF vector in a byte, from the sum of its weights.
pub(crate) fn quantize_norm(weights: f32) -> u8 {
    (weights.sqrt() * 4.0).clamp(1.0, 255.0) as u8
}

/// What a score is multiplied with to divide it by a norm, and by the fourth root of a norm.
pub(crate) struct InverseNorm {
    pub(crate) whole: f32,
    pub(crate) fourth_root: f32,
}

/// By the byte of [`quantize_norm`].
pub(crate) static INVERSE_NORMS: LazyLock<[InverseNorm; 256]> = LazyLock::new(|| {
    std::array::from_fn(|quantized| {
        let norm = norm(quantized.max(1) as u8);
        InverseNorm {
            whole: norm.recip(),
            fourth_root: norm.sqrt().sqrt().recip(),
        }
    })
});

/// What [`quantize_norm`] put into the byte.
pub(crate) fn norm(quantized: u8) -> f32 {
    f32::from(quantized) / 4.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_as_many_grams_as_letters() {
        let mut grams = Vec::new();
        of_word(b"smith", false, &mut grams);
        assert_eq!(grams.len(), 5);
        grams.clear();
        of_word(b"smith", true, &mut grams);
        assert_eq!(grams.len(), 4);
        assert!(grams.iter().all(|&code| usize::from(code) < CODES));
    }

    #[test]
    fn order_of_words_does_not_matter() {
        let (mut a, mut b) = (Vec::new(), Vec::new());
        of_words([b"john".as_slice(), b"smith"].into_iter(), &mut a);
        of_words([b"smith".as_slice(), b"john"].into_iter(), &mut b);
        assert_eq!(a, b);
    }
}
