//! Keeps sessions in the database.

use std::fmt;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use intake::Env;
use sha2::{Digest, Sha256};
use store::tables::session::{self as table, SessionRow};
use tower_sessions::{
    SessionStore,
    cookie::time::OffsetDateTime,
    session::{Id, Record},
    session_store::{Error, Result},
};

use super::{SignIns, SignedIn};

/// The table of sessions, behind the memory of what was just read.
#[derive(Clone)]
pub struct SessionTable {
    env: Env,
    sign_ins: SignIns,
    idle: TimeDelta,
}

impl SessionTable {
    /// Keeps sessions in the database of `env`, each until nobody has used it for `idle`.
    pub fn new(env: Env, sign_ins: SignIns, idle: TimeDelta) -> Self {
        Self { env, sign_ins, idle }
    }

    fn row(&self, record: &Record) -> Result<SessionRow> {
        let signed_in = SignedIn::in_record(record);
        let now = self.env.now();
        Ok(SessionRow {
            id: signed_in
                .as_ref()
                .map_or_else(|| self.env.ids.next(), |it| it.session_id),
            token_hash: hash(record.id),
            user_id: signed_in.as_ref().map(|it| it.user_id),
            data: serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))?,
            ip: signed_in.as_ref().and_then(|it| it.ip.clone()),
            user_agent: signed_in.and_then(|it| it.user_agent),
            created_at: now,
            last_seen_at: now,
            expires_at: now + self.idle,
        })
    }
}

#[async_trait]
impl SessionStore for SessionTable {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let mut tx = self.env.db.begin().await.map_err(backend)?;
        while !table::create(&mut tx, &self.row(record)?).await.map_err(backend)? {
            record.id = Id::default();
        }
        tx.commit().await.map_err(backend)
    }

    /// Does nothing when the session was ended meanwhile: a request that was under way must not bring it back.
    async fn save(&self, record: &Record) -> Result<()> {
        let mut tx = self.env.db.begin().await.map_err(backend)?;
        table::save(&mut tx, &self.row(record)?).await.map_err(backend)?;
        tx.commit().await.map_err(backend)?;
        // Two that save at once do not know which of them was the last: the next request reads it.
        self.sign_ins.forget_record(record.id).await;
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        if let Some(record) = self.sign_ins.record(*id).await {
            return Ok(Some(record));
        }
        let as_of = self.sign_ins.as_of();
        let Some(row) = table::load(&self.env.db, &hash(*id), self.env.now())
            .await
            .map_err(backend)?
        else {
            return Ok(None);
        };
        let record = Record {
            id: *id,
            data: serde_json::from_str(&row.data).map_err(|error| Error::Decode(error.to_string()))?,
            expiry_date: from_chrono(row.expires_at)?,
        };
        self.sign_ins.remember_record(as_of, &record).await;
        Ok(Some(record))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let mut tx = self.env.db.begin().await.map_err(backend)?;
        table::delete(&mut tx, &hash(*id)).await.map_err(backend)?;
        tx.commit().await.map_err(backend)?;
        self.sign_ins.forget_record(*id).await;
        Ok(())
    }
}

impl fmt::Debug for SessionTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionTable").finish_non_exhaustive()
    }
}

/// The database never learns the secret: who reads it can not sign in with what it holds.
fn hash(id: Id) -> Vec<u8> {
    Sha256::digest(id.0.to_le_bytes()).to_vec()
}

fn backend(error: store::Error) -> Error {
    Error::Backend(error.to_string())
}

fn from_chrono(time: DateTime<Utc>) -> Result<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp(time.timestamp()).map_err(|error| Error::Decode(error.to_string()))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use futures::poll;
    use serde_json::json;

    use super::*;
    use crate::testing::{TestServer, for_each_server};

    /// A stored session with one entry, its table and what is remembered of it.
    async fn stored(server: &TestServer, idle: TimeDelta) -> Result<(SessionTable, SignIns, Record)> {
        let env = &server.bench.env;
        let sign_ins = SignIns::new();
        let sessions = SessionTable::new(env.clone(), sign_ins.clone(), idle);
        let mut record = Record {
            id: Id::default(),
            data: HashMap::from([("entry".to_owned(), json!(1))]),
            expiry_date: from_chrono(env.now() + idle)?,
        };
        sessions.create(&mut record).await?;
        Ok((sessions, sign_ins, record))
    }

    #[tokio::test]
    async fn session_that_is_read_while_it_is_deleted_is_forgotten() {
        for_each_server(async |server| {
            let (sessions, sign_ins, record) = stored(&server, TimeDelta::hours(1)).await?;

            // The deletion waits for this change: for its turn on SQLite, for its lock of the row on PostgreSQL.
            let mut other = server.bench.env.db.begin().await?;
            assert!(table::save(&mut other, &sessions.row(&record)?).await?);
            let mut deletion = sessions.delete(&record.id);
            assert!(poll!(&mut deletion).is_pending());
            assert_eq!(sessions.load(&record.id).await?, Some(record.clone()));
            drop(other);
            deletion.await?;
            assert_eq!(sign_ins.record(record.id).await, None);
            assert_eq!(sessions.load(&record.id).await?, None);
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn what_was_read_before_something_was_forgotten_is_not_remembered() {
        for_each_server(async |server| {
            let (sessions, sign_ins, record) = stored(&server, TimeDelta::hours(1)).await?;
            let before = sign_ins.as_of();
            sessions.delete(&record.id).await?;
            sign_ins.remember_record(before, &record).await;
            assert_eq!(sessions.load(&record.id).await?, None);
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn session_that_is_saved_is_read_as_it_was_saved() {
        for_each_server(async |server| {
            let (sessions, _, mut record) = stored(&server, TimeDelta::hours(1)).await?;
            assert_eq!(sessions.load(&record.id).await?, Some(record.clone()));
            record.data.insert("entry".to_owned(), json!(2));
            sessions.save(&record).await?;
            assert_eq!(sessions.load(&record.id).await?, Some(record));
            Ok(())
        })
        .await;
    }

    #[tokio::test]
    async fn session_ends_when_nobody_used_it_for_so_long() {
        for_each_server(async |server| {
            let (sessions, sign_ins, record) = stored(&server, TimeDelta::hours(1)).await?;
            server.bench.clock.advance(TimeDelta::minutes(40));
            sessions.save(&record).await?;
            server.bench.clock.advance(TimeDelta::minutes(59));
            assert!(sessions.load(&record.id).await?.is_some());
            server.bench.clock.advance(TimeDelta::minutes(1));
            sign_ins.forget_all();
            assert_eq!(sessions.load(&record.id).await?, None);
            Ok(())
        })
        .await;
    }
}
