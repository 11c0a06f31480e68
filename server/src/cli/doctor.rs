//! `vouch doctor`

use std::io::{self, Write};

use anyhow::{Context, Result, bail};
use figment::{Figment, value::Value};

use crate::{
    config::{self, Config, Flags},
    wiring,
};

/// Every setting that a person may want to know, in the order of the report.
const SETTINGS: [&str; 19] = [
    "storage.data_dir",
    "storage.database_url",
    "http.addr",
    "http.public_url",
    "http.trusted_proxies",
    "http.max_connections",
    "http.max_in_flight",
    "http.request_timeout_s",
    "http.head_timeout_s",
    "http.body_idle_timeout_s",
    "http.max_body_bytes",
    "http.max_event_streams",
    "http.drain_timeout_s",
    "sessions.idle_minutes",
    "sessions.absolute_minutes",
    "uploads.max_bytes",
    "jobs.workers",
    "log.filter",
    "log.format",
];

/// Prints each setting with its source, then checks what the server needs.
pub async fn run(config: Config, flags: Flags) -> Result<()> {
    let sources = Config::sources(&flags)?;
    let mut out = io::stdout();
    writeln!(out, "Settings")?;
    for setting in SETTINGS {
        writeln!(
            out,
            "  {setting:<28} {:<40} {}",
            value_of(&sources, setting),
            source_of(&sources, setting)
        )?;
    }
    for variable in config::unknown_variables() {
        writeln!(out, "  {variable} sets nothing: it is no setting of Vouch")?;
    }
    writeln!(out, "\nChecks")?;
    let checks = [
        ("data folder", data_folder(&config)),
        ("address", address(&config).await),
        ("database", database(&config).await),
    ];
    let mut failed = 0;
    for (what, outcome) in checks {
        match outcome {
            Ok(note) => writeln!(out, "  ok    {what}: {note}")?,
            Err(error) => {
                failed += 1;
                writeln!(out, "  FAIL  {what}: {error:#}")?;
            }
        }
    }
    if failed > 0 {
        bail!("{failed} of the checks failed");
    }
    Ok(())
}

fn value_of(sources: &Figment, setting: &str) -> String {
    match sources.find_value(setting) {
        Ok(Value::String(_, text)) if setting == "storage.database_url" => config::without_password(&text),
        Ok(value) => in_words(&value),
        Err(_) => "-".to_owned(),
    }
}

fn in_words(value: &Value) -> String {
    match value {
        Value::String(_, text) => text.clone(),
        Value::Array(_, values) => values.iter().map(in_words).collect::<Vec<_>>().join(", "),
        Value::Empty(..) => "-".to_owned(),
        number => {
            let number = number.to_u128().map(|number| number.to_string());
            number.unwrap_or_else(|| "-".to_owned())
        }
    }
}

fn source_of(sources: &Figment, setting: &str) -> String {
    match sources.find_metadata(setting) {
        Some(metadata) if !metadata.name.contains("Config") => config::name_of(setting, Some(metadata)),
        _ => "default".to_owned(),
    }
}

fn data_folder(config: &Config) -> Result<String> {
    let folder = &config.storage.data_dir;
    if !folder.is_dir() {
        return Ok("it will be made at the first start".to_owned());
    }
    for folder in wiring::folders(config).iter().filter(|folder| folder.is_dir()) {
        wiring::try_writing(folder)?;
    }
    Ok("it is writable".to_owned())
}

async fn address(config: &Config) -> Result<String> {
    let addr = config.http.addr;
    match tokio::net::TcpListener::bind(addr).await {
        Ok(_) => Ok(format!("{addr} is free")),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            Ok(format!("{addr} is taken; by Vouch, if it is running"))
        }
        Err(error) => Err(error).context(addr),
    }
}

async fn database(config: &Config) -> Result<String> {
    if config.storage.database_url.is_none() && !config.storage.data_dir.join("vouch.db").is_file() {
        return Ok("it will be made at the first start".to_owned());
    }
    let db = wiring::open_database(config).await?;
    db.ping().await?;
    db.close().await;
    Ok(format!("{} answers", db.kind()))
}
