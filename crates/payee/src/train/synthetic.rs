//! Names of our own making: public bodies of many countries, firms that look like people, people with titles.
//!
//! The templates in `templates/` and the word lists of the lexicon are combined at random. They teach forms that
//! lists under a free licence lack; nothing here is ever part of a measurement.

use super::random::Random;
use super::words::{
    COUNTIES, COUNTRIES, CREDENTIALS, ENDINGS, FORMS, GEBIETE, HAN, HAN_FAMILY, HAN_GIVEN, HANGUL, HANGUL_FAMILY,
    HANGUL_GIVEN, SCIENCES, STATES, SUBJECTS, SUFFIXES, SUJETOS, SUJETS, SYLLABLES, TITLES, TRIBES,
};
use crate::lexicon::{Category, phrases_of};

const TEMPLATES: [&str; 3] = [
    include_str!("templates/business.txt"),
    include_str!("templates/individual.txt"),
    include_str!("templates/government.txt"),
];
/// One generated name and its label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Synthetic {
    pub(crate) name: String,
    pub(crate) label: u8,
}

/// Generates names: `counts` of business, individual, government, in that order.
pub(crate) fn generate(counts: [usize; 3], seed: u64) -> Vec<Synthetic> {
    let mut maker = Maker::new(seed);
    let mut names = Vec::with_capacity(counts.iter().sum());
    for (label, &count) in (0_u8..).zip(&counts) {
        let templates = templates(TEMPLATES[usize::from(label)]);
        for _ in 0..count {
            let template = templates[maker.random.below(templates.len())];
            names.push(Synthetic {
                name: maker.fill(template),
                label,
            });
        }
    }
    names
}

/// The templates of a list, each as often as its weight says.
fn templates(list: &'static str) -> Vec<&'static str> {
    let mut all = Vec::new();
    for line in list
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let (times, template) = match line.split_once(' ') {
            Some((number, rest)) => match number.parse() {
                Ok(times) => (times, rest),
                Err(_) => (1, line),
            },
            None => (1, line),
        };
        all.extend(std::iter::repeat_n(template, times));
    }
    all
}

struct Maker {
    random: Random,
    given: Vec<&'static str>,
    family: Vec<&'static str>,
    trades: Vec<&'static str>,
    brands: Vec<&'static str>,
    agencies: Vec<&'static str>,
    places: Vec<&'static str>,
    british: Vec<&'static str>,
}

impl Maker {
    fn new(seed: u64) -> Self {
        let list = |category| phrases_of(category).collect::<Vec<_>>();
        let mut trades = list(Category::Business);
        trades.extend(list(Category::CompanyWord));
        let all_places = list(Category::Place);
        let british = all_places
            .iter()
            .copied()
            .skip_while(|place| *place != "barking and dagenham")
            .collect();
        let places = all_places.into_iter().filter(|place| place.len() > 3).collect();
        Self {
            random: Random::seeded(seed),
            given: list(Category::GivenName),
            family: list(Category::FamilyName),
            trades,
            brands: list(Category::Brand),
            agencies: list(Category::Agency),
            places,
            british,
        }
    }

