//! Files that come in.

use serde::{Deserialize, Serialize};

/// Files that come in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct UploadConfig {
    /// Largest file, in bytes.
    pub max_bytes: u64,
}

impl Default for UploadConfig {
    fn default() -> Self {
        Self { max_bytes: 2 << 30 }
    }
}
