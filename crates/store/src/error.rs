//! What can go wrong in the store.

use std::sync::Arc;

/// Result of a store function.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure of the database, or of what is stored in it. Nothing of it may reach a client: use cases translate it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A statement failed.
    #[error("statement failed")]
    Statement(#[from] sqlx::Error),
    /// The commit that this change shared with others failed; none of them is stored.
    #[error("commit failed")]
    Commit(#[source] Arc<sqlx::Error>),
    /// The database can not be reached, or does not let us in. The text of sqlx has the cause in it.
    #[error("no connection: {0}")]
    Connect(sqlx::Error),
    /// Nothing answered there in time.
    #[error("nothing answers there")]
    Unreachable,
    /// No turn to write came in time.
    #[error("waited too long for the turn to write")]
    Busy,
    /// The embedded migrations could not be applied.
    #[error("migration failed")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The address of the database is neither `sqlite:` nor `postgres:`.
    #[error("database url must begin with sqlite: or postgres:")]
    UnknownScheme,
    /// A paging cursor that this store did not make.
    #[error("cursor is malformed")]
    Cursor,
}

impl Error {
    /// Whether the database had too much to do: the same may succeed in a moment.
    pub fn is_busy(&self) -> bool {
        match self {
            Self::Busy | Self::Statement(sqlx::Error::PoolTimedOut) => true,
            // SQLITE_BUSY: another process has been writing for longer than the busy timeout.
            Self::Statement(sqlx::Error::Database(e)) => e.code().as_deref() == Some("5"),
            _ => false,
        }
    }

    /// Whether a row with the same unique key exists already.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Statement(sqlx::Error::Database(e)) if e.is_unique_violation())
    }

    /// Whether a row refers to one that does not exist.
    pub fn is_foreign_key_violation(&self) -> bool {
        matches!(self, Self::Statement(sqlx::Error::Database(e)) if e.is_foreign_key_violation())
    }
}
