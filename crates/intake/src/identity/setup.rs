//! The first start: there is no default password, but a link that works once.

use chrono::TimeDelta;
use contract::{Actor, Origin, Role, SetupForm, UserStatus};
use store::tables::{
    membership,
    one_time_token::{self, TokenPurpose},
    organization::{self, OrganizationRow},
    user::{self, UserRow},
};

use super::{Identity, SignedIn, canonical_email, password_rules};
use crate::{
    Error, Result,
    error::check,
    events::{self, Changes, NewEvent},
    secret,
};

/// How long the link works. A new start makes a new one.
const LIFETIME: TimeDelta = TimeDelta::days(7);

/// Path and query of the link that sets the product up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetupLink(pub String);

impl Identity {
    /// Whether there is nobody yet who may do everything. Programs may have invited people before.
    pub async fn setup_needed(&self) -> Result<bool> {
        Ok(membership::count_super_admins(&self.env.db).await? == 0)
    }

    /// Makes a setup link when one is needed; links that were made before stop working. Only its hash is stored.
    pub async fn new_setup_link(&self) -> Result<Option<SetupLink>> {
        if !self.setup_needed().await? {
            return Ok(None);
        }
        let token = secret::new_token(&self.env.random);
        let now = self.env.now();
        let mut tx = self.env.db.begin().await?;
        one_time_token::delete_setup(&mut tx).await?;
        one_time_token::insert(
            &mut tx,
            &secret::digest(&token),
            TokenPurpose::Setup,
            None,
            now,
            now + LIFETIME,
        )
        .await?;
        tx.commit().await?;
        Ok(Some(SetupLink(format!("/setup?token={token}"))))
    }

    /// Makes the first organization and its administrator, who may do everything.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the fields; [`Error::Conflict`] when the link has been used or is too old.
    pub async fn complete_setup(&self, form: SetupForm, origin: Origin) -> Result<SignedIn> {
        check(&form)?;
        let token_hash = secret::digest(&form.token);
        let now = self.env.now();
        if !one_time_token::is_good(&self.env.db, &token_hash, TokenPurpose::Setup, now).await? {
            return Err(link_is_dead());
        }
        let personal = [form.name.as_str(), &form.email, &form.organization_name];
        password_rules::check(&form.password, &personal).map_err(|message| Error::field("password", message))?;
        let password_hash = self.hasher.hash(&form.password, self.env.random.bytes()).await?;

        let organization = OrganizationRow {
            id: self.env.ids.next(),
            name: form.organization_name.trim().to_owned(),
            settings: store::Json(serde_json::json!({})),
            created_at: now,
        };
        let mut user = UserRow {
            id: self.env.ids.next(),
            email: canonical_email(&form.email),
            name: form.name.trim().to_owned(),
            password_hash: Some(password_hash.clone()),
            status: UserStatus::Active,
            created_at: now,
            last_sign_in_at: None,
        };
        let mut tx = self.env.db.begin().await?;
        let redeemed = one_time_token::redeem(&mut tx, &token_hash, TokenPurpose::Setup, now).await?;
        if redeemed.is_none() || membership::count_super_admins(&mut tx).await? > 0 {
            return Err(link_is_dead());
        }
        // A key made on the shell may have made the organization already; then the administrator joins it.
        let organization_id = if let Some(existing) = organization::find_by_name(&mut tx, &organization.name).await? {
            existing.id
        } else {
            organization::insert(&mut tx, &organization).await?;
            organization.id
        };
        match user::find_by_email(&mut tx, &user.email).await? {
            None => user::insert(&mut tx, &user).await?,
            // Invited by a program: the invitation is as good as accepted.
            Some(invited) if invited.status == UserStatus::Invited => {
                (user.id, user.name) = (invited.id, invited.name);
                user::set_password(&mut tx, user.id, &password_hash, UserStatus::Active).await?;
                one_time_token::delete_for_user(&mut tx, user.id).await?;
            }
            Some(_) => return Err(Error::field("email", "Somebody has this address already; use another")),
        }
        let memberships = membership::list_for_user(&mut tx, user.id).await?;
        if memberships.iter().any(|m| m.organization_id == organization_id) {
            membership::set_role(&mut tx, organization_id, user.id, Role::SuperAdmin).await?;
        } else {
            membership::insert(&mut tx, user.id, organization_id, Role::SuperAdmin, now).await?;
        }
        let signed_in = SignedIn {
            user_id: user.id,
            name: user.name.clone(),
            organization_id,
            role: Role::SuperAdmin,
        };
        let actor = Actor {
            origin: origin.clone(),
            ..Actor::system(organization_id, "setup")
        };
        let mut made = Vec::new();
        if organization_id == organization.id {
            made.push(
                NewEvent::new("organization.created", organization_id, &organization.name)
                    .changes(Changes::new().text("name", "", &organization.name)),
            );
        }
        made.push(
            NewEvent::new("user.created", user.id, &user.email).changes(
                Changes::new()
                    .text("name", "", &user.name)
                    .text("email", "", &user.email)
                    .text("role", "", Role::SuperAdmin.as_str()),
            ),
        );
        events::record_many(&mut tx, &self.env, &actor, made).await?;
        self.record_sign_in(&mut tx, &signed_in, &user.email, &origin).await?;
        tx.commit().await?;
        Ok(signed_in)
    }
}

fn link_is_dead() -> Error {
    Error::Conflict(
        "This setup link has been used or is too old. Start the server again for a new one, or sign in".to_owned(),
    )
}
