//! What group commit promises.

use futures::{FutureExt, future::join_all};
use sqlx::Row;
use tempfile::TempDir;

use super::*;

/// A writer on a fresh file with one table.
struct Bench {
    writer: Arc<Writer>,
    options: SqliteConnectOptions,
    _folder: TempDir,
}

impl Bench {
    /// Cohorts that never grow old, however slow the machine.
    async fn new() -> Self {
        Self::with_max_age(Duration::MAX).await
    }

    async fn with_max_age(max_age: Duration) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let options = SqliteConnectOptions::new()
            .filename(folder.path().join("test.db"))
            .create_if_missing(true)
            .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal);
        let writer = Arc::new(Writer::open(options.clone(), max_age).await.expect("the file opens"));
        let mut tx = writer.begin().await.expect("nobody else writes");
        run(&mut tx, "CREATE TABLE notes (text TEXT UNIQUE)")
            .await
            .expect("the statement is right");
        tx.commit().await.expect("the disk has room");
        Self {
            writer,
            options,
            _folder: folder,
        }
    }

    /// Holds a place in the queue, as a change does that waits for the turn.
    fn someone_waits(&self) -> InLine<'_> {
        InLine::stand(&self.writer)
    }

    /// What another connection sees, in order of writing.
    async fn stored(&self) -> Vec<String> {
        let mut reader = self.options.connect().await.expect("the file opens");
        let rows = sqlx::query("SELECT text FROM notes ORDER BY rowid")
            .fetch_all(&mut reader)
            .await;
        rows.expect("the table is there").iter().map(|row| row.get(0)).collect()
    }

    async fn begin(&self) -> SqliteTx {
        self.writer.begin().await.expect("the database works")
    }
}

async fn run(tx: &mut SqliteTx, sql: &'static str) -> Result<()> {
    sqlx::query(sql).execute(tx.connection().await?).await?;
    Ok(())
}

async fn note(tx: &mut SqliteTx, text: &str) -> Result<()> {
    sqlx::query("INSERT INTO notes VALUES ($1)")
        .bind(text)
        .execute(tx.connection().await?)
        .await?;
    Ok(())
}

#[tokio::test]
async fn a_change_alone_is_committed_at_once() {
    let bench = Bench::new().await;
    let mut tx = bench.begin().await;
    note(&mut tx, "one").await.expect("the statement is right");
    assert!(bench.stored().await.is_empty());
    tx.commit().await.expect("the disk has room");
    assert_eq!(bench.stored().await, ["one"]);
}

#[tokio::test]
async fn changes_that_follow_one_another_share_a_commit() {
    let bench = Bench::new().await;
    let mut first = bench.begin().await;
    note(&mut first, "first").await.expect("the statement is right");
    let waiting = bench.someone_waits();
    let mut first = Box::pin(first.commit());
    assert!(first.as_mut().now_or_never().is_none());

    let mut second = bench.begin().await;
    note(&mut second, "second").await.expect("the statement is right");
    assert!(
        first.as_mut().now_or_never().is_none(),
        "the first waits for its cohort"
    );
    assert!(bench.stored().await.is_empty());

    bench.writer.waiting.fetch_sub(1, Ordering::AcqRel);
    mem::forget(waiting);
    second.commit().await.expect("the disk has room");
    assert!(
        matches!(first.now_or_never(), Some(Ok(()))),
        "both are committed by then"
    );
    assert_eq!(bench.stored().await, ["first", "second"]);
}

#[tokio::test]
async fn an_old_cohort_is_committed_though_others_wait() {
    let bench = Bench::with_max_age(Duration::ZERO).await;
    let _waiting = bench.someone_waits();
    let mut tx = bench.begin().await;
    note(&mut tx, "one").await.expect("the statement is right");
    tx.commit().await.expect("the disk has room");
    assert_eq!(bench.stored().await, ["one"]);
}

#[tokio::test]
async fn a_dropped_change_takes_nothing_of_its_cohort_with_it() {
    let bench = Bench::new().await;
    let waiting = bench.someone_waits();
    let mut first = bench.begin().await;
    note(&mut first, "kept").await.expect("the statement is right");
    let mut first = Box::pin(first.commit());
    assert!(first.as_mut().now_or_never().is_none());

    let mut second = bench.begin().await;
    note(&mut second, "dropped").await.expect("the statement is right");
    bench.writer.waiting.fetch_sub(1, Ordering::AcqRel);
    mem::forget(waiting);
    drop(second);
    first.await.expect("the drop of the second commits the first");
    assert_eq!(bench.stored().await, ["kept"]);
}

