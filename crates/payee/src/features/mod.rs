//! Turns a parsed name into hashed features.
//!
//! Three groups: the words themselves, their characters, and patterns of what the words are. A group's sum is
//! divided by the square root of its size, so that long names are not more certain for their length alone.

mod patterns;
mod shape;
mod words;

use crate::parsed::Parsed;
use crate::roles::Role;

/// Groups of features; each is averaged by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Group {
    /// Words, word pairs, words by position.
    Word = 0,
    /// Character 3- to 5-grams inside words.
    Characters = 1,
    /// Word classes, roles, lexicon categories, shape.
    Pattern = 2,
}

/// Number of [`Group`]s.
pub(crate) const GROUPS: usize = 3;
/// Weight buckets: 2^20 pairs of `i8` are 2 MiB.
pub(crate) const BUCKET_BITS: u32 = 20;
/// Word index of features that belong to no single word.
pub(crate) const NO_WORD: usize = usize::MAX;

/// Kinds of features: equal values of different kinds are different features. The numbers are part of the hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Kind {
    Word,
    FirstWord,
    LastWord,
    WordBeforeComma,
    WordPair,
    ClassThenWord,
    WordThenClass,
    FirstWordInContext,
    LastWordInContext,
    Characters,
    Class,
    FirstClass,
    LastClass,
    ClassPair,
    ClassTriple,
    FirstAndLastClass,
    ClassOpening,
    ClassPattern,
    Category,
    FirstCategory,
    LastCategory,
    PhraseCategory,
    Role,
    RoleAndClass,
    FirstRole,
    LastRole,
    RolePair,
    RoleTriple,
    RolePattern,
    RoleTally,
    RoleTallyAndUnseen,
    RoleTallyAndSize,
    Size,
    Length,
    CommaPlace,
    ClassTally,
    ClassTallyAndSize,
    NamesAndSize,
    OrganizationAndComma,
    Script,
    Marks,
}

/// Hands every feature of a name to `sink`, in a fixed order: its group, its bucket, and the index of its word or
/// [`NO_WORD`]. `roles` has an entry for each word.
pub(crate) fn extract(parsed: &Parsed, roles: &[Role], mut sink: impl FnMut(Group, u32, usize)) {
    let mut out = Out { sink: &mut sink };
    words::emit(parsed, roles, &mut out);
    patterns::emit_classes(parsed, &mut out);
    patterns::emit_categories(parsed, &mut out);
    patterns::emit_roles(parsed, roles, &mut out);
    shape::emit(parsed, &mut out);
}

struct Out<'f, F: FnMut(Group, u32, usize)> {
    sink: &'f mut F,
}

impl<F: FnMut(Group, u32, usize)> Out<'_, F> {
    fn emit(&mut self, group: Group, word: usize, kind: Kind, value: u64) {
        let mixed = (value ^ ((kind as u64 + 1) << 56)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let bucket = u32::try_from(mixed >> (64 - BUCKET_BITS)).expect("fewer bits than 32 fit");
        (self.sink)(group, bucket, word);
    }

    fn word(&mut self, word: usize, kind: Kind, value: u64) {
        self.emit(Group::Word, word, kind, value);
    }

    fn pattern(&mut self, kind: Kind, value: u64) {
        self.emit(Group::Pattern, NO_WORD, kind, value);
    }
}

/// FNV-1a.
fn hash_bytes(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}

/// Hash of two values in order.
fn pair(left: u64, right: u64) -> u64 {
    left.rotate_left(23).wrapping_mul(0x2545_F491_4F6C_DD1D) ^ right
}

/// How many words were seen as names of persons, and how many as words of organizations.
fn tally(roles: &[Role]) -> u64 {
    let persons = roles.iter().filter(|role| role.is_person()).count().min(5) as u64;
    let organizations = roles.iter().filter(|role| role.is_organization()).count().min(4) as u64;
    pair(persons, organizations)
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
