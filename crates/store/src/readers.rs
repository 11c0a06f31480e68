//! The connections of an embedded database that read.
//!
//! `sqlx` has a pool of its own, which asks a connection whether it still answers each time it comes back. With SQLite that is
//! one more exchange with another thread for each statement, and a connection in the same process has nothing to lose.

use std::time::Duration;

use deadpool::{
    Runtime,
    managed::{
        Manager, Metrics, Object, Pool, PoolConfig, PoolError, QueueMode, RecycleError, RecycleResult, Timeouts,
    },
};
use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};

/// How long a connection is used, so that one that has gone bad does not stay for good.
const MAX_AGE: Duration = Duration::from_mins(5);

/// Opens connections.
#[derive(Debug)]
pub struct Opener(SqliteConnectOptions);

impl Manager for Opener {
    type Type = SqliteConnection;
    type Error = sqlx::Error;

    async fn create(&self) -> sqlx::Result<SqliteConnection> {
        self.0.connect().await
    }

    async fn recycle(&self, _: &mut SqliteConnection, metrics: &Metrics) -> RecycleResult<sqlx::Error> {
        if metrics.age() < MAX_AGE {
            Ok(())
        } else {
            Err(RecycleError::message("old"))
        }
    }
}

/// A connection that goes back when it is dropped.
pub type Reader = Object<Opener>;

/// So many connections at most. The one that came back last goes out first: what it has in its cache is the newest.
#[derive(Clone, Debug)]
pub(crate) struct Readers(Pool<Opener>);

impl Readers {
    /// Opens the first one, to see that it can be done.
    pub(crate) async fn open(options: SqliteConnectOptions, max: u32, timeout: Duration) -> sqlx::Result<Self> {
        let config = PoolConfig {
            timeouts: Timeouts {
                wait: Some(timeout),
                create: Some(timeout),
                recycle: None,
            },
            queue_mode: QueueMode::Lifo,
            ..PoolConfig::new(usize::try_from(max).unwrap_or(usize::MAX))
        };
        let pool = Pool::builder(Opener(options)).config(config).runtime(Runtime::Tokio1);
        let readers = Self(pool.build().map_err(|error| sqlx::Error::Configuration(error.into()))?);
        drop(readers.acquire().await?);
        Ok(readers)
    }

    /// Waits for a free connection.
    ///
    /// # Errors
    /// As the pools of `sqlx`: [`sqlx::Error::PoolTimedOut`], [`sqlx::Error::PoolClosed`].
    pub(crate) async fn acquire(&self) -> sqlx::Result<Reader> {
        self.0.get().await.map_err(told)
    }

    /// Closes them; those in use when they come back.
    pub(crate) async fn close(&self) {
        let idle = self.0.retain(|_, _| false).removed;
        self.0.close();
        for connection in idle {
            if let Err(error) = connection.close().await {
                tracing::warn!(%error, "a connection for reading was not closed properly");
            }
        }
    }
}

/// The error as `sqlx` has it.
fn told(error: PoolError<sqlx::Error>) -> sqlx::Error {
    match error {
        PoolError::Backend(error) => error,
        PoolError::Timeout(_) => sqlx::Error::PoolTimedOut,
        PoolError::Closed => sqlx::Error::PoolClosed,
        error @ (PoolError::NoRuntimeSpecified | PoolError::PostCreateHook(_)) => {
            sqlx::Error::Configuration(error.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use deadpool::managed::Timeouts;
    use futures::TryStreamExt;

    use super::*;

    async fn readers(max: u32) -> sqlx::Result<Readers> {
        let options = SqliteConnectOptions::new().in_memory(true);
        Readers::open(options, max, Duration::from_secs(30)).await
    }

    #[tokio::test]
    async fn no_more_than_the_most_are_out_and_who_waits_too_long_is_told() -> sqlx::Result<()> {
        let readers = readers(2).await?;
        let first = readers.acquire().await?;
        let _second = readers.acquire().await?;
        let impatient = Timeouts {
            wait: Some(Duration::from_millis(1)),
            ..Timeouts::default()
        };
        let refused = readers.0.timeout_get(&impatient).await.map_err(told);
        assert!(matches!(refused, Err(sqlx::Error::PoolTimedOut)));
        drop(first);
        drop(readers.acquire().await?);
        Ok(())
    }

    #[tokio::test]
    async fn a_query_that_was_given_up_leaves_a_connection_that_works() -> sqlx::Result<()> {
        let readers = readers(1).await?;
        let long = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000000) SELECT i FROM n";
        let mut reader = readers.acquire().await?;
        let mut rows = sqlx::query(long).fetch(&mut *reader);
        assert!(rows.try_next().await?.is_some());
        // Most rows are still to come: the connection hands on a few at a time.
        drop(rows);
        drop(reader);
        let mut reader = readers.acquire().await?;
        let one: i64 = sqlx::query_scalar("SELECT 1").fetch_one(&mut *reader).await?;
        assert_eq!(one, 1);
        Ok(())
    }

    #[tokio::test]
    async fn closed_readers_are_not_lent() -> sqlx::Result<()> {
        let readers = readers(1).await?;
        readers.close().await;
        assert!(matches!(readers.acquire().await, Err(sqlx::Error::PoolClosed)));
        Ok(())
    }
}
