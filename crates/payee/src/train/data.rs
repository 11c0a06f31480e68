//! The labelled names: where they come from, which belong together, which may be trained on.

use std::env;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;

/// Why the data could not be read.
#[derive(Debug)]
pub enum DataError {
    /// The file could not be opened.
    Open(PathBuf, std::io::Error),
    /// The file is no CSV of the expected columns.
    Csv(csv::Error),
    /// A label that is none of the three types.
    Label(String),
}

impl std::fmt::Display for DataError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Open(path, _) => write!(f, "cannot open {}", path.display()),
            Self::Csv(_) => f.write_str("cannot read the labelled names"),
            Self::Label(label) => write!(f, "unknown label {label:?}"),
        }
    }
}

impl std::error::Error for DataError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Open(_, source) => Some(source),
            Self::Csv(source) => Some(source),
            Self::Label(_) => None,
        }
    }
}

impl From<csv::Error> for DataError {
    fn from(source: csv::Error) -> Self {
        Self::Csv(source)
    }
}

/// What kind of list a family is; figures are reported by slice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slice {
    /// Payments of public bodies: the names a payables department has.
    CheckRegister,
    /// Lists of firms and associations.
    Organizations,
    /// Lists of persons.
    Persons,
    /// Lists of public bodies.
    PublicBodies,
    /// A registry of research organizations, whose names often do not tell the type: institutes, academies, centres.
    Research,
    /// Made up by a program: reported, never part of a total.
    Synthetic,
}

impl Slice {
    /// Every slice that counts.
    pub const REAL: [Self; 4] = [
        Self::CheckRegister,
        Self::Organizations,
        Self::Persons,
        Self::PublicBodies,
    ];

    /// The say of the slice in calibration: a mix of names such as payables files hold, set by judgement.
    pub(crate) fn share(self) -> f32 {
        match self {
            Self::CheckRegister | Self::Organizations | Self::Persons => 0.25,
            Self::PublicBodies => 0.17,
            Self::Research => 0.03,
            Self::Synthetic => 0.0,
        }
    }

    /// The name in reports.
    pub fn label(self) -> &'static str {
        match self {
            Self::CheckRegister => "check registers",
            Self::Organizations => "organization lists",
            Self::Persons => "person lists",
            Self::PublicBodies => "public body lists",
            Self::Research => "research registry",
            Self::Synthetic => "synthetic",
        }
    }
}

/// Sources that stem from one underlying list.
#[derive(Debug, PartialEq, Eq)]
pub struct Family {
    /// The name in reports.
    pub name: &'static str,
    /// Prefixes of the source names that belong to it.
    pub prefixes: &'static [&'static str],
    /// Kind of list.
    pub slice: Slice,
    /// Licence, when there is one under which the names may be trained on.
    pub licence: Option<&'static str>,
    /// Where the list is published.
    pub origin: &'static str,
}

const fn family(
    name: &'static str,
    prefixes: &'static [&'static str],
    slice: Slice,
    licence: Option<&'static str>,
    origin: &'static str,
) -> Family {
    Family {
        name,
        prefixes,
        slice,
        licence,
        origin,
    }
}

const PROBABLEPEOPLE: &str = "datamade/probablepeople name_data";

