//! What a session stands for: the person, the organization at work, the role there.

use chrono::{DateTime, Utc};
use contract::{Actor, Membership, OrganizationId, Origin, Principal, Role, SessionId, UserId, UserStatus, Viewer};
use store::tables::{
    membership::{self, MembershipRow},
    organization, session, user,
};

use super::Identity;
use crate::{
    Error, Result,
    events::{self, NewEvent},
};

/// One of a person's sessions, as they see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionSummary {
    /// The session.
    pub id: SessionId,
    /// Address at sign-in.
    pub ip: Option<String>,
    /// Browser at sign-in.
    pub user_agent: Option<String>,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub last_seen_at: DateTime<Utc>,
    /// Whether it is the one that asks.
    pub is_current: bool,
}

impl Identity {
    /// Who acts in a session; asked on each request, so that a person who was disabled, or lost the role, is out at once.
    /// `None` when the session stands for nobody any more.
    pub async fn actor(
        &self,
        user_id: UserId,
        organization_id: OrganizationId,
        session_id: Option<SessionId>,
        origin: Origin,
    ) -> Result<Option<Actor>> {
        let Some(standing) = membership::standing(&self.env.db, user_id, organization_id).await? else {
            return Ok(None);
        };
        let role = if standing.is_super_admin {
            Some(Role::SuperAdmin)
        } else {
            standing.role
        };
        let actor = role
            .filter(|_| standing.status == UserStatus::Active)
            .map(|role| Actor {
                principal: Principal::User {
                    user_id,
                    name: standing.name,
                    session_id,
                },
                organization_id,
                role,
                origin,
            });
        Ok(actor)
    }

    /// The signed-in person as the console shows them.
    pub async fn viewer(&self, actor: &Actor) -> Result<Viewer> {
        let user_id = person(actor)?;
        let user = user::get(&self.env.db, user_id).await?.ok_or(Error::NotFound("user"))?;
        let memberships = self.organizations(user_id).await?;
        let current = memberships
            .iter()
            .find(|m| m.organization_id == actor.organization_id)
            .cloned();
        Ok(Viewer {
            user_id,
            name: user.name,
            email: user.email,
            current: current.ok_or(Error::NotFound("organization"))?,
            memberships,
        })
    }

    /// Whether the person may go to another organization; gives the role there. The server then writes it into the
    /// session.
    ///
    /// # Errors
    /// [`Error::NotFound`] when they have no role there, whether or not there is such an organization.
    pub async fn switch_organization(&self, actor: &Actor, organization_id: OrganizationId) -> Result<Membership> {
        let memberships = self.organizations(person(actor)?).await?;
        let found = memberships.into_iter().find(|m| m.organization_id == organization_id);
        found.ok_or(Error::NotFound("organization"))
    }

    /// Records that the person signed out. The server ends the session.
    pub async fn sign_out(&self, actor: &Actor) -> Result<()> {
        let user_id = person(actor)?;
        let mut tx = self.env.db.begin().await?;
        let event = NewEvent::new("user.signed_out", user_id, actor.display_name());
        events::record(&mut tx, &self.env, actor, event).await?;
        Ok(tx.commit().await?)
    }

    /// The person's own sessions, the latest used first.
    pub async fn sessions(&self, actor: &Actor) -> Result<Vec<SessionSummary>> {
        let rows = session::list_for_user(&self.env.db, person(actor)?, self.env.now()).await?;
        let current = match &actor.principal {
            Principal::User { session_id, .. } => *session_id,
            Principal::ApiKey { .. } | Principal::System { .. } => None,
        };
        let summary = |row: session::SessionRow| SessionSummary {
            is_current: Some(row.id) == current,
            id: row.id,
            ip: row.ip,
            user_agent: row.user_agent,
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
        };
        Ok(rows.into_iter().map(summary).collect())
    }

    /// Ends one of the person's own sessions.
    pub async fn revoke_session(&self, actor: &Actor, session_id: SessionId) -> Result<()> {
        let user_id = person(actor)?;
        let mut tx = self.env.db.begin().await?;
        if !session::delete_one_of_user(&mut tx, user_id, session_id).await? {
            return Err(Error::NotFound("session"));
        }
        let event = NewEvent::new("user.session_revoked", user_id, actor.display_name());
        events::record(&mut tx, &self.env, actor, event).await?;
        Ok(tx.commit().await?)
    }

    /// Where a person can go: their memberships, and for a super administrator every organization.
    async fn organizations(&self, user_id: UserId) -> Result<Vec<Membership>> {
        let own = membership::list_for_user(&self.env.db, user_id).await?;
        if own.iter().all(|m| m.role != Role::SuperAdmin) {
            let dto = |row: MembershipRow| Membership {
                organization_id: row.organization_id,
                organization_name: row.organization_name,
                role: row.role,
            };
            return Ok(own.into_iter().map(dto).collect());
        }
        let all = organization::list(&self.env.db).await?;
        let dto = |row: organization::OrganizationRow| Membership {
            organization_id: row.id,
            organization_name: row.name,
            role: Role::SuperAdmin,
        };
        Ok(all.into_iter().map(dto).collect())
    }
}

fn person(actor: &Actor) -> Result<UserId> {
    actor
        .user_id()
        .ok_or(Error::Unauthenticated("Sign in with your browser for this"))
}
