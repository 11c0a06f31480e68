//! Sessions of signed-in browsers. The cookie's value is a secret: only its hash is kept.

use chrono::{DateTime, Utc};
use contract::{SessionId, UserId};
use sqlx::FromRow;

use crate::{Result, Source, Tx, execute, on, statements::statements};

/// A session.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct SessionRow {
    /// Names the session towards its owner; not the secret.
    pub id: SessionId,
    /// SHA-256 of the cookie's value.
    pub token_hash: Vec<u8>,
    /// Whose it is, once signed in.
    pub user_id: Option<UserId>,
    /// What the web layer keeps in it, as JSON.
    pub data: String,
    /// Address at sign-in.
    pub ip: Option<String>,
    /// Browser at sign-in.
    pub user_agent: Option<String>,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last written.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

impl std::fmt::Debug for SessionRow {
    /// Leaves hash and content out.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SessionRow")
            .field("id", &self.id)
            .field("user_id", &self.user_id)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

macro_rules! columns {
    () => {
        "id, token_hash, user_id, data, ip, user_agent, created_at, last_seen_at, expires_at"
    };
}

statements! {
    CREATE = concat!(
        "INSERT INTO sessions (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (token_hash) DO NOTHING"
    );
    LOAD = concat!("SELECT ", columns!(), " FROM sessions WHERE token_hash = $1 AND expires_at > $2");
    SAVE = "UPDATE sessions SET user_id = $2, data = $3, ip = $4, user_agent = $5, last_seen_at = $6, expires_at = $7
        WHERE token_hash = $1";
    DELETE = "DELETE FROM sessions WHERE token_hash = $1";
    DELETE_ONE_OF_USER = "DELETE FROM sessions WHERE user_id = $1 AND id = $2";
    DELETE_FOR_USER = "DELETE FROM sessions WHERE user_id = $1";
    DELETE_OTHERS_OF_USER = "DELETE FROM sessions WHERE user_id = $1 AND id <> $2";
    DELETE_EXPIRED = "DELETE FROM sessions WHERE expires_at <= $1";
    LIST_FOR_USER = concat!(
        "SELECT ", columns!(), " FROM sessions WHERE user_id = $1 AND expires_at > $2 ORDER BY last_seen_at DESC, id"
    );
}

/// Adds a session; `false` when the cookie's value is in use, so that the caller makes another.
pub async fn create(tx: &mut Tx, row: &SessionRow) -> Result<bool> {
    let added = execute!(
        tx,
        CREATE,
        row.id,
        &row.token_hash,
        row.user_id,
        &row.data,
        &row.ip,
        &row.user_agent,
        row.created_at,
        row.last_seen_at,
        row.expires_at
    )?;
    Ok(added == 1)
}

/// The session behind a cookie, unless it has expired.
pub async fn load(on: impl Source, token_hash: &[u8], now: DateTime<Utc>) -> Result<Option<SessionRow>> {
    on!(on, |c| sqlx::query_as(LOAD)
        .bind(token_hash)
        .bind(now)
        .fetch_optional(c)
        .await)
}

/// Writes what may change of a session (owner, content, address, browser, times); `false` when it is gone.
pub async fn save(tx: &mut Tx, row: &SessionRow) -> Result<bool> {
    let changed = execute!(
        tx,
        SAVE,
        &row.token_hash,
        row.user_id,
        &row.data,
        &row.ip,
        &row.user_agent,
        row.last_seen_at,
        row.expires_at
    )?;
    Ok(changed == 1)
}

/// Ends the session behind a cookie.
pub async fn delete(tx: &mut Tx, token_hash: &[u8]) -> Result<()> {
    execute!(tx, DELETE, token_hash)?;
    Ok(())
}

/// Ends one session of a person; `false` when they have no such session.
pub async fn delete_one_of_user(tx: &mut Tx, user_id: UserId, id: SessionId) -> Result<bool> {
    Ok(execute!(tx, DELETE_ONE_OF_USER, user_id, id)? == 1)
}

/// Ends the sessions of a person, save one; how many.
pub async fn delete_for_user(tx: &mut Tx, user_id: UserId, except: Option<SessionId>) -> Result<u64> {
    match except {
        Some(id) => execute!(tx, DELETE_OTHERS_OF_USER, user_id, id),
        None => execute!(tx, DELETE_FOR_USER, user_id),
    }
}

/// Removes what has expired; how many.
pub async fn delete_expired(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64> {
    execute!(tx, DELETE_EXPIRED, now)
}

/// A person's sessions, the latest used first.
pub async fn list_for_user(on: impl Source, user_id: UserId, now: DateTime<Utc>) -> Result<Vec<SessionRow>> {
    on!(on, |c| sqlx::query_as(LIST_FOR_USER)
        .bind(user_id)
        .bind(now)
        .fetch_all(c)
        .await)
}
