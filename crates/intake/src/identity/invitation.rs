//! Invitations: a link that works once, with which a person chooses a password.

use chrono::TimeDelta;
use contract::{AcceptInvitationForm, Origin, UserId, UserStatus};
use store::{
    Tx,
    tables::{
        membership,
        one_time_token::{self, TokenPurpose},
        user,
    },
};

use super::{Identity, SignedIn, password_rules};
use crate::{
    Env, Error, Result,
    events::{self, NewEvent},
    secret,
};

/// How long an invitation can be accepted.
const LIFETIME: TimeDelta = TimeDelta::days(7);

/// Path and query of an invitation's link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationLink(pub String);

/// Makes an invitation's link within the change that invites; earlier links of the person stop working.
pub(crate) async fn issue_invitation(tx: &mut Tx, env: &Env, user_id: UserId) -> Result<InvitationLink> {
    let token = secret::new_token(&env.random);
    let now = env.now();
    one_time_token::delete_for_user(tx, user_id).await?;
    one_time_token::insert(
        tx,
        &secret::digest(&token),
        TokenPurpose::Invitation,
        Some(user_id),
        now,
        now + LIFETIME,
    )
    .await?;
    Ok(InvitationLink(format!("/invitation?token={token}")))
}

impl Identity {
    /// Sets the password of an invited person, who is then signed in.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the password is too easy; [`Error::Conflict`] when the link has been used or is too old.
    pub async fn accept_invitation(&self, form: AcceptInvitationForm, origin: Origin) -> Result<SignedIn> {
        let token_hash = secret::digest(&form.token);
        let now = self.env.now();
        if !one_time_token::is_good(&self.env.db, &token_hash, TokenPurpose::Invitation, now).await? {
            return Err(link_is_dead());
        }
        // The personal rules follow when it is known whose link it is; this spares hashing what is refused anyway.
        password_rules::check(&form.password, &[]).map_err(|message| Error::field("password", message))?;
        let password_hash = self.hasher.hash(&form.password, self.env.random.bytes()).await?;

        let mut tx = self.env.db.begin().await?;
        let redeemed = one_time_token::redeem(&mut tx, &token_hash, TokenPurpose::Invitation, now).await?;
        let user_id = redeemed.flatten().ok_or_else(link_is_dead)?;
        let user = user::get(&mut tx, user_id).await?.ok_or_else(link_is_dead)?;
        let memberships = membership::list_for_user(&mut tx, user_id).await?;
        let Some(first) = memberships.first().filter(|_| user.status == UserStatus::Invited) else {
            return Err(link_is_dead());
        };
        let personal = [user.name.as_str(), &user.email, &first.organization_name];
        password_rules::check(&form.password, &personal).map_err(|message| Error::field("password", message))?;
        user::set_password(&mut tx, user_id, &password_hash, UserStatus::Active).await?;
        let signed_in = SignedIn {
            user_id,
            name: user.name.clone(),
            organization_id: first.organization_id,
            role: first.role,
        };
        let accepted = NewEvent::new("user.invitation_accepted", user_id, &user.email);
        events::record(&mut tx, &self.env, &signed_in.actor(origin.clone()), accepted).await?;
        self.record_sign_in(&mut tx, &signed_in, &user.email, &origin).await?;
        tx.commit().await?;
        Ok(signed_in)
    }
}

fn link_is_dead() -> Error {
    Error::Conflict("This invitation has been used or is too old. Ask who invited you for a new one".to_owned())
}
