//! Names as they are compared: folded to `[a-z0-9]` words, with legal form, trade name and remarks set apart.
//!
//! Everything here is a pure function of the text. What belongs to one column (addresses, identifiers) has its own module.

mod fold;
mod translate;
mod words;

pub(crate) use fold::{fold_line, fold_line_into, fold_words};
pub(crate) use translate::COUNTRIES;

use fold::Word as Folded;
use words::Role;

use crate::legal_form::{LONGEST_PHRASE, LegalForm};

/// More words than this are ignored: no name needs them, and it bounds the work on hostile input.
const MAX_WORDS: usize = 40;

/// Words that start another name of the same body.
const TRADE_NAME_MARKERS: &[&str] = &["dba", "aka", "fka", "careof", "tradingas", "formerly"];

/// Words of bodies that are told apart by their number.
const NUMBERED: &[&str] = &[
    "local", "lu", "lodge", "post", "chapter", "troop", "pack", "district", "dist", "school", "ps", "unit", "station",
    "area", "council", "aerie", "no", "number", "union", "fund", "holdings", "series", "phase", "trust",
];

/// A name taken apart.
#[derive(Debug, Default)]
pub(crate) struct Name {
    /// Distinguishing words in order of appearance.
    pub(crate) words: Vec<Word>,
    /// The first legal form of the name proper.
    pub(crate) legal: LegalForm,
}

/// A distinguishing word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// `[a-z0-9]+`, canonical.
    pub(crate) text: String,
    /// 0 for the name proper; a trade name ("dba") or a parenthesis starts another.
    pub(crate) segment: u8,
}

impl Name {
    /// Takes `raw` apart.
    pub(crate) fn parse(raw: &str) -> Self {
        let mut folded = fold_words(raw);
        folded.truncate(MAX_WORDS);
        drop_store_number(&mut folded);
        uninvert(&mut folded);
        let folded = rewrite_phrases(folded);
        let mut segments = segments(folded);
        drop_own_acronyms(&mut segments);
        let mut legal = LegalForm::NONE;
        let mut out = Vec::new();
        for (segment, words) in segments.iter_mut().enumerate() {
            let mut roles: Vec<Role> = words.iter().map(|word| words::role(word)).collect();
            mark_remarks(words, &mut roles);
            let form = mark_legal_form(words, &mut roles);
            if segment == 0 || legal.is_none() {
                legal = form.unwrap_or(legal);
            }
            out.extend(
                words
                    .iter()
                    .zip(&roles)
                    .filter(|(_, role)| **role == Role::Core)
                    .map(|(word, _)| Word {
                        text: words::canonical(word).into_owned(),
                        segment: segment.min(3) as u8,
                    }),
            );
        }
        if out.is_empty() {
            // A name of silent words only ("The Company Ltd"): then they are what tells it apart.
            legal = LegalForm::NONE;
            out.extend(segments.concat().into_iter().map(|text| Word { text, segment: 0 }));
        }
        Self { words: out, legal }
    }

    /// The distinguishing words of the given segment joined without spaces.
    pub(crate) fn joined(&self, segment: Option<u8>) -> String {
        self.words
            .iter()
            .filter(|word| segment.is_none_or(|it| it == word.segment))
            .map(|word| word.text.as_str())
            .collect()
    }
}

/// The canonical key of a name, for remembered decisions and for clustering near-identical payees: lower case, without
/// punctuation, articles and remarks, abbreviations expanded, the legal form in its canonical spelling at the end.
///
/// Idempotent. Empty when the name has no letter or digit in any script.
///
/// ```
/// assert_eq!(matching::normalize_name("THE SMITH & JONES MFG. CO., INC. - AP"), "smith jones manufacturing inc");
/// assert_eq!(matching::normalize_name("NEW YORK, CITY OF"), matching::normalize_name("City of New York"));
/// ```
pub fn normalize_name(raw: &str) -> String {
    let mut key = normalize_once(raw);
    // A rewritten word can complete another phrase; each round rewrites or shortens, so this ends.
    for _ in 0..MAX_WORDS {
        let next = normalize_once(&key);
        if next == key {
            break;
        }
        key = next;
    }
    key
}

fn normalize_once(raw: &str) -> String {
    let name = Name::parse(raw);
    let mut key = String::new();
    for word in name
        .words
        .iter()
        .map(|word| word.text.as_str())
        .chain(Some(name.legal.canonical()))
    {
        if !word.is_empty() {
            if !key.is_empty() {
                key.push(' ');
            }
            key.push_str(word);
        }
    }
    key
}

