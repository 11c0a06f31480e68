//! Words that mean the same: abbreviations, numbers, spellings and the institution words of other languages.
//!
//! Only what is unambiguous is rewritten here ("univ", "dept"); what may stand for several words ("assoc", "tech") is left
//! to the alignment, which knows the other name.

use std::{borrow::Cow, sync::LazyLock};

use rustc_hash::FxHashMap;

use super::translate::{COUNTRIES, WORDS, with_english_ending};

/// Canonical word, then the words rewritten to it.
const CANONICAL: &[(&str, &str)] = &[
    // numbers
    ("1", "one"),
    ("2", "two ii"),
    ("3", "three iii"),
    ("4", "four"),
    ("5", "five fives 5s"),
    ("6", "six vi"),
    ("7", "seven vii"),
    ("8", "eight viii"),
    ("9", "nine ix"),
    ("10", "ten"),
    ("11", "eleven"),
    ("12", "twelve"),
    ("1st", "first"),
    ("2nd", "second"),
    ("3rd", "third"),
    ("4th", "fourth"),
    ("5th", "fifth"),
    // abbreviations of English business and government words
    (
        "academy",
        "acad academia akademie academie accademia akademi akademia akademija academiei academies",
    ),
    ("accounting", "acctg"),
    ("administration", "admin administracion administracao administrazione"),
    ("agricultural", "agri agric agricole agricola"),
    ("american", "amer"),
    ("apartments", "apts"),
    ("associates", "assocs"),
    (
        "association",
        "assn asso asociacion associazione associacao asociatia asociacija associacio vereniging verein",
    ),
    ("authority", "auth"),
    ("automotive", "autom"),
    ("boulevard", "blvd"),
    ("brothers", "bros"),
    ("building", "bldg"),
    ("california", "calif"),
    ("center", "centre ctr cntr centro zentrum centrum centar"),
    ("commission", "commn"),
    ("committee", "cmte cttee comite"),
    ("community", "comm cmty"),
    ("construction", "constr const"),
    ("contractors", "contr"),
    ("council", "cncl consejo conselho consiglio conseil concilio"),
    ("county", "cnty"),
    ("department", "dept dpt departamento departement dipartimento"),
    (
        "development",
        "dev devel dvlpmnt desarrollo desenvolvimento developpement sviluppo",
    ),
    ("distribution", "distrib"),
    ("district", "dist distr"),
    ("division", "div"),
    ("education", "educ educacion educacao"),
    ("electric", "elec"),
    (
        "engineering",
        "engr eng engrg ingenieria ingegneria ingenierie engenharia",
    ),
    ("enterprises", "ent entp enterp"),
    ("environmental", "env envir"),
    ("equipment", "equip eqpt"),
    ("faculty", "facultad faculte faculdade facolta fakultat fakultaet"),
    ("federation", "fed federacion federazione"),
    (
        "foundation",
        "fdn fndn fundacion fundacao fondation fondazione fundacja stiftung fundatia fundacio stiftelsen stiftelse",
    ),
    ("general", "gen"),
    ("government", "govt"),
    ("group", "grp gruppo grupo gruppe groupe"),
    ("health", "hlth sante salud saude gesundheit"),
    ("high", "hs"),
    (
        "hospital",
        "hosp hopital ospedale krankenhaus szpital ziekenhuis hospitais hospitalier hospitalar hospitalario sjukhus sykehus hospitals",
    ),
    ("independent", "indep"),
    ("industries", "inds indus"),
    ("information", "info"),
    (
        "institute",
        "inst instituto institut istituto instytut instituut institutet instituttet institutul institutas institutes institutos",
    ),
    ("insurance", "ins"),
    (
        "international",
        "intl internatl intnl internacional internationale internazionale internasional",
    ),
    ("investments", "invs"),
    (
        "laboratory",
        "lab laboratorio laboratoire laboratorium laboratories labs",
    ),
    ("landscaping", "lndscpg"),
    ("london", "lndn"),
    ("maintenance", "maint"),
    ("management", "mgmt mgt mngmt"),
    ("manufacturing", "mfg mfr mfrs manuf"),
    (
        "medical",
        "med medico medica medicale medisch medizinische medicinska medyczne medyczny medyczna",
    ),
    ("medicine", "medicina medecine medizin"),
    ("memorial", "meml"),
    (
        "ministry",
        "ministerio ministere ministero ministerium ministerul ministarstvo",
    ),
    ("mount", "mt"),
    ("mountain", "mtn"),
    ("municipal", "mun muni"),
    ("museum", "musee museo museu muzeum muzej"),
    (
        "national",
        "natl nat nacional nazionale nationale nasional nationaal nationales",
    ),
    ("organisation", "organization org"),
    ("partners", "ptnrs"),
    ("partnership", "ptnrship pship"),
    (
        "polytechnic",
        "politecnico politecnica polytechnique polytechnische politeknik politehnica polytechnical",
    ),
    ("primary", "prim"),
    ("products", "prods prod"),
    ("professional", "prof"),
    ("program", "programme programa"),
    ("properties", "props"),
    ("property", "prop"),
    ("public", "pub"),
    ("railroad", "rr"),
    ("recreation", "rec"),
    ("regional", "reg regionale"),
    (
        "research",
        "rsch investigacion investigaciones recherche recherches forschung ricerca ricerche pesquisa pesquisas onderzoek",
    ),
    ("restaurant", "rest"),
    ("school", "sch schl escuela ecole schule scuola escola skola skole"),
    (
        "science",
        "sci ciencia ciencias wissenschaft wissenschaften scienze scienza sciences wetenschappen nauk",
    ),
    ("services", "svc svcs serv srvcs srvs svs servicios servicos servizi"),
    (
        "society",
        "soc gesellschaft societe sociedad sociedade societa societatea",
    ),
    ("southern", "sthn"),
    ("saint", "st ste"),
    ("station", "stn"),
    ("street", "str"),
    ("supply", "sply"),
    ("systems", "sys"),
    ("technical", "technische technique tecnica"),
    (
        "technology",
        "tecnologia technologie tehnologija tecnologias technologies teknologi teknoloji tecnologico tecnologica technologique technological",
    ),
    ("township", "twp twnshp"),
    ("transportation", "transp trans"),
    (
        "university",
        "univ universidad universita universitat universitaet universite universiteit universidade universitas universitet universitatea uniwersytet univerzita univerzitet sveuciliste yliopisto egyetem universitesi universitetet uni universiti universiteti daigaku hochschule universitario universitaria universitaire universitari universitair universitary",
    ),
    ("united", "utd"),
    ("vocational", "voc"),
    ("wholesale", "whsle"),
    ("workshop", "wkshp"),
    ("college", "colegio collegio kolegium"),
    ("clinic", "clinica clinique klinik klinikum kliniken clinics"),
    (
        "library",
        "bibliothek biblioteca bibliotheque bibliotheek bibliotek biblioteka",
    ),
    ("pontifical", "pontificia pontificio pontificale"),
    ("catholic", "catolica catholique cattolica katholische katholieke"),
    ("autonomous", "autonoma autonomo autonome"),
    ("agency", "agencia agenzia agence agentur"),
    ("applied", "aplicada aplicadas appliquee appliquees angewandte"),
    ("physics", "fisica physique physik"),
    ("chemistry", "chimie quimica chemie chimica"),
    ("biology", "biologia biologie"),
    ("studies", "studi estudios etudes studien estudos"),
    ("culture", "cultura kultur"),
    ("art", "arte arti artes arts kunst"),
    ("catalan", "catala"),
    ("favor", "favour"),
    ("color", "colour"),
    ("labor", "labour"),
    ("theater", "theatre"),
    ("gray", "grey"),
];

