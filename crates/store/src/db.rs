//! The database, of either kind.

use std::{path::Path, str::FromStr, time::Duration};

use sqlx::{
    Connection, PgConnection, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::time;

use crate::{Error, Result, Tx, sqlite::SqliteDb};

/// How to open a database.
#[derive(Clone, Copy, Debug)]
pub struct ConnectOptions {
    /// Connections at most: of the pool on PostgreSQL, of the readers on SQLite (which has one writer besides).
    pub max_connections: u32,
    /// How long to wait for a free connection, or to reach the server.
    pub acquire_timeout: Duration,
    /// The longest a statement may run (PostgreSQL only).
    pub statement_timeout: Duration,
}

impl Default for ConnectOptions {
    /// 20 connections, 10 s, 30 s: the product's defaults.
    fn default() -> Self {
        Self {
            max_connections: 20,
            acquire_timeout: Duration::from_secs(10),
            statement_timeout: Duration::from_secs(30),
        }
    }
}

/// The readers that SQLite is given at most: each has a thread and a page cache of its own, and more of them than
/// processor cores gain nothing.
const SQLITE_MAX_READERS: u32 = 8;

/// The database. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Db {
    /// One file.
    Sqlite(SqliteDb),
    /// A server.
    Postgres(PgPool),
}

impl Db {
    /// Opens the database at `url`: `sqlite:PATH` (the file is created when missing) or `postgres://…`.
    ///
    /// # Errors
    /// When the address is of neither kind, or nothing answers there within `options.acquire_timeout`.
    pub async fn connect(url: &str, options: ConnectOptions) -> Result<Self> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            let readers = options.max_connections.min(SQLITE_MAX_READERS);
            let sqlite = SqliteDb::open(Path::new(path), readers, options.acquire_timeout).await?;
            Ok(Self::Sqlite(sqlite))
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let server = PgConnectOptions::from_str(url)?;
            Ok(Self::Postgres(Self::pool(server, options).await?))
        } else {
            Err(Error::UnknownScheme)
        }
    }

    /// Opens a pool on a server.
    pub(crate) async fn pool(server: PgConnectOptions, options: ConnectOptions) -> Result<PgPool> {
        let timeout_ms = options.statement_timeout.as_millis().to_string();
        let opened = PgPoolOptions::new()
            .max_connections(options.max_connections)
            .acquire_timeout(options.acquire_timeout)
            .connect_with(server.clone().options([("statement_timeout", timeout_ms)]))
            .await;
        match opened {
            Ok(pool) => Ok(pool),
            Err(sqlx::Error::PoolTimedOut) => Err(why_unreachable(&server, options.acquire_timeout).await),
            Err(error) => Err(Error::Connect(error)),
        }
    }

    /// Brings the schema up to date. Several processes may do so at once: one works, the others wait.
    pub async fn migrate(&self) -> Result<()> {
        match self {
            Self::Sqlite(sqlite) => sqlite.migrate(&crate::migrations::SQLITE).await,
            Self::Postgres(pool) => {
                let mut connection = pool.acquire().await?;
                // A migration of large tables takes as long as it takes; the connection is not used again.
                sqlx::query("SET statement_timeout = 0")
                    .execute(&mut *connection)
                    .await?;
                crate::migrations::POSTGRES.run(&mut *connection).await?;
                Ok(connection.close().await?)
            }
        }
    }

    /// Begins a change. What is written becomes visible, and durable, with [`Tx::commit`].
    ///
    /// On SQLite only one change is under way at a time: who begins a second while holding a first waits in vain.
    ///
    /// # Errors
    /// [`Error::is_busy`] when no turn, or no connection, is to be had in time.
    pub async fn begin(&self) -> Result<Tx> {
        match self {
            Self::Sqlite(sqlite) => Ok(Tx::Sqlite(sqlite.begin().await?)),
            Self::Postgres(pool) => Ok(Tx::Postgres(pool.begin().await?)),
        }
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        crate::on!(self, |c| sqlx::query_scalar::<_, i32>("SELECT 1").fetch_one(c).await)?;
        Ok(())
    }

    /// Whether several servers may work on it.
    pub fn is_shared(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// `sqlite` or `postgres`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }

    /// Waits for what is under way and closes the connections.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(sqlite) => sqlite.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// A pool tries again and again, for a server that is just starting, and does not say in the end what went wrong: one more
/// connection does.
async fn why_unreachable(server: &PgConnectOptions, timeout: Duration) -> Error {
    match time::timeout(timeout, PgConnection::connect_with(server)).await {
        Ok(Err(error)) => Error::Connect(error),
        Ok(Ok(_)) | Err(_) => Error::Unreachable,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn a_server_that_is_not_there_is_named_as_the_cause() {
        // Bound and not listened on by the time of the connection.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let options = ConnectOptions {
            acquire_timeout: Duration::from_millis(200),
            ..ConnectOptions::default()
        };
        let url = format!("postgres://vouch@127.0.0.1:{port}/vouch");
        let error = Db::connect(&url, options).await.unwrap_err();
        assert_eq!(error.to_string().matches("refused").count(), 1, "{error}");
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_new_file_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vouch.db");
        let url = format!("sqlite:{}", path.display());
        let db = Db::connect(&url, ConnectOptions::default()).await.unwrap();
        db.migrate().await.unwrap();
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            let entry = entry.unwrap();
            let mode = entry.metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{:?}", entry.file_name());
        }
        db.close().await;
    }
}
