//! Settings: a file, the environment and flags, later ones win. A struct per section.
//!
//! The file is TOML (`vouch.toml` in the current folder, or what `--config` or `VOUCH_CONFIG` names). A key that no section
//! knows is refused with its name. The environment is read by the fixed names of [`ENVIRONMENT`] only: a cluster puts
//! variables such as `VOUCH_PORT` next to ours, which must not stop the start.

mod http;
mod jobs;
mod log;
mod sessions;
mod storage;
mod uploads;

use std::path::{Path, PathBuf};

use figment::{
    Figment, Profile, Provider,
    providers::{Env, Format, Serialized, Toml},
    value::{Dict, Map},
};
use serde::{Deserialize, Serialize};

pub use self::{
    http::HttpConfig,
    jobs::JobsConfig,
    log::{LogConfig, LogFormat},
    sessions::SessionConfig,
    storage::StorageConfig,
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
    #[arg(long, global = true, env = "VOUCH_CONFIG", value_name = "FILE")]
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
    /// A value is missing, unknown or of the wrong form; the message names the key and where it stands.
    #[error("the settings are not usable: {0}")]
    Unusable(#[from] Box<figment::Error>),
    /// The file that was asked for is not there.
    #[error("the settings file {} does not exist", .0.display())]
    NoFile(PathBuf),
}

impl Config {
    /// Reads the settings.
    ///
    /// # Errors
    /// When the named file does not exist, a key is unknown, or a value has the wrong form.
    pub fn load(flags: &Flags) -> Result<Self, ConfigError> {
        let sources = Self::sources(flags)?;
        sources
            .extract()
            .map_err(|error| ConfigError::Unusable(Box::new(error)))
    }

    /// Gives the sources of the settings, for a report of where each value comes from.
    ///
    /// # Errors
    /// When the named file does not exist.
    pub fn sources(flags: &Flags) -> Result<Figment, ConfigError> {
        let mut sources = Figment::from(Serialized::defaults(Self::default()));
        match &flags.config {
            Some(file) if !file.is_file() => return Err(ConfigError::NoFile(file.clone())),
            Some(file) => sources = sources.merge(Toml::file_exact(file)),
            None if Path::new(DEFAULT_FILE).is_file() => sources = sources.merge(Toml::file_exact(DEFAULT_FILE)),
            None => {}
        }
        Ok(sources.merge(environment()).merge(FlagValues(flags)))
    }
}

fn environment() -> Env {
    Env::raw()
        .filter_map(|name| setting_of(name.as_str()).map(Into::into))
        .split(".")
}

fn setting_of(variable: &str) -> Option<&'static str> {
    ENVIRONMENT
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(variable))
        .map(|(_, setting)| *setting)
}

/// The flags as a source of settings.
struct FlagValues<'a>(&'a Flags);

impl Provider for FlagValues<'_> {
    fn metadata(&self) -> figment::Metadata {
        figment::Metadata::named("command line")
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        let path = |path: &Path| path.to_string_lossy().into_owned();
        let values = [
            ("storage.data_dir", self.0.data_dir.as_deref().map(path)),
            ("storage.database_url", self.0.database_url.clone()),
            ("http.addr", self.0.addr.clone()),
        ];
        let mut figment = Figment::new();
        for (key, value) in values {
            if let Some(value) = value {
                figment = figment.merge((key, value));
            }
        }
        figment.data()
    }
}

#[cfg(test)]
#[expect(
    clippy::unwrap_used,
    clippy::result_large_err,
    reason = "a test fails by panicking; the jail fixes the error type"
)]
mod tests {
    use figment::Jail;

    use super::*;

    #[test]
    fn later_sources_win() {
        Jail::expect_with(|jail| {
            jail.create_file(
                "vouch.toml",
                "[http]\naddr = \"127.0.0.1:1\"\npublic_url = \"https://ap.example.com\"\n",
            )?;
            jail.set_env("VOUCH_ADDR", "127.0.0.1:2");
            jail.set_env("VOUCH_DATA_DIR", "/srv/vouch");
            let config = Config::load(&Flags::default()).unwrap();
            assert_eq!(config.http.addr.port(), 2);
            assert_eq!(config.storage.data_dir, Path::new("/srv/vouch"));
            assert_eq!(config.http.public_url().as_str(), "https://ap.example.com");

            let flags = Flags {
                addr: Some("127.0.0.1:3".into()),
                ..Flags::default()
            };
            assert_eq!(Config::load(&flags).unwrap().http.addr.port(), 3);
            Ok(())
        });
    }

    #[test]
    fn unknown_key_is_refused_with_its_name() {
        Jail::expect_with(|jail| {
            jail.create_file("vouch.toml", "[http]\nadress = \"127.0.0.1:1\"\n")?;
            let message = Config::load(&Flags::default()).unwrap_err().to_string();
            assert!(message.contains("adress"), "{message}");
            Ok(())
        });
    }

    #[test]
    fn foreign_variables_do_not_disturb() {
        Jail::expect_with(|jail| {
            jail.set_env("VOUCH_PORT", "tcp://10.0.0.1:80");
            jail.set_env("VOUCH_HTTP__ADDR", "nonsense");
            assert_eq!(Config::load(&Flags::default()).unwrap().http.addr.port(), 8080);
            Ok(())
        });
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