/// Drops a number that ends the name as "#354" or "(74295)": which store or account it was, not who. It stays where it
/// tells bodies apart ("Local #130").
fn drop_store_number(words: &mut Vec<Folded>) {
    let [.., before, last] = words.as_slice() else { return };
    let is_number = last.text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && (last.after_hash || last.opens_parenthesis) && !NUMBERED.contains(&before.text.as_str()) {
        words.pop();
    }
}

/// "New York, City of" → "City of New York", before a parenthesis too; "Pensions Service, The" needs nothing, articles are
/// silent.
fn uninvert(words: &mut [Folded]) {
    let Some(comma) = words.iter().rposition(|word| word.after_comma) else {
        return;
    };
    let end = words[comma..]
        .iter()
        .position(|word| word.opens_parenthesis)
        .map_or(words.len(), |length| comma + length);
    let tail = words[comma..end].last().map(|word| word.text.as_str());
    if matches!(tail, Some("of" | "for")) {
        words[..end].rotate_left(comma);
    }
}

fn rewrite_phrases(words: Vec<Folded>) -> Vec<Folded> {
    let mut out: Vec<Folded> = Vec::with_capacity(words.len());
    for word in words {
        if let Some(last) = out.last()
            && !word.after_comma
            && !word.opens_parenthesis
            && let Some(phrase) = words::phrase(&last.text, &word.text)
        {
            let last = out.pop().expect("it was just looked at");
            for (index, text) in phrase.split(' ').enumerate() {
                out.push(Folded {
                    text: text.to_owned(),
                    ..if index == 0 { last.clone() } else { Folded::default() }
                });
            }
        } else {
            out.push(word);
        }
    }
    out
}

/// Splits at trade-name markers and parentheses; empty segments vanish.
fn segments(words: Vec<Folded>) -> Vec<Vec<String>> {
    let mut segments: Vec<Vec<String>> = vec![Vec::new()];
    for word in words {
        let marker = TRADE_NAME_MARKERS.contains(&word.text.as_str());
        let current = segments.last_mut().expect("there is always one");
        if (marker || word.opens_parenthesis || word.closed_parenthesis) && !current.is_empty() {
            segments.push(Vec::new());
        }
        // A marker with nothing before it is a name ("DBA Consulting").
        let current = segments.last_mut().expect("there is always one");
        if !marker || (current.is_empty() && segments.len() == 1) {
            segments.last_mut().expect("there is always one").push(word.text);
        }
    }
    segments.retain(|segment| !segment.is_empty());
    segments
}

/// Drops an acronym that only repeats the name it stands beside: "Department for Work and Pensions (DWP)", "EHRC - Equality
/// and Human Rights Commission".
fn drop_own_acronyms(segments: &mut Vec<Vec<String>>) {
    let Some((name, others)) = segments.split_first_mut() else {
        return;
    };
    let repeats: Vec<bool> = others
        .iter()
        .map(|other| matches!(&other[..], [acronym] if stands_for(acronym, name, 2, false)))
        .collect();
    if let [first, rest @ ..] = &name[..]
        && stands_for(first, rest, 3, true)
    {
        name.remove(0);
    } else if let [rest @ .., last] = &name[..]
        && stands_for(last, rest, 3, true)
    {
        name.pop();
    }
    let mut at = 0;
    segments.retain(|_| {
        at += 1;
        at == 1 || !repeats[at - 2]
    });
}

/// Whether the letters of `acronym` are the initials of at least `least` of `words` in a row (of all of them, if `whole`);
/// function words may be skipped.
fn stands_for(acronym: &str, words: &[String], least: usize, whole: bool) -> bool {
    if !(least..=8).contains(&acronym.len()) || !acronym.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return false;
    }
    let is_function = |word: &String| words::role(word) == Role::Function;
    (0..words.len()).take(if whole { 1 } else { words.len() }).any(|start| {
        let mut rest = words[start..].iter();
        let spelled = acronym.bytes().all(|letter| {
            let mut skipped = rest.clone();
            let found = loop {
                match skipped.next() {
                    Some(word) if word.as_bytes()[0] == letter => break true,
                    Some(word) if is_function(word) => {}
                    _ => break false,
                }
            };
            rest = skipped;
            found
        });
        spelled && (!whole || rest.all(is_function))
    })
}

