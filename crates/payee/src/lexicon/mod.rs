//! Words and phrases whose meaning is known: legal forms, public bodies, given names, trades.
//!
//! The lists are text files in `lexicon/`, one category each, compiled in and indexed once. They hold general
//! knowledge only: nothing in them was taken from the names the classifier is measured with. A word may be in
//! several categories; what each category is worth is learned, the lists only say what words *are*.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::tokens::Name;

/// The longest run of single letters that is read as one word.
pub(crate) const MAX_SPELLED: usize = 5;
/// The longest phrase, in words.
const MAX_PHRASE: usize = 9;

/// Single letters that are read as one word when they stand side by side.
const SPELLED: &[&str] = &[
    "aba", "ag", "aka", "bv", "bvba", "cpa", "dba", "dds", "dmd", "dpm", "dvm", "fbo", "gmbh", "inc", "kg", "lc",
    "llc", "llp", "lp", "ltd", "md", "nv", "oba", "obo", "od", "oy", "pa", "pc", "phd", "plc", "pllc", "psc", "rn",
    "sa", "sapi", "sarl", "sas", "sc", "sl", "spa", "srl", "uk", "un", "us", "usa", "usda", "fbi", "irs", "dmv",
    "hmrc", "ymca", "ywca", "sp",
];

/// Whether letters that stand apart spell a known word.
pub(crate) fn is_spelled_word(word: &str) -> bool {
    SPELLED.contains(&word)
}

/// Whether two letters that stand apart are a country, wherever they stand.
pub(crate) fn is_spelled_country(word: &str) -> bool {
    matches!(word, "us" | "uk" | "un")
}

/// Whether two letters with a slash between them are a legal form: `A/S`, `K/S`, `I/S`, `P/S`, `S/A`.
pub(crate) fn is_slashed_word(word: &str) -> bool {
    matches!(word, "as" | "ks" | "is" | "ps" | "sa")
}

macro_rules! categories {
    ($($(#[$doc:meta])* $name:ident = $file:literal, $label:literal;)+) => {
        /// What a word or phrase means.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Category { $($(#[$doc])* $name),+ }

        impl Category {
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name),+];

            /// What a reviewer calls the category.
            pub(crate) const fn label(self) -> &'static str {
                match self { $(Self::$name => $label),+ }
            }

            const fn list(self) -> &'static str {
                match self { $(Self::$name => include_str!(concat!("../../lexicon/", $file, ".txt"))),+ }
            }
        }
    };
}

categories! {
    LegalForm = "legal_form", "legal form";
    Practice = "practice", "professional firm";
    Business = "business", "trade word";
    Brand = "brand", "company name";
    Nonprofit = "nonprofit", "nonprofit word";
    Religious = "religious", "religious word";
    Union = "union", "union word";
    Political = "political", "campaign word";
    School = "school", "school word";
    University = "university", "university word";
    Health = "health", "health word";
    Financial = "financial", "financial word";
    Government = "government", "government word";
    LocalGovernment = "local_government", "local government word";
    StateGovernment = "state_government", "state government word";
    NationalGovernment = "national_government", "national government word";
    Court = "court", "court word";
    SchoolDistrict = "school_district", "school district word";
    PublicSafety = "public_safety", "public safety word";
    SpecialDistrict = "special_district", "public service district word";
    International = "international", "international organization";
    Agency = "agency", "public agency";
    Research = "research", "research word";
    Place = "place", "place";
    Title = "title", "title";
    Credential = "credential", "credential";
    GivenName = "given_name", "given name";
    FamilyName = "family_name", "family name";
    NameSuffix = "name_suffix", "name suffix";
    NameParticle = "name_particle", "name particle";
    TradingAs = "trading_as", "trading-as mark";
    CareOf = "care_of", "care-of mark";
    Estate = "estate", "estate word";
    Trust = "trust", "trust word";
    Connector = "connector", "connecting word";
    CompanyWord = "company_word", "company word";
    StateCode = "state_code", "state";
}

/// A set of categories.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Categories(u64);

impl Categories {
    pub(crate) const fn of(category: Category) -> Self {
        Self(1 << category as u8)
    }

    pub(crate) const fn has(self, category: Category) -> bool {
        self.0 & Self::of(category).0 != 0
    }

    pub(crate) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn with(self, category: Category) -> Self {
        self.union(Self::of(category))
    }

    pub(crate) const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Category> {
        Category::ALL
            .iter()
            .copied()
            .filter(move |&category| self.has(category))
    }
}

