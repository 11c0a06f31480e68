//! Where a statement runs: on a connection for reading, or within a change.

use std::ops::{Deref, DerefMut};

use sqlx::{PgConnection, Postgres, SqliteConnection, pool::PoolConnection};

use crate::{Db, Result, Tx, readers::Reader};

/// A connection `C`, taken from a pool as `P` or lent by a change.
#[derive(Debug)]
pub enum Held<'a, C, P> {
    /// Goes back to the pool.
    Pooled(P),
    /// Belongs to a change.
    Lent(&'a mut C),
}

impl<C, P: Deref<Target = C>> Deref for Held<'_, C, P> {
    type Target = C;

    fn deref(&self) -> &C {
        match self {
            Self::Pooled(connection) => connection,
            Self::Lent(connection) => connection,
        }
    }
}

impl<C, P: DerefMut<Target = C>> DerefMut for Held<'_, C, P> {
    fn deref_mut(&mut self) -> &mut C {
        match self {
            Self::Pooled(connection) => connection,
            Self::Lent(connection) => connection,
        }
    }
}

/// A connection of either kind; see [`on!`](crate::on).
#[derive(Debug)]
pub enum Conn<'a> {
    /// To the file.
    Sqlite(Held<'a, SqliteConnection, Reader>),
    /// To the server.
    Postgres(Held<'a, PgConnection, PoolConnection<Postgres>>),
}

/// What a table's function runs on. `&Db` reads what is committed; `&mut Tx` also sees what the change has written.
/// A function that writes takes `&mut Tx` and nothing else.
pub trait Source: Send {
    /// This source as one of the two that there are.
    fn place<'s>(self) -> Place<'s>
    where
        Self: 's;
}

/// The two sources; see [`Source`].
#[derive(Debug)]
pub enum Place<'s> {
    /// What is committed.
    Committed(&'s Db),
    /// Within a change.
    Within(&'s mut Tx),
}

impl Source for &Db {
    fn place<'s>(self) -> Place<'s>
    where
        Self: 's,
    {
        Place::Committed(self)
    }
}

impl Source for &mut Tx {
    fn place<'s>(self) -> Place<'s>
    where
        Self: 's,
    {
        Place::Within(self)
    }
}

impl<'s> Place<'s> {
    /// A connection there.
    pub async fn connection(self) -> Result<Conn<'s>> {
        Ok(match self {
            Self::Committed(Db::Sqlite(sqlite)) => Conn::Sqlite(Held::Pooled(sqlite.reader().await?)),
            Self::Committed(Db::Postgres(pool)) => Conn::Postgres(Held::Pooled(pool.acquire().await?)),
            Self::Within(Tx::Sqlite(tx)) => Conn::Sqlite(Held::Lent(tx.connection().await?)),
            Self::Within(Tx::Postgres(tx)) => Conn::Postgres(Held::Lent(&mut **tx)),
        })
    }
}

/// Runs one body on the database at hand: `on!(source, |c| body)`, where `source` is a [`Source`] and `c` becomes a
/// `&mut SqliteConnection` or a `&mut PgConnection`. The body is compiled once for each and gives an
/// `sqlx::Result`; the whole gives a [`store::Result`](crate::Result). `on!(source, |c, D| body)` also
/// names the sqlx driver, for a `QueryBuilder::<D>`.
#[macro_export]
macro_rules! on {
    ($source:expr, |$c:ident| $body:expr) => {
        match $crate::Source::place($source).connection().await? {
            $crate::Conn::Sqlite(mut held) => {
                let $c = &mut *held;
                let outcome: sqlx::Result<_> = $body;
                outcome.map_err($crate::Error::from)
            }
            $crate::Conn::Postgres(mut held) => {
                let $c = &mut *held;
                let outcome: sqlx::Result<_> = $body;
                outcome.map_err($crate::Error::from)
            }
        }
    };
    ($source:expr, |$c:ident, $driver:ident| $body:expr) => {
        match $crate::Source::place($source).connection().await? {
            $crate::Conn::Sqlite(mut held) => {
                type $driver = sqlx::Sqlite;
                let $c = &mut *held;
                let outcome: sqlx::Result<_> = $body;
                outcome.map_err($crate::Error::from)
            }
            $crate::Conn::Postgres(mut held) => {
                type $driver = sqlx::Postgres;
                let $c = &mut *held;
                let outcome: sqlx::Result<_> = $body;
                outcome.map_err($crate::Error::from)
            }
        }
    };
}

/// Runs one statement that returns nothing, within a change: `execute!(tx, SQL, first, second)` binds the values in
/// order and gives the number of rows that it touched.
#[macro_export]
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $value:expr)* $(,)?) => {
        $crate::on!($tx, |c| sqlx::query($sql)
            $(.bind($value))*
            .execute(c)
            .await
            .map(|done| done.rows_affected()))
    };
}
