//! A change in progress.

use sqlx::{Postgres, Transaction};

use crate::{Result, group_commit::SqliteTx};

/// A change in progress: state, its events and the jobs that follow from it are written through one of these and
/// become visible together. Dropped without [`Tx::commit`], it leaves nothing behind.
///
/// On SQLite it holds the turn of the only writer: do nothing slow between `begin` and `commit` but the statements.
#[derive(Debug)]
pub enum Tx {
    /// A savepoint within the shared transaction.
    Sqlite(SqliteTx),
    /// A transaction.
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    /// Makes the change visible and durable.
    ///
    /// # Errors
    /// When it could not be written; then nothing of it is stored.
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => Ok(tx.commit().await?),
        }
    }
}
