//! Who someone is: setting up, signing in, invitations, passwords, and what a session's owner may do.
//!
//! The session itself (its cookie, its content) belongs to the server; here is what it stands for.

mod invitation;
mod password;
mod password_hash;
mod password_rules;
mod session;
mod setup;
mod sign_in;
mod sign_in_limit;

use std::sync::Arc;

use contract::{Actor, OrganizationId, Origin, Principal, Role, UserId};
use store::{Tx, tables::user};

pub use invitation::InvitationLink;
pub(crate) use invitation::issue_invitation;
pub use password_hash::PasswordHasher;
pub use session::SessionSummary;
pub use setup::SetupLink;

use crate::{
    Env, Result,
    events::{self, NewEvent},
};
use sign_in_limit::SignInLimit;

/// Signing in and what belongs to it. One per process: it holds the counters that slow guessing down.
#[derive(Clone, Debug)]
pub struct Identity {
    env: Env,
    hasher: Arc<PasswordHasher>,
    limit: Arc<SignInLimit>,
}

impl Identity {
    /// Over an environment.
    pub fn new(env: Env) -> Self {
        Self {
            env,
            hasher: Arc::new(PasswordHasher::default()),
            limit: Arc::new(SignInLimit::default()),
        }
    }

    /// Notes a sign-in, and records it.
    async fn record_sign_in(&self, tx: &mut Tx, signed_in: &SignedIn, email: &str, origin: &Origin) -> Result<()> {
        user::set_signed_in(tx, signed_in.user_id, self.env.now()).await?;
        let actor = signed_in.actor(origin.clone());
        let event = NewEvent::new("user.signed_in", signed_in.user_id, email);
        events::record(tx, &self.env, &actor, event).await
    }
}

/// A person who has just proved who they are; the server makes a new session of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The person.
    pub user_id: UserId,
    /// Their name.
    pub name: String,
    /// The organization to begin with.
    pub organization_id: OrganizationId,
    /// The role there.
    pub role: Role,
}

impl SignedIn {
    fn actor(&self, origin: Origin) -> Actor {
        Actor {
            principal: Principal::User {
                user_id: self.user_id,
                name: self.name.clone(),
                session_id: None,
            },
            organization_id: self.organization_id,
            role: self.role,
            origin,
        }
    }
}

/// An e-mail address as it is stored and compared.
pub(crate) fn canonical_email(email: &str) -> String {
    email.trim().to_lowercase()
}

#[cfg(test)]
mod tests;
