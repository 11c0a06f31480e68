//! Memberships: which role a person has in which organization.

use chrono::{DateTime, Utc};
use contract::{OrganizationId, Role, UserId, UserStatus};
use sqlx::FromRow;

use crate::{Result, Source, Tx, execute, on, statements::statements};

/// A role in an organization, with the organization's name.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct MembershipRow {
    /// The organization.
    pub organization_id: OrganizationId,
    /// Its name.
    pub organization_name: String,
    /// The role there.
    pub role: Role,
}

/// What a request by a signed-in person needs to know of them.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct StandingRow {
    /// Their name.
    pub name: String,
    /// Whether they can sign in.
    pub status: UserStatus,
    /// The role in the organization at work, when they have one there.
    pub role: Option<Role>,
    /// Whether they are super administrator anywhere, and so everywhere.
    pub is_super_admin: bool,
}

statements! {
    INSERT = "INSERT INTO memberships (user_id, organization_id, role, created_at) VALUES ($1, $2, $3, $4)";
    SET_ROLE = "UPDATE memberships SET role = $3 WHERE organization_id = $1 AND user_id = $2";
    LIST_FOR_USER = "SELECT m.organization_id, o.name AS organization_name, m.role
        FROM memberships m JOIN organizations o ON o.id = m.organization_id WHERE m.user_id = $1 ORDER BY o.name";
    STANDING = "SELECT u.name, u.status,
            (SELECT m.role FROM memberships m WHERE m.user_id = u.id AND m.organization_id = $2) AS role,
            EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = u.id AND m.role = 'super_admin') AS is_super_admin
        FROM users u WHERE u.id = $1";
    COUNT_ADMINS = "SELECT COUNT(*) FROM memberships m JOIN users u ON u.id = m.user_id
        WHERE m.organization_id = $1 AND m.role IN ('admin', 'super_admin') AND u.status = 'active'";
    COUNT_SUPER_ADMINS = "SELECT COUNT(DISTINCT u.id) FROM memberships m JOIN users u ON u.id = m.user_id
        WHERE m.role = 'super_admin' AND u.status = 'active'";
    LOCK_ADMINS = "UPDATE memberships SET role = role WHERE role IN ('admin', 'super_admin')";
}

/// Gives a person a role in an organization; a unique violation when they have one there.
pub async fn insert(
    tx: &mut Tx,
    user_id: UserId,
    organization_id: OrganizationId,
    role: Role,
    now: DateTime<Utc>,
) -> Result<()> {
    execute!(tx, INSERT, user_id, organization_id, role, now)?;
    Ok(())
}

/// Gives a member another role.
pub async fn set_role(tx: &mut Tx, organization_id: OrganizationId, user_id: UserId, role: Role) -> Result<()> {
    execute!(tx, SET_ROLE, organization_id, user_id, role)?;
    Ok(())
}

/// A person's organizations, by name.
pub async fn list_for_user(on: impl Source, user_id: UserId) -> Result<Vec<MembershipRow>> {
    on!(on, |c| sqlx::query_as(LIST_FOR_USER).bind(user_id).fetch_all(c).await)
}

/// How a person stands towards an organization; `None` when there is no such person.
pub async fn standing(
    on: impl Source,
    user_id: UserId,
    organization_id: OrganizationId,
) -> Result<Option<StandingRow>> {
    on!(on, |c| sqlx::query_as(STANDING)
        .bind(user_id)
        .bind(organization_id)
        .fetch_optional(c)
        .await)
}

/// Lets one change at a time take administrators away: what is counted after this stays so until `tx` ends.
pub async fn lock_admins(tx: &mut Tx) -> Result<()> {
    execute!(tx, LOCK_ADMINS)?;
    Ok(())
}

/// How many active administrators an organization has.
pub async fn count_admins(on: impl Source, organization_id: OrganizationId) -> Result<i64> {
    on!(on, |c| sqlx::query_scalar(COUNT_ADMINS)
        .bind(organization_id)
        .fetch_one(c)
        .await)
}

/// How many active super administrators there are: who is one in any organization is one in all.
pub async fn count_super_admins(on: impl Source) -> Result<i64> {
    on!(on, |c| sqlx::query_scalar(COUNT_SUPER_ADMINS).fetch_one(c).await)
}
