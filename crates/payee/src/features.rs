//! Turns a parsed name into hashed features.
//!
//! Three groups: the words themselves, their characters, and patterns of what the words are. A group's sum is
//! divided by the square root of its size, so that long names are not more certain for their length alone.

use crate::lexicon::Category;
use crate::parsed::{Class, Parsed, is_name};
use crate::roles::Role;
use crate::tokens::Script;

/// Kinds of features; each is averaged by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Group {
    /// Words, word pairs, words by position.
    Word = 0,
    /// Character 3- to 5-grams inside words.
    Characters = 1,
    /// Word classes, lexicon categories, shape.
    Pattern = 2,
}

/// Number of [`Group`]s.
pub(crate) const GROUPS: usize = 3;
/// Weight buckets: 2^20 pairs of `i8` are 2 MiB.
pub(crate) const BUCKET_BITS: u32 = 20;
/// Word index of features that belong to no single word.
pub(crate) const NO_WORD: usize = usize::MAX;

/// Hands every feature of a name to `sink`, in a fixed order: its group, its bucket, and the index of its word or
/// [`NO_WORD`]. `roles` has an entry for each word.
pub(crate) fn extract(parsed: &Parsed, roles: &[Role], mut sink: impl FnMut(Group, u32, usize)) {
    let mut out = Out { sink: &mut sink };
    words(parsed, &mut out);
    patterns(parsed, &mut out);
    role_patterns(parsed, roles, &mut out);
    shape(parsed, &mut out);
}

struct Out<'f, F: FnMut(Group, u32, usize)> {
    sink: &'f mut F,
}

impl<F: FnMut(Group, u32, usize)> Out<'_, F> {
    fn emit(&mut self, group: Group, word: usize, kind: u8, hash: u64) {
        let mixed = (hash ^ (u64::from(kind) << 56)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let bucket = u32::try_from(mixed >> (64 - BUCKET_BITS)).expect("twenty bits fit");
        (self.sink)(group, bucket, word);
    }

    fn pattern(&mut self, kind: u8, hash: u64) {
        self.emit(Group::Pattern, NO_WORD, kind, hash);
    }
}

fn hash_bytes(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}

fn pair(left: u64, right: u64) -> u64 {
    left.rotate_left(23).wrapping_mul(0x2545_F491_4F6C_DD1D) ^ right
}

fn word_hash(parsed: &Parsed, index: usize) -> u64 {
    let token = &parsed.name.tokens[index];
    let word = parsed.name.word(token);
    if token.digits {
        // Numbers matter by their shape: 2024 and 2025 are one feature.
        hash_bytes(word.bytes().map(|byte| if byte.is_ascii_digit() { b'0' } else { byte }))
    } else {
        hash_bytes(word.bytes())
    }
}

fn words<F: FnMut(Group, u32, usize)>(parsed: &Parsed, out: &mut Out<'_, F>) {
    let count = parsed.name.tokens.len();
    let mut previous: Option<(u64, u64)> = None;
    for index in 0..count {
        let token = &parsed.name.tokens[index];
        let hash = word_hash(parsed, index);
        let class = parsed.classes[index] as u64;
        out.emit(Group::Word, index, 1, hash);
        if index == 0 {
            out.emit(Group::Word, index, 2, hash);
        }
        if index + 1 == count {
            out.emit(Group::Word, index, 3, hash);
        }
        if token.comma {
            out.emit(Group::Word, index, 4, hash);
        }
        if let Some((before, before_class)) = previous {
            out.emit(Group::Word, index, 5, pair(before, hash));
            out.emit(Group::Word, index, 6, pair(before_class, hash));
            out.emit(Group::Word, index - 1, 7, pair(before, class));
        }
        previous = Some((hash, class));
        if token.letters && !token.digits {
            characters(parsed.name.word(token), index, out);
        }
    }
}

/// Character 3-, 4- and 5-grams of `<word>`.
fn characters<F: FnMut(Group, u32, usize)>(word: &str, token: usize, out: &mut Out<'_, F>) {
    const LONGEST: usize = 24;
    let word = &word.as_bytes()[..word.len().min(LONGEST)];
    let at = |position: usize| match position {
        0 => b'<',
        end if end > word.len() => b'>',
        inside => word[inside - 1],
    };
    let length = word.len() + 2;
    for start in 0..length {
        let mut hash = 0xCBF2_9CE4_8422_2325;
        for (size, position) in (start..length.min(start + 5)).enumerate() {
            hash = (hash ^ u64::from(at(position))).wrapping_mul(0x0000_0100_0000_01B3);
            if size >= 2 {
                out.emit(Group::Characters, token, 10, hash);
            }
        }
    }
}

fn patterns<F: FnMut(Group, u32, usize)>(parsed: &Parsed, out: &mut Out<'_, F>) {
    let count = parsed.classes.len();
    let class = |index: usize| {
        let comma = u64::from(parsed.name.tokens[index].comma) << 8;
        parsed.classes[index] as u64 | comma
    };
    for index in 0..count {
        out.pattern(20, class(index));
        if index == 0 {
            out.pattern(21, class(index));
        }
        if index + 1 == count {
            out.pattern(22, class(index));
        }
        if index >= 1 {
            out.pattern(23, pair(class(index - 1), class(index)));
        }
        if index >= 2 {
            out.pattern(24, pair(pair(class(index - 2), class(index - 1)), class(index)));
        }
    }
    let whole = |keep: usize| (0..count.min(keep)).fold(7, |hash, index| pair(hash, class(index)));
    if count <= 7 {
        out.pattern(25, whole(7));
    }
    out.pattern(26, whole(3));
    let mut seen = 0_u64;
    for (index, known) in parsed.meaning.tokens.iter().enumerate() {
        for category in known.iter() {
            let bit = 1 << category as u64;
            if seen & bit == 0 {
                out.pattern(27, category as u64);
            }
            seen |= bit;
            if index == 0 {
                out.pattern(28, category as u64);
            }
            if index + 1 == count {
                out.pattern(29, category as u64);
            }
        }
    }
    for phrase in parsed.meaning.phrases.iter().filter(|phrase| phrase.words >= 2) {
        for category in phrase.categories.iter() {
            let place = u64::from(phrase.start == 0) | u64::from(phrase.start + phrase.words == count) << 1;
            out.pattern(30, category as u64 | place << 8);
        }
    }
}

