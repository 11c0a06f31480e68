//! The shape of a name: its size, its commas, how many words are names and how many are not.

use super::{Group, Kind, Out, pair};
use crate::lexicon::Category;
use crate::parsed::{Class, Parsed, is_name};

pub(super) fn emit<F: FnMut(Group, u32, usize)>(parsed: &Parsed, out: &mut Out<'_, F>) {
    let tokens = &parsed.name.tokens;
    let tallied = |wanted: fn(Class) -> bool| parsed.classes.iter().filter(|class| wanted(**class)).count();
    let few = |count: usize| count.min(3) as u64;
    let unknown = few(tallied(|class| matches!(class, Class::Unknown | Class::ShortUnknown)));
    let given = few(tallied(|class| matches!(class, Class::GivenName | Class::EitherName)));
    let initials = few(tallied(|class| class == Class::Initial));
    let organization = few(tallied(|class| {
        !is_name(class) && !matches!(class, Class::Unknown | Class::ShortUnknown | Class::Symbol)
    }));
    let names = tallied(is_name).min(6) as u64;
    let comma = tokens
        .iter()
        .position(|token| token.comma)
        .map_or(0, |index| few(index) + 1);
    let size = tokens.len().min(9) as u64;
    let tally = pair(unknown, given);
    out.pattern(Kind::Size, size);
    out.pattern(Kind::Length, (parsed.name.length / 4).min(15) as u64);
    out.pattern(Kind::CommaPlace, pair(size, comma));
    out.pattern(Kind::ClassTally, pair(tally, pair(organization, initials)));
    out.pattern(Kind::ClassTallyAndSize, pair(tally, pair(organization, size)));
    out.pattern(Kind::NamesAndSize, pair(names, size));
    out.pattern(Kind::OrganizationAndComma, pair(organization, comma));
    out.pattern(Kind::Script, parsed.name.script as u64);
    let marks = [
        tokens.iter().any(|token| token.apostrophe),
        tokens.iter().any(|token| token.joined),
        tokens.iter().any(|token| token.bracketed),
        tokens.iter().any(|token| token.digits),
        tokens.first().is_some_and(|token| token.digits),
        parsed.has(Category::LegalForm) && organization > 0,
    ];
    for (mark, _) in marks.iter().enumerate().filter(|(_, present)| **present) {
        out.pattern(Kind::Marks, mark as u64);
    }
}
