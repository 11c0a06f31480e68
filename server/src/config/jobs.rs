//! Background work.

use std::thread::available_parallelism;

use serde::{Deserialize, Serialize};

/// Background work.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct JobsConfig {
    /// Jobs at work at once in this process; 0 leaves them to other processes (`vouch worker`).
    pub workers: usize,
}

impl Default for JobsConfig {
    /// One job a core and at most four: a job spreads its rows over the cores by itself.
    fn default() -> Self {
        Self {
            workers: available_parallelism().map_or(2, |cores| cores.get().clamp(2, 4)),
        }
    }
}
