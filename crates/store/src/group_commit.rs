//! SQLite's single writer, with group commit.
//!
//! Changes take turns on one connection. Each is a savepoint within a transaction that it shares with its *cohort*:
//! a change that is done hands the turn to the next that waits, and the transaction is committed once nobody waits,
//! or the cohort is large or old enough. `commit` of each change returns when the transaction that holds it is on
//! disk, so a cohort of many pays for one `fsync`. A change that is dropped is rolled back to its savepoint and takes
//! nothing of its cohort with it; a commit that fails fails the whole cohort.
//!
//! Whatever moves the transaction runs in a task of its own, so a caller that is cancelled never leaves it half moved.

use std::{
    fmt, mem,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use sqlx::{ConnectOptions, Connection, SqliteConnection, migrate::Migrator, sqlite::SqliteConnectOptions};
use tokio::{
    sync::{Mutex, OwnedMutexGuard, oneshot},
    time::{Instant, timeout},
};

use crate::{Error, Result};

/// The most changes that share one commit.
const COHORT_MAX: usize = 512;
/// The longest the first change of a cohort waits for others. Turns are short, so this bounds what a busy writer adds
/// to the latency of a single change; it is never waited for when nobody else wants to write.
pub(crate) const COHORT_MAX_AGE: Duration = Duration::from_millis(20);
/// The longest a change waits for its turn. Turns take milliseconds: whoever waits as long as this waits for a change that
/// will never end, perhaps one of its own.
const TURN_TIMEOUT: Duration = Duration::from_secs(30);

/// What a change learns of the commit that held it.
type Committed = Result<(), Arc<sqlx::Error>>;

/// Who may write, and what is written but not yet committed.
#[derive(Debug)]
pub(crate) struct Writer {
    turn: Arc<Mutex<Turn>>,
    /// Changes that wait for the turn.
    waiting: AtomicUsize,
    /// Age at which a cohort is committed though others wait.
    max_age: Duration,
}

/// The connection and the transaction that is open on it. Whoever holds the lock has the turn.
struct Turn {
    options: SqliteConnectOptions,
    /// Absent after a failure; the next change connects anew.
    connection: Option<SqliteConnection>,
    /// When the transaction was opened, while one is open.
    opened_at: Option<Instant>,
    /// The changes within it that are done.
    cohort: Vec<oneshot::Sender<Committed>>,
}

/// A change that has its turn.
pub struct SqliteTx {
    /// Taken when the change ends.
    turn: Option<OwnedMutexGuard<Turn>>,
    writer: Arc<Writer>,
}

impl Writer {
    pub(crate) async fn open(options: SqliteConnectOptions, max_age: Duration) -> Result<Self> {
        let connection = options.connect().await.map_err(Error::Connect)?;
        let turn = Turn {
            options,
            connection: Some(connection),
            opened_at: None,
            cohort: Vec::new(),
        };
        Ok(Self {
            turn: Arc::new(Mutex::new(turn)),
            waiting: AtomicUsize::new(0),
            max_age,
        })
    }

    /// Waits for the turn and opens a savepoint.
    pub(crate) async fn begin(self: &Arc<Self>) -> Result<SqliteTx> {
        let mut place = InLine::stand(self);
        let turn = timeout(TURN_TIMEOUT, Arc::clone(&self.turn).lock_owned())
            .await
            .map_err(|_| Error::Busy)?;
        place.served = true;
        drop(place);
        let mut tx = SqliteTx {
            turn: Some(turn),
            writer: Arc::clone(self),
        };
        let opening = tokio::spawn(async move {
            tx.turn_mut().open_savepoint().await?;
            Ok(tx)
        });
        opening.await.map_err(|e| Error::Statement(sqlx::Error::Io(e.into())))?
    }

    pub(crate) async fn migrate(&self, migrations: &Migrator) -> Result<()> {
        let mut turn = self.turn.lock().await;
        turn.commit().await;
        Ok(migrations.run(turn.connect().await?).await?)
    }

    pub(crate) async fn close(&self) {
        let mut turn = self.turn.lock().await;
        turn.commit().await;
        if let Some(connection) = turn.connection.take()
            && let Err(error) = connection.close().await
        {
            tracing::warn!(%error, "closing the database failed");
        }
    }

    /// Commits the open transaction, unless another change is about to write within it.
    async fn settle(&self, turn: &mut Turn) {
        let full = turn.cohort.len() >= COHORT_MAX;
        let old = turn.opened_at.is_some_and(|at| at.elapsed() >= self.max_age);
        if full || old || self.waiting.load(Ordering::Acquire) == 0 {
            turn.commit().await;
        }
    }

    /// Sees to it that a transaction is committed which was left open for a change that then did not come.
    fn settle_later(self: Arc<Self>) {
        tokio::spawn(async move {
            let mut turn = self.turn.lock().await;
            self.settle(&mut turn).await;
        });
    }
}

impl Turn {
    async fn connect(&mut self) -> sqlx::Result<&mut SqliteConnection> {
        if self.connection.is_none() {
            self.connection = Some(self.options.connect().await?);
        }
        Ok(self.connection.as_mut().expect("it was connected just now"))
    }

    async fn execute(&mut self, sql: &'static str) -> sqlx::Result<()> {
        sqlx::query(sql).execute(self.connect().await?).await?;
        Ok(())
    }

    async fn open_savepoint(&mut self) -> Result<()> {
        if self.opened_at.is_none() {
            // IMMEDIATE takes the write lock at once: the busy timeout does not cover a read lock that is upgraded.
            self.execute("BEGIN IMMEDIATE").await?;
            self.opened_at = Some(Instant::now());
        }
        let opened = self.execute("SAVEPOINT change").await;
        self.check(opened).map_err(Error::Commit)
    }

    /// Keeps what was written since the savepoint; `done` hears of the commit.
    async fn release(&mut self, done: oneshot::Sender<Committed>) {
        let released = self.execute("RELEASE change").await;
        match self.check(released) {
            Ok(()) => self.cohort.push(done),
            Err(error) => answer(done, Err(error)),
        }
    }

    /// Drops what was written since the savepoint.
    async fn roll_back(&mut self) {
        if self.opened_at.is_none() {
            return;
        }
        let mut undone = self.execute("ROLLBACK TO change").await;
        if undone.is_ok() {
            undone = self.execute("RELEASE change").await;
        }
        if let Err(error) = self.check(undone) {
            tracing::error!(%error, "rolling back a change failed");
        }
    }

    async fn commit(&mut self) {
        if self.opened_at.is_none() {
            return;
        }
        let committed = self.execute("COMMIT").await;
        if self.check(committed).is_ok() {
            self.opened_at = None;
            for done in mem::take(&mut self.cohort) {
                answer(done, Ok(()));
            }
        }
    }

    /// After a failure of the transaction itself nothing is known of it: the connection is given up, which rolls back,
    /// and the whole cohort fails.
    fn check(&mut self, outcome: sqlx::Result<()>) -> Committed {
        outcome.map_err(|error| {
            let error = Arc::new(error);
            tracing::error!(%error, changes = self.cohort.len(), "a transaction was lost");
            self.connection = None;
            self.opened_at = None;
            for done in mem::take(&mut self.cohort) {
                answer(done, Err(Arc::clone(&error)));
            }
            error
        })
    }
}

impl fmt::Debug for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Turn")
            .field("open", &self.opened_at.is_some())
            .field("cohort", &self.cohort.len())
            .finish_non_exhaustive()
    }
}

