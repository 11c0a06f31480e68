//! Making a key.

use contract::{Actor, ApiKey, KeyPreset, OrganizationId, Permission, validate};
use store::{
    Json, Tx,
    tables::{
        api_key::{self, ApiKeyRow},
        organization::{self, OrganizationRow},
    },
};

use super::{ApiKeys, dto, key_text::KeyText};
use crate::{
    Authorize, Error, Result,
    events::{self, Changes, NewEvent},
    secret,
    users::may_give,
};

/// A key that was just made. Its text is shown once, and can't be had again.
#[derive(Clone, PartialEq)]
pub struct NewApiKey {
    /// The whole key.
    pub text: String,
    /// What is stored of it.
    pub key: ApiKey,
}

impl ApiKeys {
    /// Makes a key for the actor's organization.
    ///
    /// # Errors
    /// [`Error::Invalid`] without a name; [`Error::Forbidden`] when the key could do more than the actor may.
    pub async fn create(&self, actor: &Actor, name: &str, preset: KeyPreset) -> Result<NewApiKey> {
        actor.require(Permission::WriteKeys)?;
        may_give(actor, preset.role())?;
        let mut tx = self.env.db.begin().await?;
        let made = self.insert(&mut tx, actor, name, preset).await?;
        tx.commit().await?;
        Ok(made)
    }

    /// Makes a key from the server's own shell, for the organization of this name, which is made too when `may_create` says
    /// so. Works beside a running server.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such organization and it may not be made.
    pub async fn create_from_shell(
        &self,
        organization_name: &str,
        may_create: bool,
        name: &str,
        preset: KeyPreset,
    ) -> Result<NewApiKey> {
        let mut tx = self.env.db.begin().await?;
        let found = organization::find_by_name(&mut tx, organization_name).await?;
        let actor = match found {
            Some(organization) => Actor::system(organization.id, "cli"),
            None if may_create => {
                let actor = Actor::system(self.env.ids.next::<OrganizationId>(), "cli");
                self.add_organization(&mut tx, &actor, organization_name).await?;
                actor
            }
            None => return Err(Error::NotFound("organization")),
        };
        let made = self.insert(&mut tx, &actor, name, preset).await?;
        tx.commit().await?;
        Ok(made)
    }

    async fn add_organization(&self, tx: &mut Tx, actor: &Actor, name: &str) -> Result<()> {
        validate::required(name, 200).map_err(|message| Error::field("organization", message))?;
        let row = OrganizationRow {
            id: actor.organization_id,
            name: name.to_owned(),
            settings: Json(serde_json::json!({})),
            created_at: self.env.now(),
        };
        organization::insert(tx, &row).await?;
        let event = NewEvent::new("organization.created", row.id, name).changes(Changes::new().text("name", "", name));
        events::record(tx, &self.env, actor, event).await
    }

    async fn insert(&self, tx: &mut Tx, actor: &Actor, name: &str, preset: KeyPreset) -> Result<NewApiKey> {
        validate::required(name, 200).map_err(|message| Error::field("name", message))?;
        let key = KeyText::generate(&self.env.random);
        let row = ApiKeyRow {
            id: self.env.ids.next(),
            organization_id: actor.organization_id,
            name: name.trim().to_owned(),
            prefix: key.prefix().to_owned(),
            secret_hash: secret::digest(key.as_str()).to_vec(),
            preset,
            created_by: actor.display_name().to_owned(),
            created_at: self.env.now(),
            last_used_at: None,
            revoked_at: None,
        };
        api_key::insert(tx, &row).await?;
        let changes = Changes::new()
            .text("name", "", &row.name)
            .text("prefix", "", &row.prefix)
            .text("preset", "", preset.as_str());
        events::record(
            tx,
            &self.env,
            actor,
            NewEvent::new("api_key.created", row.id, &row.name).changes(changes),
        )
        .await?;
        Ok(NewApiKey {
            text: key.as_str().to_owned(),
            key: dto(row),
        })
    }
}
