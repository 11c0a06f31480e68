//! Users: the people who sign in. A person may work for several organizations; see [`super::membership`].

use chrono::{DateTime, Utc};
use contract::{OrganizationId, Role, UserId, UserStatus};
use sqlx::FromRow;

use crate::{Result, Source, Tx, execute, on, statements::statements};

/// A person.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct UserRow {
    /// The person.
    pub id: UserId,
    /// In lower case, unique.
    pub email: String,
    /// Their name.
    pub name: String,
    /// In PHC string form; absent until the invitation is accepted.
    pub password_hash: Option<String>,
    /// Whether they can sign in.
    pub status: UserStatus,
    /// When they were invited.
    pub created_at: DateTime<Utc>,
    /// When they last signed in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for UserRow {
    /// Leaves the password hash out.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UserRow")
            .field("id", &self.id)
            .field("email", &self.email)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// A person with the role in one organization.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct MemberRow {
    /// The person.
    pub id: UserId,
    /// Their e-mail address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Whether they can sign in.
    pub status: UserStatus,
    /// When they were invited.
    pub created_at: DateTime<Utc>,
    /// When they last signed in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
    /// The role there.
    pub role: Role,
}

macro_rules! columns {
    () => {
        "id, email, name, password_hash, status, created_at, last_sign_in_at"
    };
}

macro_rules! select_members {
    () => {
        "SELECT u.id, u.email, u.name, u.status, u.created_at, u.last_sign_in_at, m.role
        FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.organization_id = $1"
    };
}

statements! {
    INSERT = concat!("INSERT INTO users (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7)");
    GET = concat!("SELECT ", columns!(), " FROM users WHERE id = $1");
    FIND_BY_EMAIL = concat!("SELECT ", columns!(), " FROM users WHERE email = $1");
    SET_PASSWORD = "UPDATE users SET password_hash = $2, status = $3 WHERE id = $1";
    SET_STATUS = "UPDATE users SET status = $2 WHERE id = $1";
    SET_SIGNED_IN = "UPDATE users SET last_sign_in_at = $2 WHERE id = $1";
    LIST_MEMBERS = concat!(select_members!(), " ORDER BY u.name, u.id");
    GET_MEMBER = concat!(select_members!(), " AND m.user_id = $2");
}

/// Adds one; a unique violation when the e-mail address is taken.
pub async fn insert(tx: &mut Tx, row: &UserRow) -> Result<()> {
    execute!(
        tx,
        INSERT,
        row.id,
        &row.email,
        &row.name,
        &row.password_hash,
        row.status,
        row.created_at,
        row.last_sign_in_at
    )?;
    Ok(())
}

/// One by the id.
pub async fn get(on: impl Source, id: UserId) -> Result<Option<UserRow>> {
    on!(on, |c| sqlx::query_as(GET).bind(id).fetch_optional(c).await)
}

/// One by the e-mail address, which must be in lower case.
pub async fn find_by_email(on: impl Source, email: &str) -> Result<Option<UserRow>> {
    on!(on, |c| sqlx::query_as(FIND_BY_EMAIL)
        .bind(email)
        .fetch_optional(c)
        .await)
}

/// Sets a password (its hash) and the status that goes with it.
pub async fn set_password(tx: &mut Tx, id: UserId, password_hash: &str, status: UserStatus) -> Result<()> {
    execute!(tx, SET_PASSWORD, id, password_hash, status)?;
    Ok(())
}

/// Lets a person sign in, or not.
pub async fn set_status(tx: &mut Tx, id: UserId, status: UserStatus) -> Result<()> {
    execute!(tx, SET_STATUS, id, status)?;
    Ok(())
}

/// Notes a sign-in.
pub async fn set_signed_in(tx: &mut Tx, id: UserId, now: DateTime<Utc>) -> Result<()> {
    execute!(tx, SET_SIGNED_IN, id, now)?;
    Ok(())
}

/// An organization's people, by name.
pub async fn list_members(on: impl Source, organization_id: OrganizationId) -> Result<Vec<MemberRow>> {
    on!(on, |c| sqlx::query_as(LIST_MEMBERS)
        .bind(organization_id)
        .fetch_all(c)
        .await)
}

/// One of an organization's people.
pub async fn get_member(on: impl Source, organization_id: OrganizationId, id: UserId) -> Result<Option<MemberRow>> {
    on!(on, |c| sqlx::query_as(GET_MEMBER)
        .bind(organization_id)
        .bind(id)
        .fetch_optional(c)
        .await)
}
