//! In which roles a word is seen in lists of names: as a given name, a family name, or a word of organizations.
//!
//! The table is learned from the training lists. A lexicon written by hand knows the common names; the table knows
//! the many rare ones, and which words of firms are *never* names.

use rustc_hash::FxHashMap;

/// In which roles a word was seen. Stored as a byte; the order is part of the file format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Role {
    /// Never, or once.
    #[default]
    Unseen = 0,
    /// Nearly always a given name.
    Given = 1,
    /// Nearly always a family name.
    Family = 2,
    /// A given or a family name.
    Person = 3,
    /// Mostly a given name, but in organizations too.
    MostlyGiven = 4,
    /// Mostly a family name, but in organizations too.
    MostlyFamily = 5,
    /// In names of persons and of organizations.
    Mixed = 6,
    /// Mostly in names of organizations.
    MostlyOrganization = 7,
    /// Only in names of organizations.
    Organization = 8,
    /// As `Given`, in few names.
    RareGiven = 9,
    /// As `Family`, in few names.
    RareFamily = 10,
    /// As `Organization`, in few names.
    RareOrganization = 11,
}

impl Role {
    const ALL: [Self; 12] = [
        Self::Unseen,
        Self::Given,
        Self::Family,
        Self::Person,
        Self::MostlyGiven,
        Self::MostlyFamily,
        Self::Mixed,
        Self::MostlyOrganization,
        Self::Organization,
        Self::RareGiven,
        Self::RareFamily,
        Self::RareOrganization,
    ];

    pub(crate) fn from_byte(byte: u8) -> Option<Self> {
        Self::ALL.get(usize::from(byte)).copied()
    }

    /// Whether the word is a name of persons.
    pub(crate) fn is_person(self) -> bool {
        matches!(
            self,
            Self::Given
                | Self::Family
                | Self::Person
                | Self::MostlyGiven
                | Self::MostlyFamily
                | Self::RareGiven
                | Self::RareFamily
        )
    }

    /// Whether the word is a word of organizations.
    pub(crate) fn is_organization(self) -> bool {
        matches!(
            self,
            Self::MostlyOrganization | Self::Organization | Self::RareOrganization
        )
    }
}

/// The roles of all words that were seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct RoleTable {
    roles: FxHashMap<u32, Role>,
}

impl RoleTable {
    pub(crate) fn from_pairs(pairs: impl IntoIterator<Item = (u32, Role)>) -> Self {
        Self {
            roles: pairs.into_iter().collect(),
        }
    }

    /// The role of a normalized word.
    pub(crate) fn role(&self, word: &str) -> Role {
        self.roles.get(&word_key(word)).copied().unwrap_or_default()
    }

    /// Words and roles in ascending order of the key.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn sorted(&self) -> Vec<(u32, Role)> {
        let mut pairs: Vec<(u32, Role)> = self.roles.iter().map(|(&key, &role)| (key, role)).collect();
        pairs.sort_unstable();
        pairs
    }
}

/// The key of a word. Of 2^32 keys some 100,000 are used: one word in 40,000 is mistaken for another.
pub(crate) fn word_key(word: &str) -> u32 {
    let hash = word.bytes().fold(0x811C_9DC5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    (hash ^ (hash >> 15)).wrapping_mul(0x85EB_CA6B)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_survive_their_byte() {
        for role in Role::ALL {
            assert_eq!(Role::from_byte(role as u8), Some(role));
        }
        assert_eq!(Role::from_byte(12), None);
    }
}
