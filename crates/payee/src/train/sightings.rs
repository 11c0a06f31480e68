//! Counts the roles of words in the training lists, list by list.
//!
//! A training row is shown the roles without its own list's sightings, as a name of an unknown list will be: else the
//! model would learn to trust the table more than it deserves.

use rustc_hash::FxHashMap;

use super::data::{FAMILIES, Row};
use crate::roles::{Role, RoleTable, word_key};
use crate::tokens::Name;

/// How often a word was seen in each role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sightings {
    given: u32,
    family: u32,
    organization: u32,
}

/// Sightings from which on a word is common.
const COMMON: u32 = 6;
/// Sightings below which a word counts as unseen.
const LEAST: u32 = 2;

impl Sightings {
    /// The role that a word's sightings show.
    fn role(self) -> Role {
        let seen = self;
        let person = seen.given + seen.family;
        let total = person + seen.organization;
        if total < LEAST {
            return Role::Unseen;
        }
        let common = total >= COMMON;
        let given_share = f64::from(seen.given) / f64::from(person.max(1));
        match f64::from(person) / f64::from(total) {
            share if share > 0.9 => match (given_share, common) {
                (given, true) if given > 0.8 => Role::Given,
                (given, false) if given > 0.8 => Role::RareGiven,
                (given, true) if given < 0.2 => Role::Family,
                (given, false) if given < 0.2 => Role::RareFamily,
                _ => Role::Person,
            },
            share if share > 0.6 && given_share > 0.5 => Role::MostlyGiven,
            share if share > 0.6 => Role::MostlyFamily,
            share if share > 0.25 => Role::Mixed,
            share if share > 0.04 => Role::MostlyOrganization,
            _ if common => Role::Organization,
            _ => Role::RareOrganization,
        }
    }
}

/// Sightings of every word, by family of lists.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    words: FxHashMap<u32, Vec<(u8, Sightings)>>,
}

impl Counts {
    pub(crate) fn of(rows: &[&Row]) -> Self {
        let mut counts = Self::default();
        for row in rows {
            counts.add(row);
        }
        counts
    }

    fn add(&mut self, row: &Row) {
        let name = Name::parse(&row.name);
        let list = u8::try_from(row.family).expect("fewer than 256 families");
        let comma = name.tokens.iter().position(|token| token.comma);
        let end = name.tokens.len().saturating_sub(1);
        for (index, token) in name.tokens.iter().enumerate() {
            let word = name.word(token);
            if !token.letters || word.len() < 2 {
                continue;
            }
            let by_list = self.words.entry(word_key(word)).or_default();
            let position = by_list.iter().position(|(known, _)| *known == list).unwrap_or_else(|| {
                by_list.push((list, Sightings::default()));
                by_list.len() - 1
            });
            let seen = &mut by_list[position].1;
            let is_family = comma.map_or(index == end && end > 0, |comma| index <= comma);
            match (row.label, is_family) {
                (1, true) => seen.family += 1,
                (1, false) => seen.given += 1,
                _ => seen.organization += 1,
            }
        }
    }

    /// The role of a word, without what one family of lists says.
    pub(crate) fn role_without(&self, word: &str, family: Option<usize>) -> Role {
        let Some(by_list) = self.words.get(&word_key(word)) else {
            return Role::Unseen;
        };
        total(by_list, family).role()
    }

    /// The table of all lists.
    pub(crate) fn table(&self) -> RoleTable {
        RoleTable::from_pairs(
            self.words
                .iter()
                .map(|(&key, by_list)| (key, total(by_list, None).role()))
                .filter(|(_, role)| *role != Role::Unseen),
        )
    }
}

fn total(by_list: &[(u8, Sightings)], without: Option<usize>) -> Sightings {
    debug_assert!(without.is_none_or(|family| family < FAMILIES.len()));
    by_list
        .iter()
        .filter(|(list, _)| Some(usize::from(*list)) != without)
        .fold(Sightings::default(), |sum, (_, seen)| Sightings {
            given: sum.given + seen.given,
            family: sum.family + seen.family,
            organization: sum.organization + seen.organization,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(given: u32, family: u32, organization: u32) -> Role {
        Sightings {
            given,
            family,
            organization,
        }
        .role()
    }

    #[test]
    fn sightings_show_roles() {
        assert_eq!(role(0, 1, 0), Role::Unseen);
        assert_eq!(role(40, 1, 1), Role::Given);
        assert_eq!(role(0, 3, 0), Role::RareFamily);
        assert_eq!(role(10, 10, 0), Role::Person);
        assert_eq!(role(1, 6, 3), Role::MostlyFamily);
        assert_eq!(role(4, 4, 10), Role::Mixed);
        assert_eq!(role(0, 0, 90), Role::Organization);
    }

    #[test]
    fn a_list_does_not_vouch_for_its_own_words() {
        let row = |name: &str, label, family| Row {
            name: name.to_owned(),
            label,
            family,
            weak: false,
            source: 0,
        };
        let rows = [
            row("Zubrowski, Ann", 1, 3),
            row("Zubrowski, Bob", 1, 3),
            row("Zubrowski Bakery", 0, 4),
        ];
        let counts = Counts::of(&rows.iter().collect::<Vec<_>>());
        assert_eq!(counts.role_without("zubrowski", Some(3)), Role::Unseen);
        assert_eq!(counts.role_without("zubrowski", Some(4)), Role::RareFamily);
        assert_eq!(counts.table().role("zubrowski"), Role::MostlyFamily);
    }
}
