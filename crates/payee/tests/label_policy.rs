//! The label policy, case by case: what a payee is called in a payables file, and what it is.
//!
//! The names are common knowledge or made up; none is taken from the data the classifier is trained or measured with.

use contract::PayeeType::{self, Business, Government, Individual};
use payee::{Classifier, PayeeInput};

/// Checks that the likeliest type of every name is the expected one.
fn expect(expected: PayeeType, names: &[&str]) {
    let wrong: Vec<String> = names
        .iter()
        .map(|name| {
            (
                name,
                Classifier::embedded()
                    .classify(&PayeeInput::from_name(name))
                    .probabilities,
            )
        })
        .filter(|(_, probabilities)| {
            let likeliest = [
                (Business, probabilities.business),
                (Individual, probabilities.individual),
                (Government, probabilities.government),
            ]
            .into_iter()
            .max_by(|left, right| left.1.total_cmp(&right.1));
            likeliest.is_none_or(|(payee_type, _)| payee_type != expected)
        })
        .map(|(name, probabilities)| format!("{name}: {probabilities:?}"))
        .collect();
    assert!(wrong.is_empty(), "expected {expected}:\n{}", wrong.join("\n"));
}

/// Checks that names are decided, with at least the given confidence.
fn expect_decided(expected: PayeeType, least: f32, names: &[&str]) {
    for name in names {
        let verdict = Classifier::embedded().classify(&PayeeInput::from_name(name));
        assert_eq!(verdict.payee_type, expected, "{name}: {verdict:?}");
        assert!(verdict.confidence >= least, "{name}: {verdict:?}");
    }
}

#[test]
fn the_examples_of_the_specification_are_sure() {
    expect_decided(Business, 0.98, &["Microsoft Corporation"]);
    expect_decided(Individual, 0.98, &["John Smith"]);
    expect_decided(Government, 0.98, &["City of New York"]);
}

#[test]
fn plain_cases_are_decided() {
    expect_decided(
        Business,
        0.9,
        &["ACME PLUMBING INC", "Smith & Sons Ltd", "Müller GmbH & Co. KG"],
    );
    expect_decided(
        Individual,
        0.9,
        &["SMITH, JOHN A", "Maria Garcia Lopez", "Mr David Jones"],
    );
    expect_decided(
        Government,
        0.9,
        &["STATE OF CALIFORNIA", "Maricopa County Treasurer", "Leeds City Council"],
    );
}

#[test]
fn persons_with_credentials_are_individuals() {
    expect(
        Individual,
        &[
            "John Smith MD",
            "Jane Doe, Esq.",
            "ROBERT JONES CPA",
            "Dr. Susan Miller",
            "Mary L Johnson, RN",
            "William Brown PhD",
            "Garcia, Ana DDS",
        ],
    );
}

#[test]
fn professional_firms_are_businesses() {
    expect(
        Business,
        &[
            "John Smith MD PC",
            "JANE DOE PLLC",
            "Robert Jones CPA LLC",
            "Law Offices of Susan Miller",
            "Smith & Wesson Dental Associates",
            "MILLER FAMILY DENTISTRY PA",
            "Jones Walker LLP",
        ],
    );
}

#[test]
fn associations_are_businesses() {
    expect(
        Business,
        &[
            "American Red Cross",
            "First Baptist Church",
            "St. Mary's Catholic Church",
            "Teamsters Local 25",
            "Rotary Club of Springfield",
            "Friends of the Library",
            "Committee to Elect Jane Doe",
            "Smith for Senate",
            "Greater Springfield Chamber of Commerce",
            "Boy Scouts of America",
            "Arts Council of Springfield",
            "National Council of Teachers of English",
            "Council on Aging Inc",
            "Habitat for Humanity",
            "Fraternal Order of Police Lodge 7",
            "Oak Hill Homeowners Association",
            "Refugee Council",
            "Sierra Club",
        ],
    );
}

#[test]
fn public_bodies_are_government() {
    expect(
        Government,
        &[
            "Springfield Unified School District",
            "Clerk of Court",
            "U.S. Bankruptcy Court",
            "Public Utility District No 1 of Chelan County",
            "Texas Department of Transportation",
            "Guy's and St Thomas' NHS Foundation Trust",
            "Securities and Exchange Commission",
            "Franklin County Sheriff's Office",
            "TOWNSHIP OF WAYNE",
            "Secretary of State",
            "Internal Revenue Service",
            "Board of Education",
            "London Borough of Camden",
            "Thames Valley Police",
            "HM Revenue & Customs",
            "Environment Agency",
            "Village of Oak Park",
            "Ohio Bureau of Workers Compensation",
            "Florida Highway Patrol",
            "Metropolitan Water District",
            "Housing Authority of the City of Dayton",
        ],
    );
}

#[test]
fn inverted_and_cut_public_bodies_are_government() {
    expect(
        Government,
        &[
            "AUSTIN, CITY OF",
            "TEMPE CITY OF",
            "SALEM, TOWN OF",
            "LAKE COUNTY TREASUR",
            "CITY OF COLORADO SPR",
            "MINNESOTA DEPARTMENT OF HUMAN SE",
            "COUNTY OF LOS ANGELES DEPT OF PUBL",
            "OHIO, STATE OF",
            "LB OF HACKNEY",
        ],
    );
}

