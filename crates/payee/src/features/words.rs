//! The words, their neighbours and their characters.

use super::{Group, Kind, Out, hash_bytes, pair, tally};
use crate::parsed::Parsed;
use crate::roles::Role;

pub(super) fn emit<F: FnMut(Group, u32, usize)>(parsed: &Parsed, roles: &[Role], out: &mut Out<'_, F>) {
    let count = parsed.name.tokens.len();
    let context = tally(roles);
    let mut previous: Option<(u64, u64)> = None;
    for (index, token) in parsed.name.tokens.iter().enumerate() {
        let hash = word_hash(parsed, index);
        let class = parsed.classes[index] as u64;
        out.word(index, Kind::Word, hash);
        if index == 0 {
            out.word(index, Kind::FirstWord, hash);
            out.word(index, Kind::FirstWordInContext, pair(hash, context));
        }
        if index + 1 == count {
            out.word(index, Kind::LastWord, hash);
            out.word(index, Kind::LastWordInContext, pair(hash, context));
        }
        if token.comma {
            out.word(index, Kind::WordBeforeComma, hash);
        }
        if let Some((before, before_class)) = previous {
            out.word(index, Kind::WordPair, pair(before, hash));
            out.word(index, Kind::ClassThenWord, pair(before_class, hash));
            out.word(index - 1, Kind::WordThenClass, pair(before, class));
        }
        previous = Some((hash, class));
        if token.letters && !token.digits {
            characters(parsed.name.word(token), index, out);
        }
    }
}

/// Numbers matter by their shape: 2024 and 2025 are one feature. A word in brackets is another word than outside.
fn word_hash(parsed: &Parsed, index: usize) -> u64 {
    let token = &parsed.name.tokens[index];
    let bytes = parsed.name.word(token).bytes();
    let hash = if token.digits {
        hash_bytes(bytes.map(|byte| if byte.is_ascii_digit() { b'0' } else { byte }))
    } else {
        hash_bytes(bytes)
    };
    hash ^ u64::from(token.bracketed)
}

/// Character 3-, 4- and 5-grams of `<word>`.
fn characters<F: FnMut(Group, u32, usize)>(word: &str, index: usize, out: &mut Out<'_, F>) {
    const LONGEST_WORD: usize = 24;
    let word = &word.as_bytes()[..word.len().min(LONGEST_WORD)];
    let at = |position: usize| match position {
        0 => b'<',
        end if end > word.len() => b'>',
        inside => word[inside - 1],
    };
    let length = word.len() + 2;
    for start in 0..length {
        let mut hash = 0xCBF2_9CE4_8422_2325;
        for (longer_by, position) in (start..length.min(start + 5)).enumerate() {
            hash = (hash ^ u64::from(at(position))).wrapping_mul(0x0000_0100_0000_01B3);
            if longer_by >= 2 {
                out.emit(Group::Characters, index, Kind::Characters, hash);
            }
        }
    }
}
