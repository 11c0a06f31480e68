//! API keys: credentials of programs.

mod authenticate;
mod create;
mod key_text;

use contract::{Actor, ApiKey, ApiKeyId, Permission};
use store::tables::api_key::{self, ApiKeyRow};

pub use create::NewApiKey;

use crate::{
    Authorize, Env, Error, Result,
    events::{self, Changes, NewEvent},
};

/// The organization's keys, and who stands behind one.
#[derive(Clone, Debug)]
pub struct ApiKeys {
    env: Env,
}

impl ApiKeys {
    /// Over an environment.
    pub fn new(env: Env) -> Self {
        Self { env }
    }

    /// The organization's keys, newest first.
    pub async fn list(&self, actor: &Actor) -> Result<Vec<ApiKey>> {
        actor.require(Permission::WriteKeys)?;
        let rows = api_key::list(&self.env.db, actor.organization_id).await?;
        Ok(rows.into_iter().map(dto).collect())
    }

    /// Revokes a key: the next request with it is refused.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it was revoked before.
    pub async fn revoke(&self, actor: &Actor, id: ApiKeyId) -> Result<ApiKey> {
        actor.require(Permission::WriteKeys)?;
        let now = self.env.now();
        let mut tx = self.env.db.begin().await?;
        let row = api_key::get(&mut tx, actor.organization_id, id)
            .await?
            .ok_or(Error::NotFound("API key"))?;
        if !api_key::revoke(&mut tx, actor.organization_id, id, now).await? {
            return Err(Error::Conflict("This key was revoked before".to_owned()));
        }
        let changes = Changes::new().value("revoked_at", None::<String>, now.to_rfc3339());
        let event = NewEvent::new("api_key.revoked", id, &row.name).changes(changes);
        events::record(&mut tx, &self.env, actor, event).await?;
        tx.commit().await?;
        Ok(ApiKey {
            revoked_at: Some(now),
            ..dto(row)
        })
    }
}

fn dto(row: ApiKeyRow) -> ApiKey {
    ApiKey {
        id: row.id,
        name: row.name,
        prefix: row.prefix,
        preset: row.preset,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
        revoked_at: row.revoked_at,
    }
}

#[cfg(test)]
mod tests;