#[test]
fn agencies_without_a_government_word_are_government() {
    expect(
        Government,
        &[
            "IRS",
            "HMRC",
            "Ofsted",
            "DVLA",
            "Caltrans",
            "SCDMV",
            "FEMA",
            "USDA",
            "NASA",
            "NYC DOT",
            "PennDOT",
            "NHS England",
            "Companies House",
            "Ordnance Survey",
            "URSSAF",
        ],
    );
}

#[test]
fn brands_that_look_like_people_are_businesses() {
    expect(
        Business,
        &[
            "Morgan Stanley",
            "Dell",
            "Warby Parker",
            "JOHN DEERE",
            "Charles Schwab",
            "Ralph Lauren",
            "WELLS FARGO",
            "Ernst & Young",
            "Edward Jones",
            "Eddie Bauer",
            "Johnson Controls",
            "Merrill Lynch",
            "Sherwin Williams",
            "Harley Davidson",
            "Tiffany & Co",
        ],
    );
}

#[test]
fn firms_named_after_people_are_businesses() {
    expect(
        Business,
        &[
            "Smith Plumbing",
            "Bob's Auto Repair",
            "Jones & Sons",
            "Garcia Brothers Construction",
            "Miller, Davis & Brown",
            "O'Brien Electric",
            "SMITH JONES & PARTNERS",
            "Tony's Pizza",
            "McDonald's",
            "Rodriguez Landscaping",
            "Johnson Farms",
            "Gebr. Schmidt",
        ],
    );
}

#[test]
fn firms_with_public_words_are_businesses() {
    expect(
        Business,
        &[
            "State Farm Insurance",
            "County Line Grill",
            "City Electric Supply",
            "Federal Express",
            "Town & Country Motors",
            "Capitol Plumbing",
            "National Grid USA",
            "US Foods Inc",
            "Village Inn",
            "Public Storage",
            "General Electric",
            "City Wide Cleaning Services",
            "Republic Services Inc",
            "Sheriff Security LLC",
        ],
    );
}

#[test]
fn persons_of_all_cultures_are_individuals() {
    expect(
        Individual,
        &[
            "Nguyen Van Anh",
            "Mohammed Al-Rashid",
            "Priya Venkataraman",
            "Oluwaseun Adebayo",
            "Siobhán O'Connor",
            "Björn Lindqvist",
            "Katarzyna Wiśniewska",
            "Giovanni Esposito",
            "João da Silva",
            "Li Wei",
            "Kim Min-jun",
            "Hiroshi Tanaka",
            "Ravi Shankar Prasad",
            "Abdul Rahman bin Ismail",
            "Dmitri Ivanov",
            "Иван Петров",
            "王伟",
            "김민준",
            "محمد علي",
            "Σοφία Παπαδοπούλου",
            "Chukwuemeka Obi",
            "Tomáš Dvořák",
            "Szabó Katalin",
            "Van der Berg, Pieter",
            "Fatima Zahra Benali",
            "Jean-Pierre Dubois",
        ],
    );
}

#[test]
fn person_formats_are_individuals() {
    expect(
        Individual,
        &[
            "JOHNSON ROBERT L",
            "DAVIS, MARY ELLEN",
            "J R SMITH",
            "Robert & Linda Miller",
            "WILLIAM T ADAMS JR",
            "Mrs E Thompson",
            "Thompson-Baker, Emily",
            "THOMAS JAMES III",
            "Dr A K Patel",
            "GARCIA HERNANDEZ, JOSE LUIS",
        ],
    );
}

#[test]
fn bodies_of_other_countries() {
    expect(
        Government,
        &[
            "Ayuntamiento de Sevilla",
            "Mairie de Bordeaux",
            "Stadt Köln",
            "Finanzamt München",
            "Comune di Bologna",
            "Gemeente Utrecht",
            "Prefeitura Municipal de Curitiba",
            "Urząd Skarbowy Kraków",
            "Bundesministerium der Finanzen",
            "Göteborgs kommun",
            "Municipal Corporation of Pune",
            "Ministerio de Hacienda",
            "Ankara Büyükşehir Belediyesi",
            "横浜市役所",
            "Gram Panchayat Rampur",
            "Městský úřad Olomouc",
            "서울시청",
        ],
    );
    expect(
        Business,
        &[
            "Construcciones Pérez SL",
            "Boulangerie Martin SARL",
            "Autohaus Schneider",
            "Ristorante Da Mario",
            "Sharma Traders",
            "Tata Motors Limited",
            "Grupo Bimbo SAB de CV",
            "Kowalski Sp. z o.o.",
            "株式会社日立製作所",
            "ООО Ромашка",
            "삼성전자 주식회사",
            "上海科技有限公司",
            "Shree Ganesh Enterprises",
            "PT Maju Jaya",
            "Panadería San José",
            "Nordisk Film A/S",
            "Yıldız İnşaat Ltd. Şti.",
        ],
    );
}

#[test]
fn what_the_string_cannot_decide_has_a_sub_type() {
    use contract::PayeeSubtype as S;
    for (name, expected) in [
        ("Stanford University", S::University),
        ("Lincoln Elementary School", S::School),
        ("JOHN SMITH DBA SMITH PLUMBING", S::SoleProprietor),
        ("Estate of Mary Jones", S::Estate),
        ("Smith Family Trust", S::Trust),
        ("World Health Organization", S::InternationalOrganization),
    ] {
        let verdict = Classifier::embedded().classify(&PayeeInput::from_name(name));
        assert_eq!(verdict.subtype, Some(expected), "{name}: {verdict:?}");
    }
}