/// Two words in a row that are written as others.
const PHRASES: &[(&str, &str, &str)] = &[
    ("lb", "of", "london borough"),
    ("rb", "of", "royal borough"),
    ("united", "kingdom", "uk"),
    ("united", "states", "us"),
    ("u", "k", "uk"),
    ("her", "majestys", "hm"),
    ("his", "majestys", "hm"),
    ("north", "east", "northeast"),
    ("north", "west", "northwest"),
    ("south", "east", "southeast"),
    ("south", "west", "southwest"),
];

/// Words that carry no identity: articles, prepositions and conjunctions of the common languages.
const FUNCTION: &str = "and of the for in at to on by or with a an de des du del della dei delle di do da dos das der die \
                        den dem und et fur fuer zu van von voor la le les el los las il lo y og och en";

/// Titles before a person's name.
const TITLES: &str = "mr mrs ms miss dr prof rev sir dame";

/// What accounts-payable systems append to a name ("- AP", "(VENDOR)", "ACCTS REC", "REMIT").
const APPENDED: &str = "ap vendor accts remit payables receivables payable receivable";

static REWRITES: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    CANONICAL
        .iter()
        .chain(COUNTRIES)
        .chain(WORDS)
        .flat_map(|(canonical, words)| words.split_ascii_whitespace().map(|word| (word, *canonical)))
        .collect()
});

static SILENT: LazyLock<FxHashMap<&'static str, Role>> = LazyLock::new(|| {
    let of = |words: &'static str, role| words.split_ascii_whitespace().map(move |word| (word, role));
    of(FUNCTION, Role::Function)
        .chain(of(TITLES, Role::Title))
        .chain(of(APPENDED, Role::Appended))
        .collect()
});

/// What a word does in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// It tells this name from others.
    Core,
    /// An article, preposition or conjunction.
    Function,
    /// A title before a person's name.
    Title,
    /// An accounts-payable remark behind the name.
    Appended,
    /// Part of the legal form.
    Legal,
}

/// The canonical word for `word`, itself when there is none.
pub(crate) fn canonical(word: &str) -> Cow<'_, str> {
    if let Some(canonical) = REWRITES.get(word) {
        return Cow::Borrowed(canonical);
    }
    match with_english_ending(word) {
        Cow::Owned(english) => REWRITES
            .get(english.as_str())
            .map_or(Cow::Owned(english), |canonical| Cow::Borrowed(*canonical)),
        unchanged @ Cow::Borrowed(_) => unchanged,
    }
}

/// What two neighbouring words are written as, if they have a common other form.
pub(crate) fn phrase(first: &str, second: &str) -> Option<&'static str> {
    PHRASES
        .iter()
        .find(|(a, b, _)| *a == first && *b == second)
        .map(|(_, _, to)| *to)
}

/// The role of a word by itself, before its place in the name is known.
pub(crate) fn role(word: &str) -> Role {
    SILENT.get(word).copied().unwrap_or(Role::Core)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_words_are_not_rewritten_again() {
        for (word, _) in CANONICAL.iter().chain(COUNTRIES).chain(WORDS) {
            assert_eq!(canonical(word), *word);
        }
    }
}
