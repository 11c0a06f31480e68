//! Queries made from the names of the master: how bodies are called that is rare or absent in the labelled sources.
//!
//! No label is used, so they take part in every fold of the validation.

use super::data::LabelledQuery;
use crate::{
    Index, Snapshot,
    bytes::stable_hash,
    keys,
    normalize::{Name, fold_line},
    word_kind::WordKind,
};

/// What [`LabelledQuery::source`] says of them.
pub(crate) const SOURCE: &str = "synthetic_generated";

/// `count` queries for suppliers spread over the master; the same for the same master.
pub(crate) fn queries(snapshot: &Snapshot, count: usize) -> Vec<LabelledQuery> {
    let index = &*snapshot.layers[0].index;
    let mut dice = Dice(stable_hash(0, &[SOURCE]));
    let mut queries = Vec::with_capacity(count);
    while queries.len() < count {
        let way = Way::ALL[queries.len() % Way::ALL.len()];
        let (supplier, other) = (dice.below(index.len()) as u32, dice.below(index.len()) as u32);
        let words = words(index, supplier);
        if let Some(changed) = way.change(index, &words, other, &mut dice).filter(|it| *it != words) {
            queries.push(LabelledQuery {
                name: changed.join(" "),
                address: String::new(),
                city: String::new(),
                state: String::new(),
                country: String::new(),
                tax_id: String::new(),
                expected: Some(index.id(supplier)),
                source: SOURCE.to_owned(),
            });
        }
    }
    queries
}

fn words(index: &Index, supplier: u32) -> Vec<String> {
    let name = index.record(supplier).names().next().unwrap_or_default();
    name.split_whitespace().map(str::to_owned).collect()
}

/// A sequence of numbers that looks random (`SplitMix64`).
struct Dice(u64);

impl Dice {
    /// A number from 0 to before `end`.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end.max(1) as u64) as usize
    }
}

/// Another way to call a body.
#[derive(Clone, Copy)]
enum Way {
    /// "Nebraska DOT" for "Nebraska Department of Transportation"
    Acronym,
    /// "Vehicle and Operator Services Agency (VOSA)", "VOSA - Vehicle and Operator Services Agency"
    AcronymBeside,
    /// "National Oceanic and Atmospheric Administration Fisheries" for "NOAA Fisheries"
    WrittenOut,
    /// "Chalmers" for "Chalmers University of Technology"
    Start,
    WordLess,
    WordMore,
    OtherWord,
    /// "Geological Survey Dakota Water Center" for "Dakota Water Center"
    BehindParent,
    /// "Institute of Physics of the Academy of Sciences" for "Institute of Physics"
    BeforeParent,
    /// "Acme Leeds"
    Place,
    /// "Envir Management"
    Abbreviated,
}

impl Way {
    const ALL: [Self; 11] = [
        Self::Acronym,
        Self::AcronymBeside,
        Self::WrittenOut,
        Self::Start,
        Self::WordLess,
        Self::WordMore,
        Self::OtherWord,
        Self::BehindParent,
        Self::BeforeParent,
        Self::Place,
        Self::Abbreviated,
    ];

    /// The words changed with the help of another supplier; `None` if they do not lend themselves to it.
    fn change(self, index: &Index, own: &[String], other: u32, dice: &mut Dice) -> Option<Vec<String>> {
        let count = own.len();
        let telling = own.iter().filter(|word| word.len() > 3).count();
        let others = words(index, other);
        let mut changed = own.to_vec();
        match self {
            Self::Acronym if telling >= 3 => with_acronym(own, dice),
            Self::AcronymBeside if telling >= 3 => {
                let acronym = initials(own);
                match dice.below(3) {
                    0 => changed.push(format!("({acronym})")),
                    1 => changed.extend(["-".to_owned(), acronym]),
                    _ => drop(changed.splice(..0, [acronym, "-".to_owned()])),
                }
                changed
            }
            // In a name of capitals any word may be an acronym.
            Self::WrittenOut
                if own
                    .iter()
                    .any(|word| word.bytes().any(|byte| byte.is_ascii_lowercase())) =>
            {
                let written_out = written_out(index, &own[0])?;
                changed.splice(..1, written_out);
                changed
            }
            Self::Start if telling >= 2 => own[..=dice.below(count - 1)].to_vec(),
            Self::WordLess if telling >= 3 => {
                changed.remove(dice.below(count));
                changed
            }
            Self::WordMore => {
                changed.insert(dice.below(count + 1), others.get(dice.below(others.len()))?.clone());
                changed
            }
            Self::OtherWord if telling >= 3 => {
                changed[dice.below(count)].clone_from(others.get(dice.below(others.len()))?);
                changed
            }
            Self::BehindParent if is_body(own) && is_body(&others) => [others, changed].concat(),
            Self::BeforeParent if is_body(own) && is_body(&others) => {
                let joint = ["of the", "at", "-", "of"][dice.below(4)].to_owned();
                [changed, vec![joint], others].concat()
            }
            Self::Place => {
                let place = index.record(other).city().to_owned();
                if place.is_empty() {
                    return None;
                }
                changed.insert(if dice.below(4) == 0 { 0 } else { count }, place);
                changed
            }
            Self::Abbreviated => {
                let word = changed.get_mut(dice.below(count))?;
                let letters = word.chars().count();
                if letters < 6 {
                    return None;
                }
                *word = word.chars().take(3 + dice.below(letters - 4)).collect();
                changed
            }
            _ => return None,
        }
        .into()
    }
}

/// The words with some neighbours as their initials.
fn with_acronym(words: &[String], dice: &mut Dice) -> Vec<String> {
    let length = 2 + dice.below(words.len() - 1);
    let start = match dice.below(3) {
        0 => 0,
        1 => words.len() - length,
        _ => dice.below(words.len() - length + 1),
    };
    let acronym = vec![initials(&words[start..start + length])];
    [&words[..start], &acronym, &words[start + length..]].concat()
}

/// The first letters, in capitals, of all but function words.
fn initials(words: &[String]) -> String {
    let silent = ["of", "the", "and", "for", "de", "la", "et", "in", "&"];
    let telling = words
        .iter()
        .filter(|word| !silent.contains(&word.to_ascii_lowercase().as_str()));
    let letters: String = telling.filter_map(|word| fold_line(word).chars().next()).collect();
    letters.to_ascii_uppercase()
}

/// The first supplier's name whose initials a word is.
fn written_out(index: &Index, acronym: &str) -> Option<Vec<String>> {
    if acronym.len() < 3 || !acronym.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let mut found = Vec::new();
    keys::of_acronyms(&Name::parse(acronym), &mut found);
    let name = found.iter().flat_map(|key| index.with_key(*key)).find(|name| {
        let mut words = Vec::new();
        index.name_words(*name, &mut words);
        words.len() > 2
    })?;
    Some(index.name_text(name).split_whitespace().map(str::to_owned).collect())
}

/// Whether one of the words says what sort of body it is.
fn is_body(words: &[String]) -> bool {
    words
        .iter()
        .any(|word| WordKind::of(word.to_ascii_lowercase().as_bytes()) == WordKind::Body)
}
