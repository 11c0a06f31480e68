//! Where data lives.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Where data lives.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StorageConfig {
    /// Folder of the database, the documents and the indexes.
    pub data_dir: PathBuf,
    /// `postgres://…`; absent: an SQLite database in the data folder.
    pub database_url: Option<String>,
}

impl Default for StorageConfig {
    fn default() -> Self {
        Self {
            data_dir: PathBuf::from("vouch-data"),
            database_url: None,
        }
    }
}

impl StorageConfig {
    /// The address of the database.
    pub fn database_url(&self) -> String {
        match &self.database_url {
            Some(url) => url.clone(),
            None => format!("sqlite://{}", self.data_dir.join("vouch.db").display()),
        }
    }

    /// The address of the database, to be shown.
    pub fn shown_database_url(&self) -> String {
        without_password(&self.database_url())
    }
}

/// `postgres://vouch:secret@db/vouch` without the secret, also when it is a parameter.
pub fn without_password(url: &str) -> String {
    let hidden = url.split_once("://").and_then(|(scheme, rest)| {
        let (credentials, host) = rest.rsplit_once('@')?;
        let (user, _) = credentials.split_once(':')?;
        Some(format!("{scheme}://{user}:***@{host}"))
    });
    let url = hidden.as_deref().unwrap_or(url);
    let Some((address, parameters)) = url.split_once('?') else {
        return url.to_owned();
    };
    let parameters: Vec<_> = parameters
        .split('&')
        .map(|parameter| match parameter.split_once('=') {
            Some((name, _)) if name.contains("password") => format!("{name}=***"),
            _ => parameter.to_owned(),
        })
        .collect();
    format!("{address}?{}", parameters.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn password_of_the_database_is_not_shown() {
        for (url, shown) in [
            (
                "postgres://vouch:s3c:r@t@db:5432/vouch",
                "postgres://vouch:***@db:5432/vouch",
            ),
            (
                "postgres://db/vouch?user=vouch&password=s3cret",
                "postgres://db/vouch?user=vouch&password=***",
            ),
            ("postgres://db/vouch", "postgres://db/vouch"),
        ] {
            assert_eq!(without_password(url), shown);
        }
    }
}