#[tokio::test]
async fn a_failed_statement_leaves_the_change_and_its_cohort_usable() {
    let bench = Bench::new().await;
    let mut tx = bench.begin().await;
    note(&mut tx, "twice").await.expect("the statement is right");
    let error = note(&mut tx, "twice").await.expect_err("the text is unique");
    assert!(error.is_unique_violation());
    note(&mut tx, "more").await.expect("the change goes on");
    tx.commit().await.expect("the disk has room");
    assert_eq!(bench.stored().await, ["twice", "more"]);
}

#[tokio::test]
async fn a_commit_left_to_one_who_goes_away_is_made_all_the_same() {
    let bench = Bench::new().await;
    let waiting = bench.someone_waits();
    let mut tx = bench.begin().await;
    note(&mut tx, "one").await.expect("the statement is right");
    let mut commit = Box::pin(tx.commit());
    assert!(commit.as_mut().now_or_never().is_none());
    drop(waiting);
    commit.await.expect("the disk has room");
    assert_eq!(bench.stored().await, ["one"]);
}

#[tokio::test]
async fn a_caller_that_is_cancelled_while_it_commits_does_not_stop_the_commit() {
    let bench = Bench::new().await;
    let mut tx = bench.begin().await;
    note(&mut tx, "one").await.expect("the statement is right");
    assert!(
        tx.commit().now_or_never().is_none(),
        "dropped here, after its first step"
    );
    bench
        .begin()
        .await
        .commit()
        .await
        .expect("the next change gets its turn");
    assert_eq!(bench.stored().await, ["one"]);
}

#[tokio::test]
async fn a_lost_transaction_fails_its_whole_cohort_and_nobody_else() {
    let bench = Bench::new().await;
    let waiting = bench.someone_waits();
    let mut first = bench.begin().await;
    note(&mut first, "first").await.expect("the statement is right");
    let mut first = Box::pin(first.commit());
    assert!(first.as_mut().now_or_never().is_none());

    let mut second = bench.begin().await;
    run(&mut second, "ROLLBACK")
        .await
        .expect("the database does so itself when the disk is full");
    drop(waiting);
    assert!(matches!(second.commit().await, Err(Error::Commit(_))));
    assert!(matches!(first.await, Err(Error::Commit(_))));

    let mut third = bench.begin().await;
    note(&mut third, "third").await.expect("a new connection was made");
    third.commit().await.expect("the disk has room");
    assert_eq!(bench.stored().await, ["third"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_writers_lose_nothing() {
    let bench = Bench::new().await;
    let writers = (0..40).map(|n| {
        let writer = Arc::clone(&bench.writer);
        tokio::spawn(async move {
            for m in 0..10 {
                let mut tx = writer.begin().await?;
                note(&mut tx, &format!("{n}-{m}")).await?;
                if m % 5 == 4 {
                    drop(tx);
                } else {
                    tx.commit().await?;
                }
            }
            Ok::<_, Error>(())
        })
    });
    for writer in join_all(writers).await {
        writer.expect("no writer panics").expect("no write fails");
    }
    // By then the last dropped change is rolled back.
    bench.begin().await.commit().await.expect("the disk has room");
    let mut stored = bench.stored().await;
    stored.sort();
    let mut expected: Vec<String> = (0..40)
        .flat_map(|n| (0..10).filter(|m| m % 5 != 4).map(move |m| format!("{n}-{m}")))
        .collect();
    expected.sort();
    assert_eq!(stored, expected);
}

#[tokio::test]
async fn who_waits_in_vain_for_the_turn_is_told() {
    let bench = Bench::new().await;
    let held = bench.begin().await;
    // Paused only now: time then jumps to the next timer, which is that of the waiting.
    tokio::time::pause();
    assert!(matches!(bench.writer.begin().await, Err(Error::Busy)));
    tokio::time::resume();
    drop(held);
    bench.begin().await.commit().await.expect("the turn is free again");
}
