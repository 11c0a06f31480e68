//! Legal forms: the words that say what kind of body a name belongs to ("Inc", "`GmbH`", "Ltd").
//!
//! Facts from ISO 20275 and the `rigour` list of organization types (MIT), reduced to the forms that occur in payment
//! files. They are compared apart from the name: "Acme Ltd" and "Acme Limited" agree, "Acme LLC" and "Acme Inc" conflict.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

/// A legal form, as an index into [`FORMS`]; 0 is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct LegalForm(u8);

/// Where in a name a phrase counts as a legal form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Only at the end: elsewhere the word means something else ("Co." is also county, "SA" also South Africa).
    End,
    /// Anywhere but at the start.
    Anywhere,
    /// At the end and at the start ("OOO Romashka", "PT Astra").
    Ends,
}

/// Canonical form, group of forms that files confuse without meaning another body, place, spellings (after folding).
///
/// Left out on purpose: `SpA`, which is rarer in payment files than spas.
const FORMS: &[(&str, u8, Place, &[&str])] = {
    use Place::{Anywhere, End, Ends};
    &[
        ("", 0, End, &[]),
        (
            "inc",
            1,
            Anywhere,
            &["inc", "incorporated", "inc corp", "incorporation", "incorp"],
        ),
        ("corp", 1, Anywhere, &["corp", "corporation", "corpn"]),
        (
            "co",
            1,
            End,
            &[
                "co",
                "company",
                "compnay",
                "comp",
                "cie",
                "cia",
                "compagnie",
                "compania",
                "companhia",
            ],
        ),
        (
            "ltd",
            2,
            Anywhere,
            &[
                "ltd",
                "limited",
                "ltda",
                "limitada",
                "ltee",
                "limitee",
                "limted",
                "limitd",
                "private limited",
                "pvt ltd",
                "pvt limited",
                "private ltd",
                "p ltd",
                "pte ltd",
                "pte",
                "pty ltd",
                "pty limited",
                "pty",
                "proprietary limited",
                "co ltd",
                "company limited",
                "coltd",
                "cyf",
                "cyfyngedig",
                "unlimited company",
            ],
        ),
        ("plc", 2, Anywhere, &["plc", "public limited company", "ccc"]),
        (
            "llc",
            3,
            Anywhere,
            &[
                "llc",
                "limited liability company",
                "limited liability co",
                "ltd liability co",
                "ltd liability company",
                "lllc",
                "lcc",
                "pllc",
                "professional limited liability company",
                "limited company",
            ],
        ),
        (
            "llp",
            4,
            Anywhere,
            &["llp", "limited liability partnership", "lllp", "rllp"],
        ),
        ("lp", 4, End, &["lp", "limited partnership", "ltd partnership"]),
        (
            "pc",
            5,
            End,
            &["pc", "professional corporation", "prof corp", "professional corp"],
        ),
        ("pa", 5, End, &["pa", "professional association"]),
        ("psc", 5, End, &["psc"]),
        ("cic", 6, Anywhere, &["cic", "community interest company"]),
        ("cio", 6, Anywhere, &["cio", "charitable incorporated organisation"]),
        (
            "gmbh",
            7,
            Anywhere,
            &[
                "gmbh",
                "mbh",
                "ggmbh",
                "gesellschaft mit beschraenkter haftung",
                "gesellschaft mit beschrankter haftung",
                "gesmbh",
                "gmbh co kg",
                "gmbh and co kg",
                "gmbh co",
                "ug",
                "ug haftungsbeschraenkt",
                "unternehmergesellschaft",
            ],
        ),
        ("ag", 8, End, &["ag", "aktiengesellschaft"]),
        ("se", 8, End, &["se"]),
        (
            "kg",
            9,
            End,
            &[
                "kg",
                "kommanditgesellschaft",
                "co kg",
                "and co kg",
                "kgaa",
                "ohg",
                "gbr",
            ],
        ),
        ("ev", 10, End, &["ev", "eingetragener verein", "e verein"]),
        ("eg", 10, End, &["eg", "eingetragene genossenschaft"]),
        (
            "sa",
            8,
            End,
            &[
                "sa",
                "societe anonyme",
                "sociedad anonima",
                "sociedade anonima",
                "sa de cv",
                "s a de cv",
                "sociedad anonima de capital variable",
                "sau",
                "sab de cv",
                "sapi de cv",
                "societa per azioni",
            ],
        ),
        (
            "sarl",
            7,
            Anywhere,
            &[
                "sarl",
                "societe a responsabilite limitee",
                "eurl",
                "s a r l",
                "sasu",
                "sas",
                "societe par actions simplifiee",
            ],
        ),
        (
            "srl",
            7,
            Anywhere,
            &[
                "srl",
                "societa a responsabilita limitata",
                "s r l",
                "srls",
                "s de rl",
                "s de rl de cv",
                "sociedad de responsabilidad limitada",
                "sl",
                "slu",
                "sociedad limitada",
            ],
        ),
        ("snc", 9, End, &["snc", "scs", "sci", "sccl", "scrl", "scarl", "scpa"]),
        ("eirl", 7, Anywhere, &["eirl", "eireli"]),
        ("bv", 7, Ends, &["bv", "besloten vennootschap", "bvba"]),
        ("nv", 8, Ends, &["nv", "naamloze vennootschap"]),
        ("vof", 9, End, &["vof", "cv"]),
        ("asbl", 10, End, &["asbl", "vzw", "aisbl", "ivzw"]),
        ("stichting", 10, Ends, &["stichting"]),
        ("ab", 8, End, &["ab", "aktiebolag", "publ ab"]),
        ("as", 8, End, &["as", "asa", "aksjeselskap"]),
        ("aps", 7, Anywhere, &["aps", "anpartsselskab"]),
        ("oy", 8, End, &["oy", "oyj", "osakeyhtio"]),
        ("hf", 8, End, &["hf", "ehf"]),
        (
            "spzoo",
            7,
            Anywhere,
            &[
                "sp zoo",
                "sp z oo",
                "spolka z ograniczona odpowiedzialnoscia",
                "spolka zoo",
                "spzoo",
            ],
        ),
        (
            "sro",
            7,
            Anywhere,
            &["sro", "spol sro", "spol s ro", "doo", "eood", "ood"],
        ),
        ("kft", 7, Anywhere, &["kft", "zrt", "nyrt", "bt"]),
        ("ooo", 7, Ends, &["ooo", "tov", "too"]),
        ("oao", 8, Ends, &["oao", "zao", "pao", "pjsc", "ojsc", "cjsc", "jsc"]),
        (
            "kk",
            8,
            Ends,
            &["kk", "kabushiki kaisha", "kabushikigaisha", "gk", "godo kaisha"],
        ),
        ("pt", 8, Ends, &["pt"]),
        ("tbk", 8, End, &["tbk"]),
        ("bhd", 8, Anywhere, &["bhd", "sdn bhd", "sendirian berhad", "berhad"]),
        ("wll", 7, Anywhere, &["wll", "fzco", "fze", "fz llc", "fzc"]),
        ("lda", 7, End, &["lda"]),
    ]
};

