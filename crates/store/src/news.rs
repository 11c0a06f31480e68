//! News between the processes that share a PostgreSQL database, by its `LISTEN` and `NOTIFY`. Nothing is kept: who does not
//! listen hears nothing. SQLite is one process's own, so there is nobody to tell.

use std::{fmt, io, time::Duration};

use sqlx::{PgPool, postgres::PgListener};
use tokio::time::timeout;

use crate::{Db, Result};

/// The longest text that can be told, in bytes: PostgreSQL takes less than 8000.
pub const NEWS_MAX_BYTES: usize = 7_999;

const CHANNEL: &str = "vouch_news";

/// How long silence is believed: a connection that was cut without a word is silent too.
const SILENCE: Duration = Duration::from_mins(1);

/// How long the server may take to answer after that.
const ANSWER: Duration = Duration::from_secs(10);

/// Tells all processes of the database, this one as well.
///
/// # Errors
/// When the database does not take it; also for a text of more than [`NEWS_MAX_BYTES`].
pub async fn tell(db: &Db, text: &str) -> Result<()> {
    if let Db::Postgres(pool) = db {
        sqlx::query("SELECT pg_notify($1, $2)")
            .bind(CHANNEL)
            .bind(text)
            .execute(pool)
            .await?;
    }
    Ok(())
}

/// An ear for what processes of the same database tell. It holds one connection.
pub struct News(PgListener);

impl News {
    /// Begins to listen; `None` on SQLite.
    pub async fn listen(db: &Db) -> Result<Option<Self>> {
        match db {
            Db::Sqlite(_) => Ok(None),
            Db::Postgres(pool) => Ok(Some(Self::on(pool).await?)),
        }
    }

    async fn on(pool: &PgPool) -> Result<Self> {
        let mut listener = PgListener::connect_with(pool).await?;
        listener.listen(CHANNEL).await?;
        Ok(Self(listener))
    }

    /// Waits for the next text. `None`: the connection was lost and is there again, and nobody knows what was said meanwhile.
    ///
    /// # Errors
    /// When the connection is lost for good; begin anew then.
    pub async fn next(&mut self) -> Result<Option<String>> {
        loop {
            if let Ok(heard) = timeout(SILENCE, self.0.try_recv()).await {
                return Ok(heard?.map(|news| news.payload().to_owned()));
            }
            timeout(ANSWER, sqlx::query("SELECT 1").execute(&mut self.0))
                .await
                .map_err(|_| sqlx::Error::Io(io::ErrorKind::TimedOut.into()))??;
        }
    }
}

impl fmt::Debug for News {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("News").finish_non_exhaustive()
    }
}
