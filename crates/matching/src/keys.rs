//! Exact keys: everything by which a supplier is found without searching.

use crate::{
    Query, SupplierRecord,
    address::Street,
    bytes::stable_hash,
    identifier::{Kind, is_vat_id},
    normalize::{Name, fold_line},
};

/// Kinds of key after the identifiers (1–4); they only keep hashes of different things apart.
const JOINED: u8 = 11;
const SORTED: u8 = 12;
const ACRONYM: u8 = 13;
const ADDRESS_CITY: u8 = 14;
const ADDRESS_POSTCODE: u8 = 15;
const CITY: u8 = 16;
const PART: u8 = 17;
const PARTIAL_ACRONYM: u8 = 18;
const ACRONYM_BESIDE: u8 = 19;

/// Fewest words of a name that has an acronym.
const ACRONYM_WORDS: usize = 3;
/// Most letters of an acronym.
const ACRONYM_LETTERS: usize = 6;
/// Initials of of, and, for, the, de, du, della, la, le, in, y, e.
pub(crate) const SILENT_LETTERS: &str = "oaftdliye";

/// The keys under which a supplier's name is found: its words joined, sorted, and each trade name by itself.
pub(crate) fn of_name(name: &Name, out: &mut Vec<u64>) {
    whole(name, out);
    out.extend(parts(name).map(|part| stable_hash(PART, &[&part])));
}

/// The keys to look a payee's name up by: the whole name as a whole or a part of the supplier's, and its own parts as
/// wholes. (Parts against parts would meet every "(Japan)".)
pub(crate) fn to_look_up(name: &Name, out: &mut Vec<u64>) {
    whole(name, out);
    if !name.words.is_empty() {
        out.push(stable_hash(PART, &[&name.joined(None)]));
    }
    out.extend(parts(name).map(|part| stable_hash(JOINED, &[&part])));
}

fn whole(name: &Name, out: &mut Vec<u64>) {
    if name.words.is_empty() {
        return;
    }
    out.push(stable_hash(JOINED, &[&name.joined(None)]));
    if name.words.len() > 1 {
        let mut words: Vec<&str> = name.words.iter().map(|word| word.text.as_str()).collect();
        words.sort_unstable();
        out.push(stable_hash(SORTED, &words));
    }
}

/// The joined words of each segment of a name that has several.
fn parts(name: &Name) -> impl Iterator<Item = String> {
    let segments = name.words.last().map_or(0, |word| word.segment);
    (0..=segments)
        .filter(move |_| segments > 0)
        .map(|segment| name.joined(Some(segment)))
        .filter(|part| !part.is_empty())
}

/// The keys under which a name and its acronym meet, the same for suppliers and payees: the initials of the whole name, also
/// beside its first or last word ("Laboratory LMAH"), or of some words at either end together with the others ("Nebraska
/// DOT", "TMC Library", "SUNY Cortland").
pub(crate) fn of_acronyms(name: &Name, out: &mut Vec<u64>) {
    let words: Vec<&str> = name
        .words
        .iter()
        .filter(|word| word.segment == 0)
        .map(|word| word.text.as_str())
        .collect();
    let is_acronym =
        |word: &str| (2..=ACRONYM_LETTERS).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let count = words.len();
    if words.is_empty() {
        return;
    }
    if let [word] = words[..] {
        if word.len() >= ACRONYM_WORDS && is_acronym(word) {
            out.extend(without_silent_letters(word).map(|word| stable_hash(ACRONYM, &[&word])));
        }
        return;
    }
    if (ACRONYM_WORDS..=ACRONYM_LETTERS).contains(&count) {
        let acronym = initials(&words);
        out.push(stable_hash(ACRONYM, &[&acronym]));
        out.extend([words[0], words[count - 1]].map(|word| stable_hash(ACRONYM_BESIDE, &[&acronym, word])));
    }
    for length in 2..=ACRONYM_LETTERS.min(count - 1) {
        let rest = count - length;
        for (spelled, others) in [(&words[..length], &words[length..]), (&words[rest..], &words[..rest])] {
            out.push(stable_hash(PARTIAL_ACRONYM, &[&initials(spelled), &others.concat()]));
        }
    }
    let (first, last) = (words[0], words[count - 1]);
    for (word, others) in [(first, &words[1..]), (last, &words[..count - 1])] {
        if is_acronym(word) && others.len() <= ACRONYM_LETTERS {
            let rest = others.concat();
            for acronym in without_silent_letters(word) {
                out.push(stable_hash(PARTIAL_ACRONYM, &[&acronym, &rest]));
                if others.len() == 1 {
                    out.push(stable_hash(ACRONYM_BESIDE, &[&acronym, &rest]));
                }
            }
        }
    }
}

