//! Words of other languages and names of nationalities, written as the English word or the country.
//!
//! Bodies are filed under their own name by one side and under its translation by the other ("Società Italiana di
//! Endocrinologia", "Italian Society of Endocrinology"). Only words of one meaning are here, none that are usual as names
//! of persons ("Marina", "Monica") or as English words ("real").

use std::borrow::Cow;

/// A country, then its nationals and what they call themselves.
pub(crate) const COUNTRIES: &[(&str, &str)] = &[
    ("africa", "african africaine africain"),
    ("argentina", "argentine argentino"),
    ("australia", "australian"),
    (
        "austria",
        "austrian osterreich osterreichische osterreichischer osterreichisches oesterreichische",
    ),
    ("bangladesh", "bangladeshi"),
    ("belgium", "belgian belge belgique belgisch belgische"),
    ("brazil", "brazilian brasil brasileira brasileiro"),
    ("bulgaria", "bulgarian"),
    ("cameroon", "cameroun"),
    ("canada", "canadian canadienne canadien"),
    ("chile", "chilean chilena chileno"),
    ("china", "chinese"),
    ("colombia", "colombian colombiana colombiano"),
    ("croatia", "croatian hrvatska hrvatski"),
    ("czech", "ceska ceske cesky czechia"),
    ("denmark", "danish dansk danske danmarks danmark"),
    ("ecuador", "ecuadorian ecuatoriana ecuatoriano"),
    ("egypt", "egyptian"),
    ("ethiopia", "ethiopian"),
    (
        "europe",
        "european europeo europea europeenne europaische europeen europeu",
    ),
    ("finland", "finnish suomen finlands"),
    ("france", "french francaise francais francaises"),
    (
        "germany",
        "german deutsche deutsches deutscher deutschen deutschland allemagne alemania",
    ),
    ("greece", "greek hellenic"),
    ("hungary", "hungarian magyar"),
    ("iceland", "icelandic"),
    ("india", "indian"),
    ("indonesia", "indonesian"),
    ("iran", "iranian"),
    ("ireland", "irish"),
    ("israel", "israeli"),
    ("italy", "italian italiana italiano italia"),
    ("japan", "japanese nihon nippon"),
    ("kazakhstan", "kazakh"),
    ("kenya", "kenyan"),
    ("korea", "korean"),
    ("malaysia", "malaysian"),
    ("mexico", "mexican mexicana mexicano"),
    ("morocco", "moroccan maroc"),
    ("nepal", "nepalese"),
    ("netherlands", "dutch nederland nederlands nederlandse"),
    ("nigeria", "nigerian"),
    ("norway", "norwegian norsk norske norges norge"),
    ("pakistan", "pakistani"),
    ("peru", "peruvian peruana peruano"),
    ("philippines", "philippine filipino"),
    ("poland", "polska polski polskie polskiej"),
    ("portugal", "portuguese portuguesa portugues"),
    ("romania", "romanian romana"),
    ("russia", "russian rossiiskaya rossiyskaya"),
    ("scotland", "scottish"),
    ("serbia", "serbian"),
    ("singapore", "singaporean"),
    ("slovakia", "slovak"),
    ("spain", "spanish espana espanola espanol"),
    ("sweden", "swedish svenska svensk sveriges sverige"),
    (
        "switzerland",
        "swiss suisse schweizerische schweizerischer schweiz svizzera svizzero",
    ),
    ("taiwan", "taiwanese"),
    ("thailand", "thai"),
    ("tunisia", "tunisian tunisie tunisienne"),
    ("turkey", "turkish turk turkiye"),
    ("ukraine", "ukrainian"),
    ("vietnam", "vietnamese"),
    ("wales", "welsh"),
];