/// A known phrase found in a name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Phrase {
    /// Index of its first word.
    pub(crate) start: usize,
    /// Number of words.
    pub(crate) words: usize,
    pub(crate) categories: Categories,
}

/// What the lexicon knows about each word of a name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meaning {
    /// By token: the categories of the word itself and of the phrases it is part of.
    pub(crate) tokens: Vec<Categories>,
    /// Known phrases of two words and more, and single words, in order of their start, longest first.
    pub(crate) phrases: Vec<Phrase>,
}

#[derive(Clone, Copy, Default)]
struct Entry {
    categories: Categories,
    /// Length in words of the longest phrase that begins with this word; 0 when none does.
    longest: u8,
}

/// The index over all lists.
pub(crate) struct Lexicon {
    entries: FxHashMap<u64, Entry>,
}

impl Lexicon {
    /// The compiled-in lexicon, indexed at the first call (about a millisecond).
    pub(crate) fn embedded() -> &'static Self {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(Self::build)
    }

    fn build() -> Self {
        let mut entries: FxHashMap<u64, Entry> = FxHashMap::default();
        for &category in Category::ALL {
            for phrase in phrases_of(category) {
                let name = Name::parse(phrase);
                let words = name.tokens.len().min(MAX_PHRASE);
                // Letters that stand apart are initials; only marks like "t/a" and "c/o" are known in that form.
                let mark = matches!(category, Category::TradingAs | Category::CareOf);
                let spelled_out = name.tokens.iter().all(|token| name.word(token).len() == 1);
                if words == 0 || (words > 1 && spelled_out && !mark) {
                    continue;
                }
                let hash = name.tokens[..words]
                    .iter()
                    .fold(0, |hash, token| extend(hash, name.word(token)));
                let entry = entries.entry(hash).or_default();
                entry.categories = entry.categories.with(category);
                let first = entries.entry(extend(0, name.word_at(0))).or_default();
                first.longest = first
                    .longest
                    .max(u8::try_from(words).expect("phrases have at most nine words"));
            }
        }
        Self { entries }
    }

    /// The categories of one normalized word.
    pub(crate) fn word(&self, word: &str) -> Categories {
        self.entries
            .get(&extend(0, word))
            .map_or_else(Categories::default, |entry| entry.categories)
    }

    /// Looks every word and phrase of a name up.
    pub(crate) fn read(&self, name: &Name) -> Meaning {
        let count = name.tokens.len();
        let mut meaning = Meaning {
            tokens: vec![Categories::default(); count],
            phrases: Vec::with_capacity(count),
        };
        for start in 0..count {
            let mut hash = extend(0, name.word_at(start));
            let Some(&first) = self.entries.get(&hash) else {
                continue;
            };
            let begin = meaning.phrases.len();
            let mut record = |words: usize, categories: Categories| {
                if !categories.is_empty() {
                    meaning.phrases.insert(
                        begin,
                        Phrase {
                            start,
                            words,
                            categories,
                        },
                    );
                    for known in &mut meaning.tokens[start..start + words] {
                        *known = known.union(categories);
                    }
                }
            };
            record(1, first.categories);
            for words in 2..=usize::from(first.longest).min(count - start) {
                hash = extend(hash, name.word_at(start + words - 1));
                if let Some(entry) = self.entries.get(&hash) {
                    record(words, entry.categories);
                }
            }
        }
        meaning
    }
}

/// The phrases of a list: separated by commas or line ends; `#` begins a comment line.
pub(crate) fn phrases_of(category: Category) -> impl Iterator<Item = &'static str> {
    category
        .list()
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .filter(|phrase| !phrase.is_empty())
}

fn extend(hash: u64, word: &str) -> u64 {
    let mut hash = hash.rotate_left(29) ^ 0xA076_1D64_78BD_642F;
    for &byte in word.as_bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    }
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn categories(text: &str, index: usize) -> Categories {
        Lexicon::embedded().read(&Name::parse(text)).tokens[index]
    }

    #[test]
    fn every_list_has_entries() {
        for &category in Category::ALL {
            assert!(phrases_of(category).count() > 2, "{category:?}");
        }
    }

    #[test]
    fn words_and_phrases_are_found_in_any_case() {
        assert!(categories("Acme LLC", 1).has(Category::LegalForm));
        assert!(categories("ACME L.L.C.", 1).has(Category::LegalForm));
        assert!(categories("acme limited liability company", 2).has(Category::LegalForm));
        assert!(categories("JOHN", 0).has(Category::GivenName));
    }

    #[test]
    fn unknown_words_have_no_category() {
        assert!(categories("qzxwvu", 0).is_empty());
    }
}