/// The first letters of words; "us" and "uk" are acronyms already.
fn initials(words: &[&str]) -> String {
    words
        .iter()
        .map(|word| if ["us", "uk"].contains(word) { word } else { &word[..1] })
        .collect()
}

/// An acronym as it is, and without one letter that may stand for a function word: DOT is Department *of* Transportation.
fn without_silent_letters(acronym: &str) -> impl Iterator<Item = String> {
    let last = acronym.len() - 1;
    let silent = acronym
        .char_indices()
        .filter(move |&(at, letter)| at > 0 && at < last && SILENT_LETTERS.contains(letter));
    std::iter::once(acronym.to_owned()).chain(silent.map(|(at, _)| [&acronym[..at], &acronym[at + 1..]].concat()))
}

/// The keys of an address: house number and street with the city, and with the postcode.
pub(crate) fn of_address(street: Option<&Street>, city: &str, postcode: &str, out: &mut Vec<u64>) {
    let Some(street) = street.filter(|street| !street.number.is_empty()) else {
        return;
    };
    let (city, postcode) = (fold_line(city), fold_line(postcode).replace(' ', ""));
    if !city.is_empty() {
        out.push(stable_hash(ADDRESS_CITY, &[&street.number, street.main_word(), &city]));
    }
    if !postcode.is_empty() {
        out.push(stable_hash(
            ADDRESS_POSTCODE,
            &[&street.number, street.main_word(), &postcode],
        ));
    }
}

/// The key of one identifier, if it has one.
pub(crate) fn of_identifier(kind: Kind, raw: &str) -> Option<u64> {
    kind.normalize(raw).map(|text| stable_hash(kind as u8, &[&text]))
}

/// The short hash under which the suppliers of a city are counted.
pub(crate) fn city(folded: &str) -> u32 {
    (stable_hash(CITY, &[folded]) >> 32) as u32
}

/// Every column that holds an identifier.
pub(crate) trait Identified {
    /// The raw text of the identifier of a kind. A VAT id in place of a tax id is a VAT id.
    fn identifier(&self, kind: Kind) -> &str;
}

macro_rules! identified {
    ($($type:ident),+) => {$(
        impl Identified for $type<'_> {
            fn identifier(&self, kind: Kind) -> &str {
                // Many lists have one column for both.
                let (tax_id, vat_id) = if self.vat_id.is_empty() && is_vat_id(self.tax_id) {
                    ("", self.tax_id)
                } else {
                    (self.tax_id, self.vat_id)
                };
                match kind {
                    Kind::TaxId => tax_id,
                    Kind::VatId => vat_id,
                    Kind::Iban => self.iban,
                    Kind::ExternalId => self.external_id,
                }
            }
        }
    )+};
}

identified!(SupplierRecord, Query);

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(raw: &str) -> Vec<u64> {
        let mut keys = Vec::new();
        of_name(&Name::parse(raw), &mut keys);
        keys
    }

    #[test]
    fn order_and_spacing_of_words_share_a_key() {
        assert!(keys("Smith, John").iter().any(|key| keys("John Smith").contains(key)));
        assert!(
            keys("E-Traction Europe")
                .iter()
                .any(|key| keys("Etraction Europe").contains(key))
        );
        assert!(!keys("John Smith").iter().any(|key| keys("Joan Smith").contains(key)));
    }

    #[test]
    fn trade_names_are_keys_of_their_own() {
        let mut wanted = Vec::new();
        to_look_up(&Name::parse("JENNY MOLLOY"), &mut wanted);
        assert!(
            keys("Jenny Molloy T/A Hackney Child")
                .iter()
                .any(|key| wanted.contains(key))
        );
    }

    #[test]
    fn acronyms_meet_their_names() {
        let keys = |raw: &str| {
            let mut keys = Vec::new();
            of_acronyms(&Name::parse(raw), &mut keys);
            keys
        };
        for (short, long) in [
            ("AHLA", "Animal Health Laboratories Agency"),
            ("Nebraska DOT", "Nebraska Department of Transportation"),
            ("TMC Library", "Texas Medical Center Library"),
            ("PC Technology Center", "Private Company Technology Center"),
            ("Laboratoire LMAH", "Laboratoire de Mathématiques Appliquées du Havre"),
            ("USAF Institute of Technology", "U.S. Air Force Institute of Technology"),
        ] {
            assert!(keys(short).iter().any(|key| keys(long).contains(key)), "{short}");
        }
        assert!(
            !keys("AHL")
                .iter()
                .any(|key| keys("Animal Health Laboratories Agency").contains(key))
        );
    }
}
