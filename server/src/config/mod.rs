//! Settings: a file, the environment and flags, later ones win. A struct per section.
//!
//! The file is TOML (`vouch.toml` in the current folder, or what `--config` or `VOUCH_CONFIG` names). A key that no section
//! knows is refused with its name. The environment is read by the fixed names of [`ENVIRONMENT`] only: a cluster puts
//! variables such as `VOUCH_PORT` next to ours, which must not stop the start. What else begins like ours is warned of.

mod http;
mod jobs;
mod log;
mod sessions;
mod storage;
mod uploads;

use std::{
    collections::BTreeMap,
    env,
    path::{Path, PathBuf},
};

use figment::{
    Figment, Metadata, Profile, Provider,
    error::Kind,
    providers::{Format, Serialized, Toml},
    value::{Dict, Map, Value},
};
use serde::{Deserialize, Serialize};

pub use self::{
    http::HttpConfig,
    jobs::JobsConfig,
    log::{LogConfig, LogFormat},
    sessions::SessionConfig,
    storage::{StorageConfig, without_password},
    uploads::UploadConfig,
};

/// Environment variables and the settings that they set.
pub const ENVIRONMENT: [(&str, &str); 9] = [
    ("VOUCH_DATA_DIR", "storage.data_dir"),
    ("VOUCH_DATABASE_URL", "storage.database_url"),
    ("VOUCH_ADDR", "http.addr"),
    ("VOUCH_PUBLIC_URL", "http.public_url"),
    ("VOUCH_TRUSTED_PROXIES", "http.trusted_proxies"),
    ("VOUCH_WORKERS", "jobs.workers"),
    ("VOUCH_MAX_UPLOAD_BYTES", "uploads.max_bytes"),
    ("VOUCH_LOG", "log.filter"),
    ("VOUCH_LOG_FORMAT", "log.format"),
];

/// Flags and the settings that they set.
const FLAGS: [(&str, &str); 3] = [
    ("--data-dir", "storage.data_dir"),
    ("--database-url", "storage.database_url"),
    ("--addr", "http.addr"),
];

/// The variable that names the file.
const FILE_VARIABLE: &str = "VOUCH_CONFIG";

/// Names of the sources that are ours.
const FROM_ENVIRONMENT: &str = "environment";
const FROM_FLAGS: &str = "command line";

/// The file that is read when it is there and no other is named.
const DEFAULT_FILE: &str = "vouch.toml";

/// Every setting.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where data lives.
    pub storage: StorageConfig,
    /// The web server.
    pub http: HttpConfig,
    /// Sign-in.
    pub sessions: SessionConfig,
    /// Files that come in.
    pub uploads: UploadConfig,
    /// Background work.
    pub jobs: JobsConfig,
    /// What is logged, and how.
    pub log: LogConfig,
}

/// Settings that every subcommand takes as flags.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Settings of the server")]
pub struct Flags {
    /// Settings file; `vouch.toml` in the current folder is read when it is there.
    #[arg(long, global = true, env = FILE_VARIABLE, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Folder of the database, the documents and the indexes.
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// `postgres://…`; an SQLite database in the data folder when absent.
    #[arg(long, global = true, value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// Address to listen on.
    #[arg(long, global = true, value_name = "IP:PORT")]
    pub addr: Option<String>,
}

/// Settings could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A value is unknown, of the wrong form or of no use; the text names it as whoever set it did.
    #[error("the settings are not usable: {0}")]
    Unusable(String),
    /// The file that was asked for is not there.
    #[error("the settings file {} does not exist", .0.display())]
    NoFile(PathBuf),
}

impl Config {
    /// Reads the settings.
    ///
    /// # Errors
    /// When the named file does not exist, a key is unknown, or a value has the wrong form or is of no use.
    pub fn load(flags: &Flags) -> Result<Self, ConfigError> {
        Self::load_from(&Self::sources(flags)?)
    }

    fn load_from(sources: &Figment) -> Result<Self, ConfigError> {
        let unusable = |error: figment::Error| {
            let all: Vec<_> = error.into_iter().map(|error| in_words(&error, sources)).collect();
            ConfigError::Unusable(all.join("; "))
        };
        let config: Self = sources.extract().map_err(unusable)?;
        if let Some((setting, why)) = config.useless() {
            let mut error = figment::Error::from(why.to_owned()).with_path(setting);
            error.metadata = sources.find_metadata(setting).cloned();
            return Err(unusable(error));
        }
        Ok(config)
    }

    /// Gives the sources of the settings, for a report of where each value comes from.
    ///
    /// # Errors
    /// When the named file does not exist.
    pub fn sources(flags: &Flags) -> Result<Figment, ConfigError> {
        let variables: Vec<_> = variables().collect();
        Self::sources_with(flags, &variables)
    }