    fn fill(&mut self, template: &str) -> String {
        let mut name = String::with_capacity(40);
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let (slot, tail) = after.split_once('}').expect("every slot is closed");
            name.push_str(before);
            name.push_str(&self.slot(slot));
            rest = tail;
        }
        name.push_str(rest);
        name
    }

    fn slot(&mut self, slot: &str) -> String {
        let random = &mut self.random;
        match slot {
            "given" => random.pick(&self.given).to_owned(),
            "family" => random.pick(&self.family).to_owned(),
            "trade" => random.pick(&self.trades).to_owned(),
            "brand" => random.pick(&self.brands).to_owned(),
            "agency" => random.pick(&self.agencies).to_owned(),
            "form" => random.pick(FORMS).to_owned(),
            "title" => random.pick(TITLES).to_owned(),
            "credential" => random.pick(CREDENTIALS).to_owned(),
            "suffix" => random.pick(SUFFIXES).to_owned(),
            "tribe" => random.pick(TRIBES).to_owned(),
            "subject" => random.pick(SUBJECTS).to_owned(),
            "science" => random.pick(SCIENCES).to_owned(),
            "sujeto" => random.pick(SUJETOS).to_owned(),
            "sujet" => random.pick(SUJETS).to_owned(),
            "gebiet" => random.pick(GEBIETE).to_owned(),
            "state" => STATES[random.below(STATES.len())].0.to_owned(),
            "st" => STATES[random.below(STATES.len())].1.to_owned(),
            "country" => random.pick(COUNTRIES).to_owned(),
            "city" => random.pick(&self.places).to_owned(),
            "uk" => random.pick(&self.british).to_owned(),
            "agencyword" => random
                .pick(&[
                    "agency",
                    "authority",
                    "service",
                    "services",
                    "centre",
                    "center",
                    "institute",
                    "council",
                    "commission",
                    "bureau",
                    "department store",
                    "office",
                    "division",
                    "board up",
                ])
                .to_owned(),
            "i" => letter(random).to_string(),
            "n" => (1 + random.below(400)).to_string(),
            "acronym" => (0..2 + random.below(3)).map(|_| letter(random)).collect(),
            "abbr" => ["sch", "wtr", "fire", "swr", "irr", "util"][random.below(6)].to_owned(),
            "han" => (0..2 + random.below(2)).map(|_| random.pick(HAN)).collect(),
            "han_name" => format!("{}{}", random.pick(HAN_FAMILY), random.pick(HAN_GIVEN)),
            "hangul" => random.pick(HANGUL).to_owned(),
            "hangul_name" => format!("{}{}", random.pick(HANGUL_FAMILY), random.pick(HANGUL_GIVEN)),
            "county" => {
                if random.percent(60) {
                    random.pick(COUNTIES).to_owned()
                } else {
                    self.place()
                }
            }
            "place" => self.place(),
            "word" => {
                let coined: String = (0..2 + random.below(2)).map(|_| random.pick(SYLLABLES)).collect();
                coined + random.pick(ENDINGS)
            }
            other => unreachable!("the templates use no slot {other:?}"),
        }
    }

    /// A town: a real city, or a family name in one of the ways towns are named after people.
    fn place(&mut self) -> String {
        let random = &mut self.random;
        let family = random.pick(&self.family);
        match random.below(12) {
            0..=3 => random.pick(&self.places).to_owned(),
            4..=5 => family.to_owned(),
            6 => format!(
                "{family}{}",
                random.pick(&[
                    "ville", "ton", "burg", "field", "wood", "dale", "port", "ham", "ford", "bury", "stad"
                ])
            ),
            7 => format!(
                "{} {family}",
                random.pick(&[
                    "north", "south", "east", "west", "new", "mount", "fort", "lake", "port", "upper", "great"
                ])
            ),
            8 => format!(
                "{family} {}",
                random.pick(&[
                    "springs", "falls", "heights", "beach", "grove", "park", "hills", "valley", "lake", "island",
                    "city", "creek"
                ])
            ),
            9 => format!(
                "{} {}",
                random.pick(&["san", "santa", "st", "saint", "sankt", "são"]),
                random.pick(&self.given)
            ),
            _ => {
                let coined: String = (0..2).map(|_| random.pick(SYLLABLES)).collect();
                coined
                    + random.pick(&[
                        "ville", "ton", "sk", "stadt", "berg", "heim", "ingen", "ów", "ice", "abad", "pur", "nagar",
                        "ano", "ello", "eda", "mouth", "by", "wick", "o", "a",
                    ])
            }
        }
    }
}

fn letter(random: &mut Random) -> char {
    char::from(b"ABCDEFGHIJKLMNOPRSTVW"[random.below(21)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_can_be_filled() {
        let mut maker = Maker::new(1);
        for list in TEMPLATES {
            for template in templates(list) {
                assert!(!maker.fill(template).trim().is_empty(), "{template}");
            }
        }
    }

    #[test]
    fn names_depend_on_the_seed_alone() {
        assert_eq!(generate([20, 20, 20], 7), generate([20, 20, 20], 7));
        assert_ne!(generate([20, 20, 20], 7), generate([20, 20, 20], 8));
    }
}
