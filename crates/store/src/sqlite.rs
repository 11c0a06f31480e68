//! The embedded database: one file, readers beside a single writer.

use std::{fs::OpenOptions, path::Path, sync::Arc, time::Duration};

use sqlx::{
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use crate::{
    Error, Result,
    group_commit::{COHORT_MAX_AGE, SqliteTx, Writer},
    readers::{Reader, Readers},
};

/// How long a statement waits for another process, such as a command on the server's shell, that is writing.
const BUSY_TIMEOUT: Duration = Duration::from_secs(15);

/// Rows that a reader's thread may be ahead of the task that takes them: more than a page has, so that neither of the two
/// waits for the other within one.
const ROWS_AHEAD: usize = 256;

/// One database file.
#[derive(Clone, Debug)]
pub struct SqliteDb {
    readers: Readers,
    writer: Arc<Writer>,
}

impl SqliteDb {
    /// Opens the file, and creates it when it is missing.
    pub(crate) async fn open(path: &Path, max_readers: u32, acquire_timeout: Duration) -> Result<Self> {
        make_private(path);
        let options = SqliteConnectOptions::new()
            .filename(path)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            .row_buffer_size(ROWS_AHEAD)
            .pragma("temp_store", "memory")
            .pragma("mmap_size", "33554432")
            .pragma("journal_size_limit", "67108864");
        let writing = options
            .clone()
            .create_if_missing(true)
            .pragma("cache_size", "-16384")
            .pragma("wal_autocheckpoint", "4000");
        // The writer comes first: it makes the file and sets its journal mode.
        let writer = Writer::open(writing, COHORT_MAX_AGE).await?;
        let readers = Readers::open(options.read_only(true), max_readers, acquire_timeout)
            .await
            .map_err(Error::Connect)?;
        Ok(Self {
            readers,
            writer: Arc::new(writer),
        })
    }

    /// Waits for a connection that reads what is committed.
    pub(crate) async fn reader(&self) -> Result<Reader> {
        Ok(self.readers.acquire().await?)
    }

    /// Waits for its turn to write.
    pub(crate) async fn begin(&self) -> Result<SqliteTx> {
        Writer::begin(&self.writer).await
    }

    /// Applies the migrations on the writer's connection.
    pub(crate) async fn migrate(&self, migrations: &Migrator) -> Result<()> {
        self.writer.migrate(migrations).await
    }

    /// Closes the readers, then the writer.
    pub(crate) async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Makes a new file that only its owner can read, also in a folder that others can: SQLite gives the files beside it the same
/// rights. That it can not be made is told by opening it.
fn make_private(path: &Path) {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let _there_or_refused = options.open(path);
}