    fn sources_with(flags: &Flags, variables: &[(String, String)]) -> Result<Figment, ConfigError> {
        let mut sources = Figment::from(Serialized::defaults(Self::default()));
        match &flags.config {
            Some(file) if !file.is_file() => return Err(ConfigError::NoFile(file.clone())),
            Some(file) => sources = sources.merge(Toml::file_exact(file)),
            None if Path::new(DEFAULT_FILE).is_file() => sources = sources.merge(Toml::file_exact(DEFAULT_FILE)),
            None => {}
        }
        Ok(sources.merge(Variables(variables)).merge(FlagValues(flags)))
    }

    /// A setting with which nothing would work, and why.
    fn useless(&self) -> Option<(&'static str, &'static str)> {
        let (http, sessions) = (&self.http, &self.sessions);
        let at_least_one = [
            ("http.max_connections", http.max_connections == 0),
            ("http.max_in_flight", http.max_in_flight == 0),
            ("http.max_body_bytes", http.max_body_bytes == 0),
            ("http.request_timeout_s", http.request_timeout_s == 0),
            ("http.head_timeout_s", http.head_timeout_s == 0),
            ("http.body_idle_timeout_s", http.body_idle_timeout_s == 0),
            ("sessions.idle_minutes", sessions.idle_minutes == 0),
            ("sessions.absolute_minutes", sessions.absolute_minutes == 0),
            ("uploads.max_bytes", self.uploads.max_bytes == 0),
        ];
        let zero = at_least_one.into_iter().find(|(_, is_zero)| *is_zero);
        zero.map(|(setting, _)| (setting, "it must be at least 1")).or_else(|| {
            (!http.has_usable_public_url()).then_some((
                "http.public_url",
                "it must be an address such as https://ap.example.com",
            ))
        })
    }
}

/// The environment, as far as it is text.
fn variables() -> impl Iterator<Item = (String, String)> {
    env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}

/// Names of variables that look like settings and are none.
pub fn unknown_variables() -> Vec<String> {
    let unknown = variables().filter(|(name, value)| is_unknown(name, value));
    unknown.map(|(name, _)| name).collect()
}

/// Writes a line of the log for each variable that looks like a setting and is none.
pub fn warn_of_unknown_variables() {
    for variable in unknown_variables() {
        tracing::warn!(variable, "this environment variable sets nothing");
    }
}

fn is_unknown(name: &str, value: &str) -> bool {
    // A cluster tells where its service `vouch` is: VOUCH_PORT=tcp://…, VOUCH_SERVICE_HOST.
    let is_of_cluster = value.starts_with("tcp://") || name.contains("_SERVICE_") || name.contains("_PORT_");
    name.starts_with("VOUCH_") && name != FILE_VARIABLE && !is_of_cluster && setting_of(name).is_none()
}

fn setting_of(variable: &str) -> Option<&'static str> {
    ENVIRONMENT
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(variable))
        .map(|(_, setting)| *setting)
}

/// A setting as whoever set it calls it: the variable, the flag, or the key and its file.
pub fn name_of(setting: &str, source: Option<&Metadata>) -> String {
    let named = |names: &[(&str, &str)]| {
        let found = names.iter().find(|(_, known)| *known == setting);
        found.map(|(name, _)| (*name).to_owned())
    };
    let (key, file) = match source {
        Some(source) if source.name == FROM_ENVIRONMENT => (named(&ENVIRONMENT), None),
        Some(source) if source.name == FROM_FLAGS => (named(&FLAGS), None),
        Some(source) => (None, source.source.as_ref()),
        None => (None, None),
    };
    let key = key.unwrap_or_else(|| setting.to_owned());
    match file {
        Some(file) if key.is_empty() => file.to_string(),
        Some(file) => format!("{key} in {file}"),
        None => key,
    }
}

/// What is wrong with which setting.
fn in_words(error: &figment::Error, sources: &Figment) -> String {
    let setting = error.path.join(".");
    let name = name_of(&setting, error.metadata.as_ref());
    match (&error.kind, sources.find_value(&setting)) {
        (Kind::Message(what), Ok(Value::String(_, text))) => format!("{name} is {text:?}: {what}"),
        (kind, _) => format!("{name}: {}", kind.to_string().trim_end()),
    }
}

/// The environment as a source of settings.
struct Variables<'a>(&'a [(String, String)]);

impl Provider for Variables<'_> {
    fn metadata(&self) -> Metadata {
        Metadata::named(FROM_ENVIRONMENT)
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        Ok(sections(self.0.iter().filter_map(|(variable, text)| {
            // Numbers as numbers.
            let value = text.parse().unwrap_or_else(|never| match never {});
            Some((setting_of(variable)?, value))
        })))
    }
}

/// Settings by section, as figment has them.
fn sections(settings: impl Iterator<Item = (&'static str, Value)>) -> Map<Profile, Dict> {
    let mut sections: BTreeMap<&str, Dict> = BTreeMap::new();
    for (section, key, value) in settings.filter_map(|(name, value)| {
        let (section, key) = name.split_once('.')?;
        Some((section, key, value))
    }) {
        sections.entry(section).or_default().insert(key.to_owned(), value);
    }
    let sections = sections.into_iter().map(|(name, keys)| (name.to_owned(), keys.into()));
    Profile::Default.collect(sections.collect())
}

/// The flags as a source of settings.
struct FlagValues<'a>(&'a Flags);