/// Every family, in the order of reports. A source belongs to the first family one of whose prefixes it begins with.
pub const FAMILIES: &[Family] = &[
    family(
        "phoenix",
        &["phoenix"],
        Slice::CheckRegister,
        None,
        "City of Phoenix payment records",
    ),
    family(
        "scottsdale",
        &["scottsdale"],
        Slice::CheckRegister,
        None,
        "City of Scottsdale payment records",
    ),
    family(
        "uk_darlington",
        &["uk_darlington"],
        Slice::CheckRegister,
        None,
        "odileeds/council-spending-data",
    ),
    family(
        "uk_harrogate",
        &["uk_harrogate"],
        Slice::CheckRegister,
        None,
        "odileeds/council-spending-data",
    ),
    family(
        "uk_leeds",
        &["uk_leeds"],
        Slice::CheckRegister,
        None,
        "odileeds/council-spending-data",
    ),
    family(
        "uk_manchester",
        &["uk_manchester"],
        Slice::CheckRegister,
        None,
        "odileeds/council-spending-data",
    ),
    family(
        "uk_sheffield",
        &["uk_sheffield"],
        Slice::CheckRegister,
        None,
        "odileeds/council-spending-data",
    ),
    family(
        "chicago_businesses",
        &["pp_chicago_businesses"],
        Slice::Organizations,
        Some("MIT"),
        PROBABLEPEOPLE,
    ),
    family(
        "company_labeled",
        &["probablepeople_company"],
        Slice::Organizations,
        Some("MIT"),
        PROBABLEPEOPLE,
    ),
    family(
        "dol_employers",
        &["dol_h2"],
        Slice::Organizations,
        Some("MIT"),
        "BuzzFeedNews/2015-07-h2-visas-and-enforcement",
    ),
    family(
        "edgar",
        &["edgar"],
        Slice::Organizations,
        None,
        "vardhanreddy369/subsidiary-tracker",
    ),
    family(
        "iom",
        &["iom"],
        Slice::Organizations,
        None,
        "dankarran/isleofman-opendata",
    ),
    family(
        "mt_ppp",
        &["mt_ppp"],
        Slice::Organizations,
        None,
        "eidietrich/mt-ppp-loans",
    ),
    family(
        "ror",
        &["ror_"],
        Slice::Research,
        Some("CC0"),
        "ror-community/ror-records",
    ),
    family(
        "chicago_employees",
        &["pp_chicago_employees"],
        Slice::Persons,
        Some("MIT"),
        PROBABLEPEOPLE,
    ),
    family("ga_campaign", &["pp_ga"], Slice::Persons, Some("MIT"), PROBABLEPEOPLE),
    family("va_agents", &["pp_va"], Slice::Persons, Some("MIT"), PROBABLEPEOPLE),
    family(
        "person_labeled",
        &["probablepeople_person"],
        Slice::Persons,
        Some("MIT"),
        PROBABLEPEOPLE,
    ),
    family(
        "nyc_campaign",
        &["nyc_cfb"],
        Slice::Persons,
        Some("MIT"),
        "akilism/nyc-campaign-finance",
    ),
    family(
        "sacramento_campaign",
        &["sacramento"],
        Slice::Persons,
        None,
        "jeremiak/sacramento-campaign-finance",
    ),
    family(
        "cisa",
        &["cisa"],
        Slice::PublicBodies,
        Some("CC0"),
        "cisagov/dotgov-data",
    ),
    family(
        "popular_names",
        &["synth_popular"],
        Slice::Synthetic,
        Some("CC0"),
        "sigpwned/popular-names-by-country-dataset",
    ),
    family(
        "gov_templates",
        &["synth_gov"],
        Slice::Synthetic,
        None,
        "templates without a stated licence",
    ),
];

/// One labelled name.
#[derive(Clone, Debug)]
pub struct Row {
    /// The name.
    pub name: String,
    /// 0 business, 1 individual, 2 government.
    pub label: u8,
    /// Index into [`FAMILIES`].
    pub family: usize,
    /// Labelled by a rule rather than by hand or by the nature of the list.
    pub weak: bool,
    /// Index into [`Dataset::sources`].
    pub source: usize,
}

/// All labelled names.
#[derive(Debug)]
pub struct Dataset {
    /// Rows in the order of the file.
    pub rows: Vec<Row>,
    /// Source names in order of first appearance, sorted.
    pub sources: Vec<String>,
}

impl Dataset {
    /// The folder that is read unless another is named: `payees` in the folder of the variable `VOUCH_SHARED_DATA`.
    pub fn usual_folder() -> PathBuf {
        let shared = env::var_os("VOUCH_SHARED_DATA").unwrap_or_else(|| "../shared/data".into());
        Path::new(&shared).join("payees")
    }

    /// Reads `payees_dev.csv.gz` in a folder.
    ///
    /// # Errors
    /// When the file is missing, not of the expected form, or holds an unknown label.
    pub fn read(folder: &Path) -> Result<Self, DataError> {
        let path = folder.join("payees_dev.csv.gz");
        let file = File::open(&path).map_err(|source| DataError::Open(path, source))?;
        let mut reader = csv::Reader::from_reader(GzDecoder::new(BufReader::new(file)));
        let mut sources: Vec<String> = Vec::new();
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record?;
            let field = |index: usize| record.get(index).unwrap_or_default();
            let (name, label, source) = (field(0), field(1), field(2));
            let label = match label {
                "Business" => 0,
                "Individual" => 1,
                "Government" => 2,
                other => return Err(DataError::Label(other.to_owned())),
            };
            let Some(family) = FAMILIES
                .iter()
                .position(|family| family.prefixes.iter().any(|prefix| source.starts_with(prefix)))
            else {
                continue;
            };
            let index = sources.iter().position(|known| known == source).unwrap_or_else(|| {
                sources.push(source.to_owned());
                sources.len() - 1
            });
            let weak = source.contains("_weak") || source.contains("_kw");
            rows.push(Row {
                name: name.to_owned(),
                label,
                family,
                weak,
                source: index,
            });
        }
        Ok(Self { rows, sources })
    }
}
