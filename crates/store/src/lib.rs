//! The database: SQLite in a file, or PostgreSQL, behind one set of functions.
//!
//! ```no_run
//! # async fn example() -> store::Result<()> {
//! use store::{ConnectOptions, Db, tables::organization};
//!
//! let db = Db::connect("sqlite:vouch.db", ConnectOptions::default()).await?;
//! db.migrate().await?;
//! let everyone = organization::list(&db).await?;
//! # Ok(()) }
//! ```
//!
//! A function that reads takes a [`Source`]: `&Db`, or `&mut Tx` to see what the change itself has written. A function
//! that writes takes `&mut Tx`; [`Db::begin`] opens one, and [`Tx::commit`] makes state, events and jobs visible
//! together. Each table has one file in [`tables`] with its rows, its SQL and its functions. Nothing here knows of
//! HTTP, roles or use cases; but every query of business data names its organization.

mod db;
mod dialect;
mod error;
mod group_commit;
mod migrations;
mod readers;
mod source;
mod sqlite;
mod statements;
mod tx;

pub mod cursor;
pub mod news;
pub mod tables;
#[cfg(feature = "testing")]
pub mod testing;

pub use db::{ConnectOptions, Db};
pub use error::{Error, Result};
pub use group_commit::SqliteTx;
pub use source::{Conn, Held, Place, Source};
pub use sqlite::SqliteDb;
pub use sqlx::types::Json;
pub use statements::Statement;
pub use tx::Tx;