/// Patterns of what the words were seen as.
fn role_patterns<F: FnMut(Group, u32, usize)>(parsed: &Parsed, roles: &[Role], out: &mut Out<'_, F>) {
    let count = roles.len();
    // A word that is no word of letters, or an initial, is told by its class; others by the role they were seen in.
    let role = |index: usize| {
        let token = &parsed.name.tokens[index];
        let comma = u64::from(token.comma) << 8;
        let shown = match parsed.classes[index] {
            class @ (Class::Symbol
            | Class::Initial
            | Class::Number
            | Class::Mixed
            | Class::Connector
            | Class::LegalForm) => 0x80 | class as u64,
            _ => roles[index] as u64,
        };
        shown | comma
    };
    for index in 0..count {
        let class = parsed.classes[index] as u64;
        out.pattern(60, role(index));
        out.pattern(61, pair(role(index), class));
        if index == 0 {
            out.pattern(62, role(index));
        }
        if index + 1 == count {
            out.pattern(63, role(index));
        }
        if index >= 1 {
            out.pattern(64, pair(role(index - 1), role(index)));
        }
        if index >= 2 {
            out.pattern(65, pair(pair(role(index - 2), role(index - 1)), role(index)));
        }
    }
    if count <= 6 {
        out.pattern(66, (0..count).fold(11, |hash, index| pair(hash, role(index))));
    }
    let persons = roles.iter().filter(|role| role.is_person()).count().min(5) as u64;
    let organizations = roles.iter().filter(|role| role.is_organization()).count().min(4) as u64;
    let unseen = (0..count)
        .filter(|&index| roles[index] == Role::Unseen && role(index) & 0x80 == 0)
        .count()
        .min(4) as u64;
    out.pattern(67, pair(persons, organizations));
    out.pattern(68, pair(pair(persons, organizations), unseen));
    out.pattern(69, pair(pair(persons, organizations), count.min(7) as u64));
}

fn shape<F: FnMut(Group, u32, usize)>(parsed: &Parsed, out: &mut Out<'_, F>) {
    let tokens = &parsed.name.tokens;
    let count = tokens.len();
    let names = parsed.name_words();
    let tallied =
        |predicate: &dyn Fn(usize) -> bool| (0..count).filter(|&index| predicate(index)).count().min(3) as u64;
    let unknown = tallied(&|index| matches!(parsed.classes[index], Class::Unknown | Class::ShortUnknown));
    let given = tallied(&|index| matches!(parsed.classes[index], Class::GivenName | Class::EitherName));
    let initials = tallied(&|index| parsed.classes[index] == Class::Initial);
    let organization = tallied(&|index| {
        !is_name(parsed.classes[index])
            && !matches!(
                parsed.classes[index],
                Class::Unknown | Class::ShortUnknown | Class::Symbol
            )
    });
    let comma = tokens
        .iter()
        .position(|token| token.comma)
        .map_or(0, |index| index.min(3) as u64 + 1);
    let size = count.min(9) as u64;
    let length = (parsed.name.length / 4).min(15) as u64;
    out.pattern(40, size);
    out.pattern(41, length);
    out.pattern(42, pair(size, comma));
    out.pattern(43, pair(pair(unknown, given), pair(organization, initials)));
    out.pattern(44, pair(pair(unknown, given), pair(organization, size)));
    out.pattern(45, pair(names.min(6) as u64, size));
    out.pattern(46, pair(organization, comma));
    out.pattern(
        47,
        u64::from(parsed.name.script != Script::Latin) | (parsed.name.script as u64) << 1,
    );
    for (bit, present) in [
        tokens.iter().any(|token| token.apostrophe),
        tokens.iter().any(|token| token.joined),
        tokens.iter().any(|token| token.bracketed),
        tokens.iter().any(|token| token.digits),
        tokens.first().is_some_and(|token| token.digits),
        parsed.has(Category::LegalForm) && organization > 0,
    ]
    .into_iter()
    .enumerate()
    {
        if present {
            out.pattern(48, bit as u64);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn features(name: &str) -> Vec<u32> {
        let mut buckets = Vec::new();
        let parsed = Parsed::read(name);
        let roles = vec![Role::Unseen; parsed.name.tokens.len()];
        extract(&parsed, &roles, |_, bucket, _| buckets.push(bucket));
        buckets
    }

    #[test]
    fn case_and_white_space_change_no_feature() {
        assert_eq!(features("Acme  Plumbing, Inc."), features(" ACME PLUMBING, INC "));
    }

    #[test]
    fn word_order_changes_features() {
        assert_ne!(features("Smith John"), features("John Smith"));
    }

    #[test]
    fn years_are_one_feature() {
        assert_eq!(features("Fund 2024"), features("Fund 1999"));
    }

    #[test]
    fn features_are_bounded() {
        assert!(features(&"A1 Bcd ".repeat(5_000)).len() < 4_000);
    }
}
