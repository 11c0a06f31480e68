//! `vouch doctor`

use anyhow::{Result, bail};
use figment::{Figment, value::Value};
use store::{ConnectOptions, Db};

use crate::config::{Config, Flags};

/// Every setting that a person may want to know, in the order of the report.
const SETTINGS: [&str; 17] = [
    "storage.data_dir",
    "storage.database_url",
    "http.addr",
    "http.public_url",
    "http.trusted_proxies",
    "http.max_connections",
    "http.max_in_flight",
    "http.request_timeout_s",
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
    println!("Settings");
    for setting in SETTINGS {
        println!(
            "  {setting:<28} {:<40} {}",
            value_of(&sources, setting),
            source_of(&sources, setting)
        );
    }
    println!("\nChecks");
    let checks = [
        ("data folder is writable", data_folder(&config)),
        ("address is free", address(&config).await),
        ("database answers", database(&config).await),
    ];
    let mut failed = 0;
    for (what, outcome) in checks {
        match outcome {
            Ok(note) => println!("  ok    {what}{note}"),
            Err(error) => {
                failed += 1;
                println!("  FAIL  {what}: {error:#}");
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
        Ok(Value::String(_, text)) if setting == "storage.database_url" => without_password(&text),
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
        Some(metadata) if metadata.name.contains("Config") => "default".to_owned(),
        Some(metadata) => metadata.name.to_string(),
        None => "default".to_owned(),
    }
}

/// `postgres://vouch:secret@db/vouch` without the secret.
fn without_password(url: &str) -> String {
    let hidden = url.split_once("://").and_then(|(scheme, rest)| {
        let (credentials, host) = rest.rsplit_once('@')?;
        let (user, _) = credentials.split_once(':')?;
        Some(format!("{scheme}://{user}:***@{host}"))
    });
    hidden.unwrap_or_else(|| url.to_owned())
}

fn data_folder(config: &Config) -> Result<String> {
    let folder = &config.storage.data_dir;
    if !folder.is_dir() {
        return Ok(": it will be made at the first start".to_owned());
    }
    tempfile::tempfile_in(folder)?;
    Ok(String::new())
}

async fn address(config: &Config) -> Result<String> {
    match tokio::net::TcpListener::bind(config.http.addr).await {
        Ok(_) => Ok(String::new()),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => Ok(": no, maybe Vouch runs already".to_owned()),
        Err(error) => Err(error.into()),
    }
}

async fn database(config: &Config) -> Result<String> {
    if config.storage.database_url.is_none() && !config.storage.data_dir.is_dir() {
        return Ok(": it will be made at the first start".to_owned());
    }
    let db = Db::connect(&config.storage.database_url(), ConnectOptions::default()).await?;
    db.ping().await?;
    db.close().await;
    Ok(format!(": {}", db.kind()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn password_of_the_database_is_not_shown() {
        assert_eq!(
            without_password("postgres://vouch:s3c:r@t@db:5432/vouch"),
            "postgres://vouch:***@db:5432/vouch"
        );
        assert_eq!(without_password("postgres://db/vouch"), "postgres://db/vouch");
    }
}
