//! Signing in with e-mail address and password.

use contract::{Actor, Origin, Severity, SignInForm, UserStatus, validate};
use store::tables::{
    membership::{self, MembershipRow},
    user::{self, UserRow},
};
use uuid::Uuid;

use super::{Identity, SignedIn, canonical_email};
use crate::{
    Error, Result,
    events::{self, NewEvent},
};

/// The one answer to every failure: which part was wrong is nobody's business.
const WRONG: &str = "E-mail address or password is wrong, or this account can not sign in";

impl Identity {
    /// Checks e-mail address and password.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for an unknown address, a wrong password, and a person who can not sign in, all alike
    /// and in the same time; [`Error::RateLimited`] after five attempts in five minutes from the same address, and after
    /// failures for ten accounts in fifteen minutes from it.
    pub async fn sign_in(&self, form: SignInForm, origin: Origin) -> Result<SignedIn> {
        let email = canonical_email(&form.email);
        let ip = origin.ip.as_deref();
        self.limit.admit(&email, ip, self.env.now())?;
        let user = user::find_by_email(&self.env.db, &email).await?;
        let usable = user.as_ref().filter(|user| user.status == UserStatus::Active);
        let hash = usable.and_then(|user| user.password_hash.as_deref());
        let is_right = validate::PASSWORD_MAX_CHARS >= form.password.chars().count()
            && self.hasher.verify(&form.password, hash).await?;
        let memberships = match &user {
            Some(user) => membership::list_for_user(&self.env.db, user.id).await?,
            None => Vec::new(),
        };
        match (user, memberships.first()) {
            (Some(user), Some(first)) if is_right => {
                self.limit.forget(&email, ip);
                let signed_in = SignedIn {
                    user_id: user.id,
                    name: user.name.clone(),
                    organization_id: first.organization_id,
                    role: first.role,
                };
                let mut tx = self.env.db.begin().await?;
                self.record_sign_in(&mut tx, &signed_in, &user.email, &origin).await?;
                tx.commit().await?;
                Ok(signed_in)
            }
            (user, _) => {
                self.limit.failed(&email, ip, self.env.now());
                self.record_failure(&email, user.as_ref(), &memberships, origin).await?;
                Err(Error::Unauthenticated(WRONG))
            }
        }
    }

    /// Records a failed sign-in in each of the person's organizations; under an unknown address, in none. The rate limit
    /// bounds how many there are.
    async fn record_failure(
        &self,
        email: &str,
        user: Option<&UserRow>,
        memberships: &[MembershipRow],
        origin: Origin,
    ) -> Result<()> {
        let mut tx = self.env.db.begin().await?;
        let actor = |organization_id| Actor {
            origin: origin.clone(),
            ..Actor::system(organization_id, "sign-in")
        };
        let kind = "user.sign_in_failed";
        for membership in memberships {
            let id = user.map_or(String::new(), |user| user.id.to_string());
            let event = NewEvent::new(kind, id, email).severity(Severity::Warning);
            events::record(&mut tx, &self.env, &actor(membership.organization_id), event).await?;
        }
        if memberships.is_empty() {
            // People type passwords into the wrong field: keep only what looks like an address.
            let shown = if validate::email(email).is_ok() { email } else { "" };
            let event = NewEvent::new(kind, "", shown).severity(Severity::Warning);
            events::record_unowned(&mut tx, &self.env, &actor(Uuid::nil().into()), event).await?;
        }
        Ok(tx.commit().await?)
    }
}
