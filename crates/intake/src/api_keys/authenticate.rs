//! Who stands behind a key.

use chrono::TimeDelta;
use contract::{Actor, Origin, Principal};
use store::tables::api_key;

use super::{ApiKeys, key_text::KeyText};
use crate::{Error, Result, secret};

/// Uses are noted to this much, so that a busy key does not write with each request.
const LAST_USED_PRECISION: TimeDelta = TimeDelta::minutes(1);

const WRONG: &str = "The API key is not valid, or was revoked";

impl ApiKeys {
    /// The actor behind a key.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`]; a key that is not whole is refused without asking the database.
    pub async fn authenticate(&self, text: &str, origin: Origin) -> Result<Actor> {
        const REFUSED: Error = Error::Unauthenticated(WRONG);
        let key = KeyText::parse(text).ok_or(REFUSED)?;
        let row = api_key::find_by_prefix(&self.env.db, key.prefix())
            .await?
            .ok_or(REFUSED)?;
        if row.secret_hash != secret::digest(key.as_str()) || row.revoked_at.is_some() {
            return Err(REFUSED);
        }
        let now = self.env.now();
        let stale = now - LAST_USED_PRECISION;
        if row.last_used_at.is_none_or(|at| at <= stale) {
            let mut tx = self.env.db.begin().await?;
            api_key::touch(&mut tx, row.id, now, stale).await?;
            tx.commit().await?;
        }
        Ok(Actor {
            principal: Principal::ApiKey {
                api_key_id: row.id,
                name: row.name,
            },
            organization_id: row.organization_id,
            role: row.preset.role(),
            origin,
        })
    }
}
