//! What a session says: who signed in, when, and for which organization the person works now.

use chrono::{DateTime, TimeDelta, Utc};
use contract::{OrganizationId, Origin, SessionId, UserId};
use serde::{Deserialize, Serialize};
use tower_sessions::{Session, session};

/// The one entry of a session.
const KEY: &str = "signed_in";

/// A session is written anew when the last writing is older than this, so that its idle time counts from then.
const TOUCH_INTERVAL: TimeDelta = TimeDelta::minutes(1);

/// The content of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// Names the session to its owner; not the secret.
    pub session_id: SessionId,
    /// Who.
    pub user_id: UserId,
    /// For which organization the person works now.
    pub organization_id: OrganizationId,
    /// When the person signed in.
    pub since: DateTime<Utc>,
    /// When the session was last written.
    pub seen_at: DateTime<Utc>,
    /// From which address.
    pub ip: Option<String>,
    /// With which browser.
    pub user_agent: Option<String>,
}

/// How long a session lasts.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Without a request.
    pub idle: TimeDelta,
    /// In all.
    pub absolute: TimeDelta,
}

impl SignedIn {
    /// Begins a session for a person who has just proven who they are.
    pub fn new(
        session_id: SessionId,
        user_id: UserId,
        organization_id: OrganizationId,
        origin: &Origin,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            session_id,
            user_id,
            organization_id,
            since: now,
            seen_at: now,
            ip: origin.ip.clone(),
            user_agent: origin.user_agent.clone(),
        }
    }

    /// What the session says, if it says anything and is not over.
    ///
    /// # Errors
    /// When the session can not be read.
    pub async fn read(session: &Session, limits: Limits, now: DateTime<Utc>) -> Result<Option<Self>, session::Error> {
        let signed_in: Option<Self> = session.get(KEY).await?;
        Ok(signed_in.filter(|it| now - it.since < limits.absolute && now - it.seen_at < limits.idle))
    }

    /// Writes it into the session under a new id, so that whoever knew the old id is not signed in.
    ///
    /// # Errors
    /// When the session can not be written.
    pub async fn begin(&self, session: &Session) -> Result<(), session::Error> {
        session.clear().await;
        session.cycle_id().await?;
        self.write(session).await
    }

    /// Writes it into the session as it is.
    ///
    /// # Errors
    /// When the session can not be written.
    pub async fn write(&self, session: &Session) -> Result<(), session::Error> {
        session.insert(KEY, self).await
    }

    /// Notes that the person is active, at most once a minute.
    ///
    /// # Errors
    /// When the session can not be written.
    pub async fn touch(&mut self, session: &Session, now: DateTime<Utc>) -> Result<(), session::Error> {
        if now - self.seen_at < TOUCH_INTERVAL {
            return Ok(());
        }
        self.seen_at = now;
        self.write(session).await
    }

    /// What a session's record says, for the columns beside it.
    pub fn in_record(record: &session::Record) -> Option<Self> {
        record
            .data
            .get(KEY)
            .and_then(|value| serde_json::from_value(value.clone()).ok())
    }
}
