//! Names as payables files of many countries hold them, and what they are called in review.
//!
//! The names are made up or common knowledge; none is taken from the data the classifier is trained or measured with.

use contract::PayeeType::{self, Business, Government, Individual};
use payee::{Classifier, PayeeInput};

/// Checks that the likeliest type of every name is the expected one.
fn expect(expected: PayeeType, names: &[&str]) {
    let wrong: Vec<String> = names
        .iter()
        .filter_map(|name| {
            let probabilities = Classifier::embedded()
                .classify(&PayeeInput::from_name(name))
                .probabilities;
            let (likeliest, _) = [
                (Business, probabilities.business),
                (Individual, probabilities.individual),
                (Government, probabilities.government),
            ]
            .into_iter()
            .max_by(|left, right| left.1.total_cmp(&right.1))?;
            (likeliest != expected).then(|| format!("{name}: {probabilities:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "expected {expected}:\n{}", wrong.join("\n"));
}

#[test]
fn subsidiaries_carry_their_country_in_brackets() {
    expect(
        Business,
        &[
            "Brightwave (United Kingdom)",
            "Novatrix (Germany)",
            "SIEMENS (PORTUGAL)",
            "Kestrel Therapeutics (United States)",
            "Vantor Life Sciences (Canada)",
            "Tessellon (Japan)",
        ],
    );
}

#[test]
fn learned_societies_and_foundations_are_businesses() {
    expect(
        Business,
        &[
            "Deutsche Gesellschaft für Vulkanologie e.V.",
            "Société française de botanique",
            "Sociedad Española de Pediatría",
            "Associação Brasileira de Nutrição",
            "International Society for Soil Physics",
            "American Association of Toxicology",
            "Stichting Vrienden van het Orgel",
            "Lindqvist Family Foundation",
            "Royal Society of Arts",
            "公益財団法人山田文化財団",
            "一般社団法人日本建築協会",
            "特定非営利活動法人みどりの会",
            "재단법인 한빛",
        ],
    );
}

#[test]
fn research_of_the_state_is_public() {
    expect(
        Government,
        &[
            "National Institute of Oceanography",
            "Geological Survey of Namibia",
            "Instituto Nacional de Nutrición",
            "Landesamt für Denkmalpflege",
            "Bundesanstalt für Wasserbau",
            "Research Council of Norway",
            "Ministry of Health of Bhutan",
            "Statistics Botswana",
            "Министерство здравоохранения",
            "国立感染症研究所",
            "US Army Corps of Engineers",
            "Naval Research Laboratory",
        ],
    );
}

#[test]
fn east_asian_names_are_told_by_their_characters() {
    expect(
        Business,
        &[
            "山田電機株式会社",
            "北京华星科技有限公司",
            "三和建設",
            "東海銀行",
            "주식회사 한국전자",
        ],
    );
    expect(Government, &["大阪市役所", "上海市人民政府", "東京都庁", "서울시청"]);
    expect(Individual, &["佐藤健一", "王小明", "김민준"]);
}

#[test]
fn public_bodies_in_every_order() {
    expect(
        Government,
        &[
            "FAIRVIEW, CITY OF",
            "OAKDALE CITY OF",
            "HARRIS, COUNTY OF",
            "LB OF CAMDEN",
            "STATE OF OHIO TREASURER",
            "CALIFORNIA DEPT OF TAX AND FEE ADM",
            "INTERNAL REVENUE SERV",
            "TEXAS COMPTROLLER OF PUBLIC ACCOUN",
            "LINCOLN UNIFIED SCHOOL DIST",
            "Ayuntamiento de Sevilla",
            "Prefeitura Municipal de Campinas",
            "Stadt Köln",
            "Gemeente Utrecht",
            "Commune de Lyon",
            "Comune di Parma",
            "Gmina Lublin",
            "Leeds City Council",
            "HMRC",
            "Ofsted",
            "SAT Servicio de Administracion Tributaria",
            "Municipal Corporation of Greater Mumbai",
            "Comisión Federal de Electricidad",
        ],
    );
}

#[test]
fn firms_that_look_like_people_or_bodies() {
    expect(
        Business,
        &[
            "Law Offices of Maria Delgado",
            "JOHN SMITH DBA SMITH PLUMBING",
            "Baker & Daughters Roofing",
            "Tata Consultancy Services Pvt Ltd",
            "Grupo Bimbo SAB de CV",
            "Construtora Almeida Ltda",
            "Müller & Söhne GmbH & Co KG",
            "Jansen Bouw BV",
            "Nordisk Film A/S",
            "Morgan Stanley",
            "Ben & Jerry's",
            "State Farm Insurance",
            "Burger City LLC",
            "Ministry of Sound Ltd",
            "St Mary's Catholic Church",
            "First National Bank of Omaha",
            "Teamsters Local 25",
            "Friends of the Library",
            "Committee to Elect Jane Doe",
            "Hartley Insurance Agency",
            "Northside Sewer & Drain",
            "Dela Cruz Dental Clinic PC",
        ],
    );
}

#[test]
fn people_of_all_cultures() {
    expect(
        Individual,
        &[
            "SMITH, JOHN A",
            "O'BRIEN, MARY KATE",
            "Nguyen Thi Thanh Huong",
            "VENKATASUBRAMANIAN, LAKSHMI",
            "Chukwuemeka Okonkwo",
            "Kwame Boateng",
            "Tesfaye Gebremariam",
            "Hovhannes Petrosyan",
            "Olena Kovalenko",
            "José Luis García Márquez",
            "María de los Ángeles Hernández",
            "Ayşe Yılmaz",
            "Mohammed bin Salman al-Harbi",
            "Siti Nurhaliza binti Ahmad",
            "Jaswinder Kaur Dhillon",
            "Hiroshi Yamashita",
            "Soo-Jin Park",
            "Nikolaos Papadopoulos",
            "Þórunn Jónsdóttir",
            "Иванов Иван Петрович",
            "Γιώργος Παπαδόπουλος",
            "J. R. Whitfield",
            "Dr Ana Souza",
            "PATEL, RAKESH K MD",
            "Robert & Susan Miller",
            "Lakshmi Narayanan Iyer",
            "Thandiwe Nkosi",
            "Wojciech Kaminski",
        ],
    );
}
