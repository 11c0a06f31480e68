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
}
