//! A query prepared once, to be compared with many candidates.

use crate::{
    Query,
    address::Street,
    align::MAX_WORDS,
    edit_distance::{MAX_PATTERN, Pattern},
    grams,
    identifier::Kind,
    keys::{self, Identified},
    normalize::{Name, fold_line},
    spelling::Spelling,
    weights::Statistics,
    word_kind::WordKind,
};

/// What is compared, folded and weighed.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) name: Name,
    /// Rarity of each word, see [`crate::align::Item`].
    pub(crate) weights: Vec<f32>,
    pub(crate) kinds: Vec<WordKind>,
    pub(crate) patterns: Vec<Pattern>,
    /// All words without spaces, and their pattern.
    pub(crate) joined: Vec<u8>,
    pub(crate) joined_pattern: Pattern,
    pub(crate) grams: Vec<u16>,
    pub(crate) spelling: Spelling,
    /// The length of the raw name in characters: files cut names at 20 to 40.
    pub(crate) raw_length: usize,
    pub(crate) street: Option<Street>,
    pub(crate) city: String,
    pub(crate) state: String,
    pub(crate) postcode: String,
    pub(crate) country: String,
    /// Normalized identifiers in the order of [`Kind::ALL`].
    pub(crate) identifiers: [Option<String>; 4],
    pub(crate) keys: Vec<u64>,
}

impl Prepared {
    pub(crate) fn new(query: &Query<'_>, statistics: &Statistics<'_>) -> Self {
        let mut name = Name::parse(query.name);
        name.words.truncate(MAX_WORDS);
        let weights = name
            .words
            .iter()
            .map(|word| statistics.weight(word.text.as_bytes()))
            .collect();
        let kinds = name
            .words
            .iter()
            .map(|word| WordKind::of(word.text.as_bytes()))
            .collect();
        let patterns = name
            .words
            .iter()
            .map(|word| Pattern::new(word.text.as_bytes()))
            .collect();
        let mut joined = name.joined(None).into_bytes();
        joined.truncate(MAX_PATTERN);
        let mut grams = Vec::new();
        grams::of_words(name.words.iter().map(|word| word.text.as_bytes()), &mut grams);
        let street = Street::parse(query.address);
        let mut found = Vec::new();
        keys::to_look_up(&name, &mut found);
        keys::of_acronyms(&name, &mut found);
        found.extend(
            Kind::ALL
                .into_iter()
                .filter_map(|kind| keys::of_identifier(kind, query.identifier(kind))),
        );
        keys::of_address(street.as_ref(), query.city, query.postcode, &mut found);
        Self {
            weights,
            kinds,
            patterns,
            joined_pattern: Pattern::new(&joined),
            joined,
            grams,
            spelling: Spelling::new(query.name),
            raw_length: query.name.trim().chars().count(),
            street,
            city: fold_line(query.city),
            state: fold_line(query.state),
            postcode: fold_line(query.postcode).replace(' ', ""),
            country: fold_line(query.country),
            identifiers: Kind::ALL.map(|kind| kind.normalize(query.identifier(kind))),
            keys: found,
            name,
        }
    }
}
