//! Names of our own making: public bodies of many countries, firms that look like people, people with titles.
//!
//! The templates in `templates/` and the word lists of the lexicon are combined at random. They teach forms that
//! lists under a free licence lack; nothing here is ever part of a measurement.

use super::random::Random;
use crate::lexicon::{Category, phrases_of};

const TEMPLATES: [&str; 3] = [
    include_str!("templates/business.txt"),
    include_str!("templates/individual.txt"),
    include_str!("templates/government.txt"),
];
const SUBJECTS: &[&str] = &[
    "agriculture",
    "revenue",
    "taxation",
    "transportation",
    "health",
    "public health",
    "human services",
    "social services",
    "education",
    "labor",
    "employment",
    "commerce",
    "economic development",
    "energy",
    "environment",
    "environmental quality",
    "natural resources",
    "fish and wildlife",
    "parks",
    "tourism",
    "corrections",
    "justice",
    "public safety",
    "motor vehicles",
    "insurance",
    "banking",
    "finance",
    "treasury",
    "customs",
    "immigration",
    "statistics",
    "standards",
    "metrology",
    "science",
    "technology",
    "research",
    "aviation",
    "railways",
    "ports",
    "maritime",
    "water",
    "water resources",
    "forestry",
    "mining",
    "housing",
    "planning",
    "culture",
    "sports",
    "youth",
    "women",
    "veterans affairs",
    "defense",
    "foreign affairs",
    "interior",
    "trade",
    "industry",
    "competition",
    "consumer protection",
    "communications",
    "telecommunications",
    "nuclear safety",
    "radiation",
    "space",
    "meteorology",
    "geology",
    "oceanography",
    "food safety",
    "drug control",
    "medicine",
    "nursing",
    "pharmacy",
    "accountancy",
    "elections",
    "ethics",
    "civil rights",
    "emergency management",
    "licensing",
    "gaming",
    "liquor control",
    "racing",
    "lottery",
    "retirement",
    "personnel",
    "general services",
    "public works",
    "highways",
    "procurement",
    "audit",
    "conservation",
    "heritage",
    "archives",
    "libraries",
    "arts",
    "aging",
    "children",
    "families",
    "disability",
    "mental health",
    "rehabilitation",
    "workforce",
    "information technology",
    "toxic substances control",
    "waste",
];
const SUJETOS: &[&str] = &[
    "salud",
    "educación",
    "hacienda",
    "finanzas",
    "economía",
    "agricultura",
    "medio ambiente",
    "transporte",
    "obras públicas",
    "trabajo",
    "justicia",
    "defensa",
    "seguridad",
    "cultura",
    "turismo",
    "energía",
    "minas",
    "vivienda",
    "desarrollo social",
    "relaciones exteriores",
    "ciencia",
    "tecnología",
    "aguas",
    "estadística",
    "pesca",
    "aduanas",
    "migración",
    "meteorología",
    "geología",
    "saúde",
    "educação",
    "fazenda",
    "planejamento",
    "justiça",
    "ciência e tecnologia",
];
const SUJETS: &[&str] = &[
    "santé",
    "éducation",
    "finances",
    "économie",
    "agriculture",
    "environnement",
    "transports",
    "travail",
    "justice",
    "défense",
    "culture",
    "tourisme",
    "énergie",
    "logement",
    "recherche",
    "statistique",
    "météorologie",
    "salute",
    "istruzione",
    "economia",
    "ambiente",
    "trasporti",
    "lavoro",
    "giustizia",
    "difesa",
    "ricerca",
    "sanità",
    "fisica nucleare",
    "l'agriculture",
    "la recherche",
    "l'environnement",
];
const GEBIETE: &[&str] = &[
    "umwelt",
    "gesundheit",
    "bildung",
    "finanzen",
    "wirtschaft",
    "landwirtschaft",
    "verkehr",
    "arbeit",
    "justiz",
    "inneres",
    "kultur",
    "energie",
    "forschung",
    "statistik",
    "naturschutz",
    "strahlenschutz",
    "soziales",
    "onderwijs",
    "financiën",
    "volksgezondheid",
    "finansów",
    "zdrowia",
    "edukacji",
    "rolnictwa",
    "środowiska",
    "kultury",
    "sprawiedliwości",
];
const COUNTRIES: &[&str] = &[
    "United States",
    "United Kingdom",
    "Canada",
    "Australia",
    "New Zealand",
    "Ireland",
    "India",
    "China",
    "Japan",
    "South Korea",
    "Taiwan",
    "Hong Kong",
    "Singapore",
    "Malaysia",
    "Thailand",
    "Vietnam",
    "Indonesia",
    "Philippines",
    "Germany",
    "France",
    "Italy",
    "Spain",
    "Portugal",
    "Netherlands",
    "Belgium",
    "Switzerland",
    "Austria",
    "Sweden",
    "Norway",
    "Denmark",
    "Finland",
    "Iceland",
    "Poland",
    "Czech Republic",
    "Czechia",
    "Slovakia",
    "Hungary",
    "Romania",
    "Bulgaria",
    "Greece",
    "Turkey",
    "Russia",
    "Ukraine",
    "Serbia",
    "Croatia",
    "Slovenia",
    "Israel",
    "Egypt",
    "South Africa",
    "Nigeria",
    "Kenya",
    "Ghana",
    "Saudi Arabia",
    "United Arab Emirates",
    "Qatar",
    "Pakistan",
    "Bangladesh",
    "Sri Lanka",
    "Nepal",
    "Mexico",
    "Brazil",
    "Argentina",
    "Chile",
    "Colombia",
    "Peru",
];
const STATES: &[(&str, &str)] = &[
    ("Alabama", "AL"),
    ("Alaska", "AK"),
    ("Arizona", "AZ"),
    ("Arkansas", "AR"),
    ("California", "CA"),
    ("Colorado", "CO"),
    ("Connecticut", "CT"),
    ("Delaware", "DE"),
    ("Florida", "FL"),
    ("Georgia", "GA"),
    ("Hawaii", "HI"),
    ("Idaho", "ID"),
    ("Illinois", "IL"),
    ("Indiana", "IN"),
    ("Iowa", "IA"),
    ("Kansas", "KS"),
    ("Kentucky", "KY"),
    ("Louisiana", "LA"),
    ("Maine", "ME"),
    ("Maryland", "MD"),
    ("Massachusetts", "MA"),
    ("Michigan", "MI"),
    ("Minnesota", "MN"),
    ("Mississippi", "MS"),
    ("Missouri", "MO"),
    ("Montana", "MT"),
    ("Nebraska", "NE"),
    ("Nevada", "NV"),
    ("New Hampshire", "NH"),
    ("New Jersey", "NJ"),
    ("New Mexico", "NM"),
    ("New York", "NY"),
    ("North Carolina", "NC"),
    ("North Dakota", "ND"),
    ("Ohio", "OH"),
    ("Oklahoma", "OK"),
    ("Oregon", "OR"),
    ("Pennsylvania", "PA"),
    ("Rhode Island", "RI"),
    ("South Carolina", "SC"),
    ("South Dakota", "SD"),
    ("Tennessee", "TN"),
    ("Texas", "TX"),
    ("Utah", "UT"),
    ("Vermont", "VT"),
    ("Virginia", "VA"),
    ("Washington", "WA"),
    ("West Virginia", "WV"),
    ("Wisconsin", "WI"),
    ("Wyoming", "WY"),
];
const FORMS: &[&str] = &[
    "inc",
    "llc",
    "ltd",
    "corp",
    "co",
    "limited",
    "incorporated",
    "corporation",
    "company",
    "l.l.c.",
    "inc.",
    "lp",
    "llp",
    "plc",
    "gmbh",
    "sa",
    "sarl",
    "bv",
    "pty ltd",
    "pvt ltd",
    "srl",
    "spa",
    "ab",
    "as",
    "oy",
    "sp z oo",
    "ltda",
    "sl",
    "pc",
    "pllc",
];
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "miss", "dr", "prof", "rev", "sir", "fr", "rabbi", "capt", "sgt", "judge", "hon", "herr",
    "frau", "sra", "mme",
];
const CREDENTIALS: &[&str] = &[
    "md", "dds", "dmd", "do", "cpa", "esq", "phd", "rn", "jd", "pe", "dvm", "od", "dc", "lcsw", "lmft", "np", "pt",
    "psyd", "edd", "mba", "aia", "esquire", "m.d.", "ph.d.", "c.p.a.", "lpc", "ccc-slp", "lmt", "qc", "obe",
];
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv", "jr.", "sr."];
const TRIBES: &[&str] = &[
    "cherokee", "navajo", "choctaw", "chippewa", "sioux", "apache", "pueblo", "seminole", "creek", "ute", "hopi",
    "yakama", "mohawk",
];
const SYLLABLES: &[&str] = &[
    "a", "al", "am", "an", "ar", "ax", "be", "bi", "bo", "ca", "ce", "co", "cor", "cy", "da", "del", "di", "do", "dyn",
    "e", "el", "en", "ex", "fa", "fi", "fo", "ga", "gen", "glo", "ha", "he", "in", "ja", "ka", "ki", "ko", "la", "le",
    "li", "lo", "lu", "ma", "me", "mi", "mo", "na", "ne", "ni", "no", "nu", "o", "om", "on", "op", "or", "pa", "pe",
    "pho", "po", "pri", "pro", "qua", "ra", "re", "ri", "ro", "sa", "se", "si", "so", "sta", "sun", "sy", "ta", "te",
    "ti", "to", "tra", "tri", "u", "uni", "va", "ve", "vi", "vo", "wa", "xe", "ya", "za", "zen",
];
const ENDINGS: &[&str] = &[
    "", "", "x", "n", "tech", "tek", "co", "corp", "soft", "ware", "net", "lab", "ics", "ium", "ex", "ly", "ify",
    "tron", "dyne", "gen", "path", "link", "works", "star", "one", "max",
];
const HAN: &[&str] = &[
    "東", "京", "大", "阪", "上", "海", "北", "南", "西", "山", "川", "田", "中", "日", "本", "光", "明", "華", "新",
    "三", "島", "福", "岡", "長", "江", "广", "州", "深", "圳", "天", "成", "安", "金", "石", "星", "和", "平", "富",
    "士", "松", "高", "木",
];
const HAN_FAMILY: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "林", "佐藤", "鈴木", "高橋",
    "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤", "陳", "張",
];
const HAN_GIVEN: &[&str] = &[
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "秀英",
    "建国", "小明", "志強", "美玲", "太郎", "花子", "健一", "翔太", "美咲", "陽子", "大輔", "恵子", "誠", "愛",
];
const HANGUL: &[&str] = &[
    "서울", "부산", "대구", "인천", "광주", "대전", "울산", "수원", "성남", "강남", "한국", "대한", "현대", "삼성",
    "동양", "제일", "신한", "태양", "미래",
];
const HANGUL_FAMILY: &[&str] = &[
    "김", "이", "박", "최", "정", "강", "조", "윤", "장", "임", "한", "오", "서", "신", "권", "황",
];
const HANGUL_GIVEN: &[&str] = &[
    "민준", "서준", "도윤", "예준", "지우", "서연", "서윤", "지민", "민서", "하은", "영수", "영희", "철수", "정호",
    "미경", "은주", "현우", "수진",
];
const COUNTIES: &[&str] = &[
    "Jefferson",
    "Washington",
    "Franklin",
    "Jackson",
    "Lincoln",
    "Madison",
    "Montgomery",
    "Clay",
    "Monroe",
    "Marion",
    "Union",
    "Wayne",
    "Orange",
    "Greene",
    "Grant",
    "Lake",
    "Polk",
    "Warren",
    "Carroll",
    "Douglas",
    "Hamilton",
    "Adams",
    "Essex",
    "Kent",
    "Sussex",
    "Surrey",
    "Norfolk",
    "Suffolk",
    "Devon",
    "Dorset",
    "Somerset",
    "Cheshire",
    "Lancashire",
    "Durham",
    "Cumbria",
    "Cook",
    "Maricopa",
    "Harris",
    "Dallas",
    "King",
    "Clark",
    "Dade",
    "Broward",
    "Travis",
    "Bexar",
    "Fulton",
    "Wake",
    "Mecklenburg",
    "Fairfax",
    "Erie",
    "Suffolk",
    "Nassau",
    "Hennepin",
    "Cuyahoga",
    "Allegheny",
    "Alameda",
    "Riverside",
    "San Bernardino",
    "Santa Clara",
    "Los Angeles",
    "San Diego",
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
