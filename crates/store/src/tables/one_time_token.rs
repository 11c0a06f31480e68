//! One-time tokens: links that work once. Only a hash is kept.

use chrono::{DateTime, Utc};
use contract::UserId;

use crate::{Result, Source, Tx, execute, on, statements::statements};

/// What a token is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum TokenPurpose {
    /// Making the first organization and its administrator.
    Setup,
    /// Choosing a password after an invitation.
    Invitation,
}

statements! {
    INSERT = "INSERT INTO one_time_tokens (token_hash, purpose, user_id, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5)";
    IS_GOOD = "SELECT EXISTS (SELECT 1 FROM one_time_tokens
        WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3)";
    REDEEM = "UPDATE one_time_tokens SET used_at = $3
        WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3 RETURNING user_id";
    DELETE_SETUP = "DELETE FROM one_time_tokens WHERE purpose = 'setup'";
    DELETE_FOR_USER = "DELETE FROM one_time_tokens WHERE user_id = $1";
}

/// Adds one.
pub async fn insert(
    tx: &mut Tx,
    token_hash: &[u8],
    purpose: TokenPurpose,
    user_id: Option<UserId>,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    execute!(tx, INSERT, token_hash, purpose, user_id, now, expires_at)?;
    Ok(())
}

/// Whether a token could be redeemed.
pub async fn is_good(on: impl Source, token_hash: &[u8], purpose: TokenPurpose, now: DateTime<Utc>) -> Result<bool> {
    on!(on, |c| sqlx::query_scalar(IS_GOOD)
        .bind(token_hash)
        .bind(purpose)
        .bind(now)
        .fetch_one(c)
        .await)
}

/// Uses a token up. `None` when it is unknown, used or expired; else the person it is for, when it is for one.
pub async fn redeem(
    tx: &mut Tx,
    token_hash: &[u8],
    purpose: TokenPurpose,
    now: DateTime<Utc>,
) -> Result<Option<Option<UserId>>> {
    on!(tx, |c| sqlx::query_scalar(REDEEM)
        .bind(token_hash)
        .bind(purpose)
        .bind(now)
        .fetch_optional(c)
        .await)
}

/// Removes every setup token.
pub async fn delete_setup(tx: &mut Tx) -> Result<()> {
    execute!(tx, DELETE_SETUP)?;
    Ok(())
}

/// Removes the tokens of a person.
pub async fn delete_for_user(tx: &mut Tx, user_id: UserId) -> Result<()> {
    execute!(tx, DELETE_FOR_USER, user_id)?;
    Ok(())
}