/// Remarks count only at the end of a segment, titles only at its start; elsewhere they are words like others.
fn mark_remarks(words: &[String], roles: &mut [Role]) {
    let trailing = roles
        .iter()
        .zip(words)
        .rev()
        .take_while(|(role, word)| matches!(role, Role::Appended) || matches!(word.as_str(), "rec" | "accounts"))
        .count();
    let only_remarks = trailing == roles.len();
    let keep_from = roles.len() - trailing;
    for (index, role) in roles.iter_mut().enumerate() {
        match role {
            Role::Appended if index < keep_from || only_remarks => *role = Role::Core,
            Role::Core if index >= keep_from && !only_remarks && trailing > 1 => *role = Role::Appended,
            Role::Title if index > 0 || words.len() < 3 => *role = Role::Core,
            _ => {}
        }
    }
}

/// Marks the words of the legal forms and gives the last, which is the decisive one in "Co., Ltd.".
fn mark_legal_form(words: &[String], roles: &mut [Role]) -> Option<LegalForm> {
    let mut found = None;
    let mut end = words.len();
    let mut at_end = true;
    while end > 0 {
        if matches!(roles[end - 1], Role::Appended) {
            end -= 1;
            continue;
        }
        let hit = (1..=LONGEST_PHRASE.min(end)).rev().find_map(|length| {
            let start = end - length;
            let form = match &words[start..end] {
                [word] => LegalForm::find(word, start == 0, at_end),
                [first, ..] if !LegalForm::starts_with(first) => None,
                phrase => LegalForm::find(&phrase.join(" "), start == 0, at_end),
            }?;
            // A name must keep a word of its own.
            (start > 0 || end < words.len()).then_some((start, form))
        });
        if let Some((start, form)) = hit {
            roles[start..end].fill(Role::Legal);
            found.get_or_insert(form);
            end = start;
        } else {
            at_end = false;
            end -= 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(raw: &str) -> String {
        normalize_name(raw)
    }

    #[test]
    fn punctuation_case_and_legal_spelling_do_not_matter() {
        assert_eq!(
            key("Koki Holdings Co., Ltd. (Japan)"),
            key("KOKI HOLDINGS CO LTD JAPAN")
        );
        assert_eq!(
            key("HUNTER DOUGLAS INDUSTRIES B V"),
            key("Hunter Douglas Industries B.V.")
        );
        assert_eq!(key("Halarose Limited"), key("HALAROSE LTD"));
        assert_ne!(key("Acme LLC"), key("Acme Inc"));
    }

    #[test]
    fn inversions_and_boroughs_are_rewritten() {
        assert_eq!(key("NEW YORK, CITY OF"), key("City of New York"));
        assert_eq!(key("LB of Camden"), key("London Borough of Camden"));
        assert_eq!(
            key("Education and Skills, Department for"),
            key("Department for Education & Skills")
        );
    }

    #[test]
    fn apostrophes_numbers_and_titles() {
        assert_eq!(key("JEWEL'S BUS CO"), key("Jewel s Bus Company"));
        assert_eq!(key("WARLEY ST JOHNS UNDER 5'S"), key("Warley St John's Under Fives"));
        assert_eq!(key("MR ANDY MESSER"), "andy messer");
        assert_eq!(key("Staples Inc #354"), "staples inc");
        assert_ne!(key("IBEW Local #130"), key("IBEW Local #150"));
    }

    #[test]
    fn acronyms_of_the_name_itself_are_dropped() {
        assert_eq!(
            key("Work and Pensions, Department for (DWP)"),
            key("Department for Work & Pensions")
        );
        assert_eq!(
            key("EHRC - Equality & Human Rights Commission"),
            key("EQUALITY AND HUMAN RIGHTS COMMISSION")
        );
        assert_eq!(
            key("GOVERNMENT ACTUARYS DEPARTMENT GAD"),
            key("Government Actuary's Department")
        );
        assert_ne!(key("Acme Tools (UK)"), key("Acme Tools"));
        assert_ne!(key("IBM Global Services"), key("Global Services"));
    }

    #[test]
    fn trade_names_become_segments() {
        let name = Name::parse("PAS Development, LLC DBA Parkway Auto Spa");
        assert_eq!(name.joined(Some(0)), "pasdevelopment");
        assert_eq!(name.joined(Some(1)), "parkwayautospa");
        assert_eq!(name.legal.canonical(), "llc");
        assert_eq!(
            Name::parse("Taylor Shaw Ltd T/A Taylor Shaw").joined(Some(1)),
            "taylorshaw"
        );
    }

    #[test]
    fn names_of_silent_words_keep_them() {
        assert_eq!(key("The Company Limited"), "the company limited");
        assert_eq!(key("AP"), "ap");
        assert_eq!(key("***"), "");
    }

    #[test]
    fn other_scripts_are_transliterated() {
        assert_eq!(key("Universität für Bodenkultur"), "university bodenkultur");
        assert!(!key("東京大学").is_empty());
    }
}
