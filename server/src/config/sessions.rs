//! Sign-in.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// How long a sign-in lasts.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SessionConfig {
    /// A session that nobody used for so long ends, in minutes.
    pub idle_minutes: u32,
    /// A session ends so long after the sign-in, however busy, in minutes.
    pub absolute_minutes: u32,
}

impl Default for SessionConfig {
    /// 8 h idle, 24 h in all: a working day without a second sign-in, and never longer than a day
    /// (NIST SP 800-63B-4, section 2.2.3, asks for an overall limit of at most 24 h at AAL2).
    fn default() -> Self {
        Self {
            idle_minutes: 8 * 60,
            absolute_minutes: 24 * 60,
        }
    }
}

impl SessionConfig {
    /// The idle limit.
    pub fn idle(&self) -> TimeDelta {
        TimeDelta::minutes(self.idle_minutes.into())
    }

    /// The absolute limit.
    pub fn absolute(&self) -> TimeDelta {
        TimeDelta::minutes(self.absolute_minutes.into())
    }
}