static PHRASES: LazyLock<FxHashMap<&'static str, u8>> = LazyLock::new(|| {
    let mut phrases = FxHashMap::default();
    for (index, (_, _, _, spellings)) in FORMS.iter().enumerate() {
        for spelling in *spellings {
            phrases.insert(*spelling, index as u8);
        }
    }
    phrases
});

/// The first words of spellings of several words.
static STARTS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let first = |spelling: &&'static str| Some(spelling.split_once(' ')?.0);
    PHRASES.keys().filter_map(first).collect()
});

/// The longest spelling, in words.
pub(crate) const LONGEST_PHRASE: usize = 5;

impl LegalForm {
    /// No legal form was found.
    pub(crate) const NONE: Self = Self(0);

    /// The form that a phrase of folded words spells at a place in the name, if it does.
    pub(crate) fn find(phrase: &str, at_start: bool, at_end: bool) -> Option<Self> {
        let index = *PHRASES.get(phrase)?;
        let allowed = match FORMS[usize::from(index)].2 {
            Place::End => at_end && !at_start,
            Place::Anywhere => !at_start,
            Place::Ends => at_end != at_start,
        };
        allowed.then_some(Self(index))
    }

    /// Whether a spelling of several words starts with this one.
    pub(crate) fn starts_with(word: &str) -> bool {
        STARTS.contains(word)
    }

    /// The form stored as `code`; an unknown code (of a newer program) is none.
    pub(crate) fn from_code(code: u8) -> Self {
        if usize::from(code) < FORMS.len() {
            Self(code)
        } else {
            Self::NONE
        }
    }

    pub(crate) fn code(self) -> u8 {
        self.0
    }

    pub(crate) fn is_none(self) -> bool {
        self.0 == 0
    }

    /// The canonical spelling, empty for none.
    pub(crate) fn canonical(self) -> &'static str {
        FORMS[usize::from(self.0)].0
    }

    /// Whether both forms are kinds of the same body, which files use loosely.
    pub(crate) fn is_kin(self, other: Self) -> bool {
        FORMS[usize::from(self.0)].1 == FORMS[usize::from(other.0)].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ambiguous_words_are_forms_only_at_the_end() {
        assert!(LegalForm::find("co", false, true).is_some());
        assert!(LegalForm::find("co", false, false).is_none());
        assert!(LegalForm::find("ltd", false, false).is_some());
        assert!(LegalForm::find("ltd", true, false).is_none());
        assert!(LegalForm::find("pt", true, false).is_some());
    }

    #[test]
    fn no_spelling_is_longer_than_the_search() {
        assert!(PHRASES.keys().all(|phrase| phrase.split(' ').count() <= LONGEST_PHRASE));
    }

    #[test]
    fn every_canonical_spelling_is_itself_a_form() {
        for (canonical, _, _, spellings) in &FORMS[1..] {
            assert!(spellings.contains(canonical), "{canonical}");
        }
    }
}
