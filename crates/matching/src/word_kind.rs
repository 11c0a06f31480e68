//! What sort of word it is, where the sort matters: bodies that share every other word are told apart by these.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::normalize::COUNTRIES;

/// The sort of a canonical word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum WordKind {
    /// Any other word.
    #[default]
    Plain,
    /// Mostly digits.
    Number,
    /// A point of the compass.
    Direction,
    /// What sort of body it is: a university is no hospital.
    Body,
    /// A country or its people.
    Country,
    /// A region or large city.
    Place,
}

const DIRECTIONS: &str = "north south east west northeast northwest southeast southwest northern southern eastern western \
                          upper lower";

const BODIES: &str = "academy agency archive association authority bank bureau campus center church clinic club college \
                      commission committee company consortium council court department directorate district division \
                      faculty federation foundation fund garden group hospital house initiative institute institution \
                      laboratory league library ministry museum network observatory office organisation park partnership \
                      polytechnic program project school secretariat service services society station studio team trust \
                      union unit university";

/// States, provinces and cities that often tell bodies of one name apart; the last word of those with several.
const PLACES: &str = "alabama alaska arizona arkansas california carolina colorado connecticut dakota delaware florida georgia \
                      hawaii idaho illinois indiana iowa jersey kansas kentucky louisiana maine maryland massachusetts \
                      michigan minnesota mississippi missouri montana nebraska nevada hampshire york ohio oklahoma oregon \
                      pennsylvania rhode tennessee texas utah vermont virginia washington wisconsin wyoming alberta columbia \
                      manitoba ontario quebec saskatchewan queensland tasmania victoria wales anhui fujian gansu guangdong \
                      guangxi guizhou hainan hebei heilongjiang henan hubei hunan jiangsu jiangxi jilin liaoning ningxia \
                      qinghai shaanxi shandong shanxi sichuan xinjiang yunnan zhejiang bihar gujarat karnataka kerala \
                      maharashtra punjab rajasthan bavaria bayern hessen saxony sachsen thuringen andalucia aragon catalunya \
                      cataluna galicia valencia normandie bretagne bourgogne aquitaine occitanie lombardia toscana amsterdam \
                      athens atlanta baltimore bangalore bangkok barcelona beijing belfast belgrade berlin birmingham bologna \
                      bordeaux boston bradford brussels budapest bucharest cairo cambridge cardiff chicago cleveland cologne \
                      copenhagen dallas delhi denver detroit dublin edinburgh florence frankfurt geneva glasgow grenoble \
                      guangzhou hamburg helsinki houston istanbul jakarta karachi kiev kyiv krakow kyoto lahore leeds leicester \
                      lille lisbon liverpool london lyon madrid manchester marseille melbourne memphis miami milan milano \
                      minneapolis montpellier montreal moscow mumbai munchen munich nagoya nanjing nantes naples newcastle \
                      nottingham osaka oslo oxford padova paris perth philadelphia phoenix pittsburgh porto portland prague \
                      rennes roma rome rotterdam seattle seoul shanghai sheffield shenzhen sofia stockholm strasbourg stuttgart \
                      sydney taipei tehran tianjin tokyo torino toronto toulouse turin utrecht vancouver vienna warsaw wuhan \
                      zagreb zurich";

static KINDS: LazyLock<FxHashMap<&'static [u8], WordKind>> = LazyLock::new(|| {
    let of = |words: &'static str, kind| words.split_ascii_whitespace().map(move |word| (word.as_bytes(), kind));
    of(DIRECTIONS, WordKind::Direction)
        .chain(of(BODIES, WordKind::Body))
        .chain(COUNTRIES.iter().flat_map(|(country, _)| of(country, WordKind::Country)))
        .chain(of("uk us england america american", WordKind::Country))
        .chain(of(PLACES, WordKind::Place))
        .collect()
});

impl WordKind {
    /// The kind of a word of a parsed name.
    pub(crate) fn of(word: &[u8]) -> Self {
        if is_number(word) {
            Self::Number
        } else {
            KINDS.get(word).copied().unwrap_or_default()
        }
    }
}

fn is_number(word: &[u8]) -> bool {
    word.first().is_some_and(u8::is_ascii_digit)
        && word.iter().filter(|byte| byte.is_ascii_digit()).count() * 2 >= word.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_kinds() {
        for (word, kind) in [
            ("12a", WordKind::Number),
            ("university", WordKind::Body),
            ("italy", WordKind::Country),
            ("upper", WordKind::Direction),
            ("york", WordKind::Place),
            ("acme", WordKind::Plain),
        ] {
            assert_eq!(WordKind::of(word.as_bytes()), kind, "{word}");
        }
    }
}
