//! Fresh databases for tests, of both kinds.
//!
//! ```ignore
//! #[tokio::test]
//! async fn a_location_is_found_again() {
//!     for_each_db(async |db| {
//!         let mut tx = db.begin().await?;
//!         …
//!         tx.commit().await?;
//!         Ok(())
//!     })
//!     .await;
//! }
//! ```

use std::{
    env,
    error::Error,
    process,
    str::FromStr,
    sync::atomic::{AtomicU64, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};

use crate::{ConnectOptions, Db};

/// Address of a PostgreSQL server whose user may create databases.
pub const POSTGRES_URL: &str = "VOUCH_TEST_POSTGRES_URL";

/// What a test body may fail with.
pub type TestResult = Result<(), Box<dyn Error + Send + Sync>>;

/// Runs `body` once on a fresh SQLite file and once on a fresh PostgreSQL database. Without a server in
/// [`POSTGRES_URL`] the second half is skipped, and says so.
///
/// # Panics
/// When the body fails, with the kind of the database.
pub async fn for_each_db(body: impl AsyncFn(Db) -> TestResult) {
    on_sqlite(&body).await;
    match env::var(POSTGRES_URL) {
        Ok(url) => on_postgres(&url, &body).await,
        Err(_) => eprintln!("skipped on PostgreSQL: {POSTGRES_URL} is not set"),
    }
}

async fn on_sqlite(body: &impl AsyncFn(Db) -> TestResult) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let url = format!("sqlite:{}", folder.path().join("vouch.db").display());
    let db = Db::connect(&url, ConnectOptions::default())
        .await
        .expect("SQLite opens");
    db.migrate().await.expect("SQLite migrates");
    let outcome = body(db.clone()).await;
    db.close().await;
    if let Err(error) = outcome {
        panic!("on SQLite: {error:?}");
    }
}

async fn on_postgres(url: &str, body: &impl AsyncFn(Db) -> TestResult) {
    let server = PgConnectOptions::from_str(url).expect("the test server's address is a PostgreSQL url");
    let name = fresh_name();
    let mut admin = PgConnection::connect_with(&server)
        .await
        .expect("the test server answers");
    run(&mut admin, "CREATE DATABASE ", &name).await;
    let options = ConnectOptions {
        max_connections: 8,
        ..ConnectOptions::default()
    };
    let pool = Db::pool(server.database(&name), options)
        .await
        .expect("the test database opens");
    let db = Db::Postgres(pool);
    db.migrate().await.expect("PostgreSQL migrates");
    let outcome = body(db.clone()).await;
    db.close().await;
    run(&mut admin, "DROP DATABASE ", &name).await;
    if let Err(error) = outcome {
        panic!("on PostgreSQL: {error:?}");
    }
}

/// A database name that no other test, process or earlier run has.
fn fresh_name() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos());
    format!("vouch_test_{}_{nanos:x}_{count}", process::id())
}

/// A database's name can't be a parameter; this one is made of digits and letters above.
async fn run(admin: &mut PgConnection, verb: &str, name: &str) {
    let mut sql = sqlx::QueryBuilder::<sqlx::Postgres>::new(verb);
    sql.push(name);
    sql.build()
        .execute(admin)
        .await
        .expect("the test user may create databases");
}
