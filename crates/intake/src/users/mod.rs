//! People and their roles within an organization.

mod invite;

use contract::{Actor, Permission, Role, User, UserId, UserStatus};
use store::{
    Tx,
    tables::{
        membership, one_time_token, session,
        user::{self, MemberRow},
    },
};

use crate::{
    Authorize, Env, Error, Result,
    events::{self, Changes, NewEvent},
};

/// The organization's people.
#[derive(Clone, Debug)]
pub struct Users {
    env: Env,
}

impl Users {
    /// Over an environment.
    pub fn new(env: Env) -> Self {
        Self { env }
    }

    /// The organization's people, by name.
    pub async fn list(&self, actor: &Actor) -> Result<Vec<User>> {
        actor.require(Permission::ReadUsers)?;
        let rows = user::list_members(&self.env.db, actor.organization_id).await?;
        Ok(rows.into_iter().map(dto).collect())
    }

    /// One of them.
    pub async fn get(&self, actor: &Actor, id: UserId) -> Result<User> {
        actor.require(Permission::ReadUsers)?;
        let row = user::get_member(&self.env.db, actor.organization_id, id).await?;
        row.map(dto).ok_or(Error::NotFound("user"))
    }

    /// Gives another role.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when the old or the new role is above the actor's own; [`Error::Conflict`] when the
    /// organization would be left without an administrator, or all of them without a super administrator.
    pub async fn set_role(&self, actor: &Actor, id: UserId, role: Role) -> Result<User> {
        actor.require(Permission::WriteUsers)?;
        let mut tx = self.env.db.begin().await?;
        membership::lock_admins(&mut tx).await?;
        let member = self.member(&mut tx, actor, id).await?;
        may_give(actor, member.role)?;
        may_give(actor, role)?;
        if member.role != role {
            membership::set_role(&mut tx, actor.organization_id, id, role).await?;
            if administers(member.role) && !administers(role) {
                self.require_an_admin(&mut tx, actor).await?;
            }
            if member.role == Role::SuperAdmin {
                require_a_super_admin(&mut tx).await?;
            }
            let changes = Changes::new().text("role", member.role.as_str(), role.as_str());
            let event = NewEvent::new("user.updated", id, &member.email).changes(changes);
            events::record(&mut tx, &self.env, actor, event).await?;
        }
        self.saved(tx, actor, id).await
    }

    /// Lets a person sign in, or not; ends their sessions when not.
    ///
    /// # Errors
    /// [`Error::Conflict`] when they work for other organizations too, the organization would be left without an
    /// administrator, or all of them without a super administrator.
    pub async fn set_enabled(&self, actor: &Actor, id: UserId, enabled: bool) -> Result<User> {
        actor.require(Permission::WriteUsers)?;
        let mut tx = self.env.db.begin().await?;
        membership::lock_admins(&mut tx).await?;
        let member = self.member(&mut tx, actor, id).await?;
        may_give(actor, member.role)?;
        let status = self.status_when(&mut tx, id, enabled).await?;
        if member.status != status {
            let memberships = membership::list_for_user(&mut tx, id).await?;
            if memberships.len() > 1 && actor.role != Role::SuperAdmin {
                return Err(Error::Conflict(
                    "This person works for other organizations too: a super administrator has to do this".to_owned(),
                ));
            }
            user::set_status(&mut tx, id, status).await?;
            if !enabled {
                session::delete_for_user(&mut tx, id, None).await?;
                one_time_token::delete_for_user(&mut tx, id).await?;
            }
            if !enabled && administers(member.role) {
                self.require_an_admin(&mut tx, actor).await?;
            }
            if !enabled && memberships.iter().any(|m| m.role == Role::SuperAdmin) {
                require_a_super_admin(&mut tx).await?;
            }
            let changes = Changes::new().text("status", member.status.as_str(), status.as_str());
            let event = NewEvent::new("user.updated", id, &member.email).changes(changes);
            events::record(&mut tx, &self.env, actor, event).await?;
        }
        self.saved(tx, actor, id).await
    }

    /// Who never chose a password is only invited, even when enabled.
    async fn status_when(&self, tx: &mut Tx, id: UserId, enabled: bool) -> Result<UserStatus> {
        let user = user::get(tx, id).await?.ok_or(Error::NotFound("user"))?;
        Ok(match (enabled, user.password_hash) {
            (false, _) => UserStatus::Disabled,
            (true, Some(_)) => UserStatus::Active,
            (true, None) => UserStatus::Invited,
        })
    }

    async fn member(&self, tx: &mut Tx, actor: &Actor, id: UserId) -> Result<MemberRow> {
        user::get_member(tx, actor.organization_id, id)
            .await?
            .ok_or(Error::NotFound("user"))
    }

    async fn require_an_admin(&self, tx: &mut Tx, actor: &Actor) -> Result<()> {
        if membership::count_admins(tx, actor.organization_id).await? == 0 {
            return Err(Error::Conflict(
                "The organization would be left without an administrator. Make someone else administrator first"
                    .to_owned(),
            ));
        }
        Ok(())
    }

    /// Commits, and gives the person as they are now.
    async fn saved(&self, mut tx: Tx, actor: &Actor, id: UserId) -> Result<User> {
        let member = self.member(&mut tx, actor, id).await?;
        tx.commit().await?;
        Ok(dto(member))
    }
}

fn administers(role: Role) -> bool {
    matches!(role, Role::SuperAdmin | Role::Admin)
}

/// Only a super administrator gives that role: once there is none, nobody could.
async fn require_a_super_admin(tx: &mut Tx) -> Result<()> {
    if membership::count_super_admins(tx).await? == 0 {
        return Err(Error::Conflict(
            "Nobody would be left as super administrator. Give someone else this role first".to_owned(),
        ));
    }
    Ok(())
}

/// Whether the actor may give, or take, a role: nobody gives more than they have.
pub(crate) fn may_give(actor: &Actor, role: Role) -> Result<()> {
    match Permission::ALL
        .iter()
        .find(|p| role.allows(**p) && !actor.role.allows(**p))
    {
        Some(missing) => Err(Error::Forbidden(*missing)),
        None => Ok(()),
    }
}

fn dto(row: MemberRow) -> User {
    User {
        id: row.id,
        name: row.name,
        email: row.email,
        role: row.role,
        status: row.status,
        last_sign_in_at: row.last_sign_in_at,
        created_at: row.created_at,
    }
}

#[cfg(test)]
mod tests;