/// Tells a change how its commit went. A caller that was cancelled no longer listens, which changes nothing.
fn answer(done: oneshot::Sender<Committed>, outcome: Committed) {
    drop(done.send(outcome));
}

/// A place in the queue for the turn.
struct InLine<'a> {
    writer: &'a Arc<Writer>,
    served: bool,
}

impl<'a> InLine<'a> {
    fn stand(writer: &'a Arc<Writer>) -> Self {
        writer.waiting.fetch_add(1, Ordering::AcqRel);
        Self { writer, served: false }
    }
}

impl Drop for InLine<'_> {
    fn drop(&mut self) {
        self.writer.waiting.fetch_sub(1, Ordering::AcqRel);
        if !self.served {
            Arc::clone(self.writer).settle_later();
        }
    }
}

impl SqliteTx {
    fn turn_mut(&mut self) -> &mut Turn {
        self.turn.as_mut().expect("a change has the turn until it ends")
    }

    /// The connection, with the savepoint open.
    pub(crate) async fn connection(&mut self) -> Result<&mut SqliteConnection> {
        Ok(self.turn_mut().connect().await?)
    }

    /// Ends the change; returns when it is on disk.
    pub(crate) async fn commit(mut self) -> Result<()> {
        let mut turn = self.turn.take().expect("a change has the turn until it ends");
        let writer = Arc::clone(&self.writer);
        let (done, committed) = oneshot::channel();
        tokio::spawn(async move {
            turn.release(done).await;
            writer.settle(&mut turn).await;
        });
        match committed.await {
            Ok(outcome) => outcome.map_err(Error::Commit),
            // The runtime is shutting down; what is not committed is rolled back when the file is opened next.
            Err(_) => Err(Error::Statement(sqlx::Error::WorkerCrashed)),
        }
    }
}

impl fmt::Debug for SqliteTx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteTx").finish_non_exhaustive()
    }
}

impl Drop for SqliteTx {
    fn drop(&mut self) {
        let Some(mut turn) = self.turn.take() else { return };
        let writer = Arc::clone(&self.writer);
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => {
                runtime.spawn(async move {
                    turn.roll_back().await;
                    writer.settle(&mut turn).await;
                });
            }
            // Without a runtime nothing can be said to the connection any more; closing it rolls back.
            Err(_) => turn.connection = None,
        }
    }
}

#[cfg(test)]
#[path = "group_commit_tests.rs"]
mod tests;
