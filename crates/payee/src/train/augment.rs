//! Spellings of a name that payables files hold: cut short, inverted, without legal form, with titles.

use super::random::Random;
use crate::lexicon::{Category, Lexicon};
use crate::tokens::Name;

const TITLES: &[&str] = &["Mr", "Mrs", "Ms", "Miss", "Dr", "Prof", "Rev", "MR.", "DR."];
const CREDENTIALS: &[&str] = &[
    "MD", "M.D.", "DDS", "DMD", "CPA", "ESQ", "PhD", "RN", "JD", "PE", "DVM", "OD", "LCSW", "DO", "JR", "SR", "II",
    "III",
];

/// A variant of a training name, often the name itself.
pub(crate) fn vary(name: &str, label: u8, random: &mut Random) -> String {
    let mut varied = match label {
        0 => business(name, random),
        1 => person(name, random),
        _ => government(name, random),
    };
    if random.percent(8) {
        varied = cut(&varied, 20 + random.below(16));
    }
    if random.percent(2) {
        varied = without_a_letter(&varied, random);
    }
    varied
}

/// The first characters, as a fixed-width column keeps them.
pub(crate) fn cut(name: &str, characters: usize) -> String {
    name.chars().take(characters).collect::<String>().trim_end().to_owned()
}

fn without_a_letter(name: &str, random: &mut Random) -> String {
    let length = name.chars().count();
    if length < 6 {
        return name.to_owned();
    }
    let dropped = 1 + random.below(length - 1);
    name.chars()
        .enumerate()
        .filter(|(index, _)| *index != dropped)
        .map(|(_, character)| character)
        .collect()
}

fn business(name: &str, random: &mut Random) -> String {
    if random.percent(20)
        && let Some(stripped) = without_legal_form(name)
    {
        return stripped;
    }
    name.to_owned()
}

/// The name without its last words that are legal forms; `None` when there are none or nothing is left.
fn without_legal_form(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let keep = words.iter().rposition(|word| {
        let parsed = Name::parse(word);
        parsed.tokens.is_empty() || !Lexicon::embedded().word(parsed.word_at(0)).has(Category::LegalForm)
    })? + 1;
    (keep < words.len() && keep > 1).then(|| words[..keep].join(" ").trim_end_matches(',').to_owned())
}

fn person(name: &str, random: &mut Random) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let mut varied = name.to_owned();
    if words.len() >= 2 && random.percent(35) {
        varied = if let Some((family, given)) = name.split_once(',') {
            let given = given.trim();
            if random.percent(75) {
                format!("{given} {family}")
            } else {
                format!("{family} {given}")
            }
        } else {
            let (last, first) = words.split_last().expect("two words at least");
            let first = first.join(" ");
            if random.percent(60) {
                format!("{last}, {first}")
            } else {
                format!("{last} {first}")
            }
        };
    }
    if random.percent(6) {
        varied = format!("{} {varied}", random.pick(TITLES));
    }
    if random.percent(6) {
        let comma = if random.percent(40) { "," } else { "" };
        varied = format!("{varied}{comma} {}", random.pick(CREDENTIALS));
    }
    varied
}

fn government(name: &str, random: &mut Random) -> String {
    for (opening, inverted) in [
        ("City of ", "CITY OF"),
        ("Town of ", "TOWN OF"),
        ("County of ", "COUNTY OF"),
        ("Village of ", "VILLAGE OF"),
    ] {
        if let Some(place) = name.strip_prefix(opening)
            && random.percent(30)
        {
            let comma = if random.percent(60) { "," } else { "" };
            return format!("{place}{comma} {inverted}");
        }
    }
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_are_stripped_but_never_the_whole_name() {
        assert_eq!(
            without_legal_form("Acme Plumbing, Inc."),
            Some("Acme Plumbing".to_owned())
        );
        assert_eq!(without_legal_form("Limited"), None);
        assert_eq!(without_legal_form("Acme Plumbing"), None);
    }

    #[test]
    fn variants_depend_on_the_seed_alone() {
        let variants = |seed| {
            let mut random = Random::seeded(seed);
            (0..50)
                .map(|_| vary("John A Smith", 1, &mut random))
                .collect::<Vec<_>>()
        };
        assert_eq!(variants(1), variants(1));
        assert_ne!(variants(1), variants(2));
    }
}