impl Provider for FlagValues<'_> {
    fn metadata(&self) -> Metadata {
        Metadata::named(FROM_FLAGS)
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        let path = |path: &Path| path.to_string_lossy().into_owned();
        let values = [
            self.0.data_dir.as_deref().map(path),
            self.0.database_url.clone(),
            self.0.addr.clone(),
        ];
        let given = FLAGS.into_iter().zip(values);
        Ok(sections(
            given.filter_map(|((_, setting), value)| Some((setting, value?.into()))),
        ))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::fs;

    use super::*;

    /// Loads from a file with this text, these variables and flags.
    fn load(file: &str, variables: &[(&str, &str)], flags: Flags) -> Result<Config, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vouch.toml");
        fs::write(&path, file).unwrap();
        let flags = Flags {
            config: Some(path),
            ..flags
        };
        let variables: Vec<_> = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let sources = Config::sources_with(&flags, &variables).unwrap();
        Config::load_from(&sources).map_err(|error| error.to_string())
    }

    fn addr(text: &str) -> Flags {
        Flags {
            addr: Some(text.to_owned()),
            ..Flags::default()
        }
    }

    #[test]
    fn later_sources_win() {
        let file = "[http]\naddr = \"127.0.0.1:1\"\npublic_url = \"https://ap.example.com\"\n";
        let variables = [("VOUCH_ADDR", "127.0.0.1:2"), ("VOUCH_DATA_DIR", "/srv/vouch")];
        let config = load(file, &variables, Flags::default()).unwrap();
        assert_eq!(config.http.addr.port(), 2);
        assert_eq!(config.storage.data_dir, Path::new("/srv/vouch"));
        assert_eq!(config.http.public_url().as_str(), "https://ap.example.com");
        assert_eq!(load(file, &variables, addr("127.0.0.1:3")).unwrap().http.addr.port(), 3);
    }

    #[test]
    fn unknown_key_is_refused_with_its_name_and_file() {
        let message = load("[http]\nadress = \"127.0.0.1:1\"\n", &[], Flags::default()).unwrap_err();
        assert!(
            message.contains("adress") && message.contains("vouch.toml"),
            "{message}"
        );
    }

    #[test]
    fn a_wrong_value_is_named_as_it_was_given_and_once() {
        let cases = [
            load("", &[], addr("nonsense")),
            load("", &[("VOUCH_ADDR", "nonsense")], Flags::default()),
            load("[http]\naddr = \"nonsense\"", &[], Flags::default()),
        ];
        for (outcome, name) in cases.into_iter().zip(["--addr", "VOUCH_ADDR", "http.addr in "]) {
            let message = outcome.unwrap_err();
            let begin = format!("the settings are not usable: {name}");
            assert!(message.starts_with(&begin), "{message}");
            assert_eq!(message.matches("nonsense").count(), 1, "{message}");
        }
        let message = load("", &[("VOUCH_WORKERS", "many")], Flags::default()).unwrap_err();
        assert!(
            message.contains("VOUCH_WORKERS") && message.contains("many"),
            "{message}"
        );
    }

    #[test]
    fn values_with_which_nothing_works_are_refused() {
        for (file, name) in [
            ("[http]\nmax_connections = 0", "http.max_connections"),
            ("[http]\nmax_in_flight = 0", "http.max_in_flight"),
            ("[sessions]\nidle_minutes = 0", "sessions.idle_minutes"),
            ("[http]\npublic_url = \"ap.example.com\"", "http.public_url"),
        ] {
            let message = load(file, &[], Flags::default()).unwrap_err();
            assert!(message.contains(name), "{message}");
        }
        assert_eq!(
            load("", &[("VOUCH_WORKERS", "0")], Flags::default())
                .unwrap()
                .jobs
                .workers,
            0
        );
    }

    #[test]
    fn foreign_variables_do_not_disturb() {
        let variables = [("VOUCH_PORT", "tcp://10.0.0.1:80"), ("VOUCH_HTTP__ADDR", "nonsense")];
        let config = load("", &variables, Flags::default()).unwrap();
        assert_eq!(config.http.addr.port(), 8080);
    }

    #[test]
    fn variables_that_set_nothing_are_known_but_those_of_a_cluster() {
        for (name, value, expected) in [
            ("VOUCH_WORKER", "2", true),
            ("VOUCH_WORKERS", "2", false),
            ("VOUCH_CONFIG", "a.toml", false),
            ("VOUCH_PORT", "tcp://10.0.0.1:80", false),
            ("VOUCH_SERVICE_HOST", "10.0.0.1", false),
            ("HOME", "/", false),
        ] {
            assert_eq!(is_unknown(name, value), expected, "{name}");
        }
    }

    #[test]
    fn a_named_file_must_exist() {
        let flags = Flags {
            config: Some("/nowhere/vouch.toml".into()),
            ..Flags::default()
        };
        assert!(matches!(Config::load(&flags), Err(ConfigError::NoFile(_))));
    }
}
