//! Patterns of what the words are: their classes, their lexicon categories, the roles they were seen in.

use super::{Group, Kind, Out, pair, tally};
use crate::parsed::{Class, Parsed};
use crate::roles::Role;

/// A comma behind a word is part of what the word is: it turns names round. So are brackets: "Acme (Germany)".
fn with_marks(parsed: &Parsed, index: usize, value: u64) -> u64 {
    let token = &parsed.name.tokens[index];
    value | u64::from(token.comma) << 8 | u64::from(token.bracketed) << 9
}

pub(super) fn emit_classes<F: FnMut(Group, u32, usize)>(parsed: &Parsed, out: &mut Out<'_, F>) {
    let count = parsed.classes.len();
    let class = |index: usize| with_marks(parsed, index, parsed.classes[index] as u64);
    for index in 0..count {
        out.pattern(Kind::Class, class(index));
        if index >= 1 {
            out.pattern(Kind::ClassPair, pair(class(index - 1), class(index)));
        }
        if index >= 2 {
            out.pattern(
                Kind::ClassTriple,
                pair(pair(class(index - 2), class(index - 1)), class(index)),
            );
        }
    }
    if count > 0 {
        out.pattern(Kind::FirstClass, class(0));
        out.pattern(Kind::LastClass, class(count - 1));
        out.pattern(Kind::FirstAndLastClass, pair(class(0), class(count - 1)));
    }
    let opening = |words: usize| (0..count.min(words)).fold(7, |hash, index| pair(hash, class(index)));
    out.pattern(Kind::ClassOpening, opening(3));
    if count <= 7 {
        out.pattern(Kind::ClassPattern, opening(7));
    }
}

pub(super) fn emit_categories<F: FnMut(Group, u32, usize)>(parsed: &Parsed, out: &mut Out<'_, F>) {
    let tokens = &parsed.meaning.tokens;
    let all = tokens
        .iter()
        .fold(crate::lexicon::Categories::default(), |all, known| all.union(*known));
    for category in all.iter() {
        out.pattern(Kind::Category, category as u64);
    }
    for category in tokens.first().into_iter().flat_map(|known| known.iter()) {
        out.pattern(Kind::FirstCategory, category as u64);
    }
    for category in tokens.last().into_iter().flat_map(|known| known.iter()) {
        out.pattern(Kind::LastCategory, category as u64);
    }
    for phrase in parsed.meaning.phrases.iter().filter(|phrase| phrase.words >= 2) {
        let opens = u64::from(phrase.start == 0);
        let closes = u64::from(phrase.start + phrase.words == tokens.len());
        for category in phrase.categories.iter() {
            out.pattern(Kind::PhraseCategory, category as u64 | opens << 8 | closes << 9);
        }
    }
}

pub(super) fn emit_roles<F: FnMut(Group, u32, usize)>(parsed: &Parsed, roles: &[Role], out: &mut Out<'_, F>) {
    const CLASS: u64 = 0x80;
    let count = roles.len();
    // A word that is no word of letters, or an initial, is told by its class; others by the role they were seen in.
    let role = |index: usize| {
        let shown = match parsed.classes[index] {
            class @ (Class::Symbol
            | Class::Initial
            | Class::Number
            | Class::Mixed
            | Class::Connector
            | Class::LegalForm) => CLASS | class as u64,
            _ => roles[index] as u64,
        };
        with_marks(parsed, index, shown)
    };
    for index in 0..count {
        out.pattern(Kind::Role, role(index));
        out.pattern(Kind::RoleAndClass, pair(role(index), parsed.classes[index] as u64));
        if index >= 1 {
            out.pattern(Kind::RolePair, pair(role(index - 1), role(index)));
        }
        if index >= 2 {
            out.pattern(
                Kind::RoleTriple,
                pair(pair(role(index - 2), role(index - 1)), role(index)),
            );
        }
    }
    if count > 0 {
        out.pattern(Kind::FirstRole, role(0));
        out.pattern(Kind::LastRole, role(count - 1));
    }
    if count <= 6 {
        out.pattern(
            Kind::RolePattern,
            (0..count).fold(11, |hash, index| pair(hash, role(index))),
        );
    }
    let unseen = (0..count)
        .filter(|&index| roles[index] == Role::Unseen && role(index) & CLASS == 0)
        .count()
        .min(4);
    let tally = tally(roles);
    out.pattern(Kind::RoleTally, tally);
    out.pattern(Kind::RoleTallyAndUnseen, pair(tally, unseen as u64));
    out.pattern(Kind::RoleTallyAndSize, pair(tally, count.min(7) as u64));
}
