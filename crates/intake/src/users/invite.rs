//! Inviting a person.

use contract::{Actor, Invitation, InviteUserForm, Permission, Role, UserStatus};
use store::tables::{
    membership,
    user::{self, UserRow},
};

use super::{Users, may_give};
use crate::{
    Authorize, Error, Result,
    error::check,
    events::{self, Changes, NewEvent},
    identity::{InvitationLink, canonical_email, issue_invitation},
};

impl Users {
    /// Invites a person; the link is shown once. A person who is invited again gets a new link, and the old one stops
    /// working. A person who already has an account elsewhere gets the role here, and no link that could set their
    /// password: the link is that of signing in.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the fields, also when the person is a member already; [`Error::Forbidden`] when the role,
    /// or that of the invitation before, is above the actor's own.
    pub async fn invite(&self, actor: &Actor, form: InviteUserForm) -> Result<Invitation> {
        actor.require(Permission::WriteUsers)?;
        check(&form)?;
        may_give(actor, form.role)?;
        let email = canonical_email(&form.email);
        let mut tx = self.env.db.begin().await?;
        let known = user::find_by_email(&mut tx, &email).await?;
        let is_new = known.is_none();
        let person = if let Some(person) = known {
            person
        } else {
            let person = UserRow {
                id: self.env.ids.next(),
                email,
                name: form.name.trim().to_owned(),
                password_hash: None,
                status: UserStatus::Invited,
                created_at: self.env.now(),
                last_sign_in_at: None,
            };
            user::insert(&mut tx, &person).await.map_err(invited_meanwhile)?;
            person
        };
        let before = membership::list_for_user(&mut tx, person.id).await?;
        let ours = before.iter().find(|m| m.organization_id == actor.organization_id);
        let present_role = ours.map(|m| m.role);
        if present_role.is_some() && person.status != UserStatus::Invited {
            return Err(Error::field(
                "email",
                "This person is a member of your organization already",
            ));
        }
        if let Some(role) = present_role {
            may_give(actor, role)?;
            membership::set_role(&mut tx, actor.organization_id, person.id, form.role).await?;
        } else {
            membership::insert(&mut tx, person.id, actor.organization_id, form.role, self.env.now())
                .await
                .map_err(invited_meanwhile)?;
        }
        let is_ours_alone = before.iter().all(|m| m.organization_id == actor.organization_id);
        let link = if is_new || (is_ours_alone && person.status == UserStatus::Invited) {
            issue_invitation(&mut tx, &self.env, person.id).await?
        } else {
            InvitationLink("/sign-in".to_owned())
        };
        // Who is invited again was here before, under the same name and address.
        let (name, email) = match present_role {
            Some(_) => (person.name.as_str(), person.email.as_str()),
            None => ("", ""),
        };
        let changes = Changes::new()
            .text("name", name, &person.name)
            .text("email", email, &person.email)
            .text("role", present_role.map_or("", Role::as_str), form.role.as_str());
        let event = NewEvent::new("user.invited", person.id, &person.email).changes(changes);
        events::record(&mut tx, &self.env, actor, event).await?;
        tx.commit().await?;
        Ok(Invitation {
            user_id: person.id,
            link: link.0,
        })
    }
}

/// What it is for the person who invites when somebody else invites the same one at the same time.
fn invited_meanwhile(error: store::Error) -> Error {
    if error.is_unique_violation() {
        Error::field("email", "Somebody else has just invited this person")
    } else {
        error.into()
    }
}