/// An English word, then its translations.
pub(super) const WORDS: &[(&str, &str)] = &[
    ("administrative", "administrativo administrativa"),
    ("advanced", "avanzados avanzadas avancees avancados avanzati"),
    ("agriculture", "agricultura"),
    ("archive", "archives archivo archivos archiv arquivo archivio"),
    (
        "botanic",
        "botanical botanico botanica botanique botanische botanischer",
    ),
    ("cancer", "cancro"),
    ("chamber", "chambre camara handelskammer"),
    (
        "communication",
        "communications comunicacion comunicacao comunicazione kommunikation",
    ),
    ("computer", "computing computers"),
    ("court", "tribunal"),
    ("defense", "defence defensa difesa defesa"),
    ("dentistry", "zahnmedizin"),
    ("economic", "economica economico economicas economiques"),
    ("economics", "economia"),
    ("energy", "energia energie"),
    ("environment", "umwelt environnement medioambiente"),
    ("experimental", "experimentale sperimentale"),
    ("finance", "finanzas finanze financas finances finanzen"),
    ("free", "freie libre"),
    ("garden", "gardens jardin jardim jardins giardino garten"),
    ("higher", "superior superiore superieure superieur"),
    ("history", "historia histoire storia geschichte"),
    ("humanities", "humanidades humaines"),
    ("informatics", "informatica informatique informatik"),
    (
        "interdisciplinary",
        "interdisciplinaire interdisciplinar interdisciplinario",
    ),
    ("justice", "justicia giustizia justica"),
    ("league", "liga lega ligue"),
    ("materials", "materiaux materiali materiais"),
    (
        "mathematics",
        "matematica matematicas mathematiques mathematik matematiche",
    ),
    ("network", "reseau netzwerk"),
    ("north", "norte nord"),
    ("nuclear", "nucleare nucleaire"),
    ("nursing", "enfermeria enfermagem"),
    ("observatory", "observatoire observatorio osservatorio"),
    ("pediatrics", "paediatrics pediatria pediatrie"),
    ("pharmacy", "farmacia pharmacie"),
    ("philosophy", "filosofia philosophie"),
    ("political", "politica politicas politique politiques politische"),
    ("province", "provincia provincial provinciale"),
    ("psychology", "psicologia"),
    ("region", "regione regiao"),
    ("security", "seguridad securite seguranca sicherheit sicurezza"),
    ("social", "sociales sociale soziale sociais sociali"),
    ("state", "estado estatal estadual statale"),
    ("surgery", "cirugia chirurgie chirurgia"),
    ("transport", "transporte transportes trasporti verkehr"),
    ("veterinary", "veterinaria veterinario veterinaire"),
    ("women", "mujer mujeres femmes frauen"),
    ("work", "trabajo trabalho travail lavoro arbeit"),
];

/// Endings of learned words and the English ending, longest first where one ends another.
const ENDINGS: &[(&str, &str)] = &[
    ("wissenschaften", "science"),
    ("wissenschaft", "science"),
    ("sciences", "science"),
    ("ciencias", "science"),
    ("ologija", "ology"),
    ("ologiya", "ology"),
    ("ologia", "ology"),
    ("ologie", "ology"),
    ("ografia", "ography"),
    ("ographie", "ography"),
    ("onomia", "onomy"),
    ("onomie", "onomy"),
    ("aciones", "ation"),
    ("azione", "ation"),
    ("azioni", "ation"),
    ("acion", "ation"),
    ("acao", "ation"),
];

/// Shorter beginnings than this make another word.
const LEAST_BEFORE_ENDING: usize = 3;

/// `word` with its ending in English, if it has one of another language.
pub(super) fn with_english_ending(word: &str) -> Cow<'_, str> {
    ENDINGS
        .iter()
        .find_map(|(ending, english)| {
            let start = word.strip_suffix(ending)?;
            (start.len() >= LEAST_BEFORE_ENDING).then(|| Cow::Owned([start, english].concat()))
        })
        .unwrap_or(Cow::Borrowed(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_english_and_stay_so() {
        for (word, english) in [
            ("neurociencias", "neuroscience"),
            ("neurosciences", "neuroscience"),
            ("endocrinologia", "endocrinology"),
            ("innovacion", "innovation"),
            ("nation", "nation"),
            ("science", "science"),
        ] {
            assert_eq!(with_english_ending(word), english);
            assert_eq!(with_english_ending(english), english);
        }
    }
}
