//! `hide_columns`.

#![cfg_attr(
    feature = "ssr",
    expect(
        clippy::unused_async,
        reason = "a server function is async, though a cookie takes no waiting"
    )
)]

use leptos::prelude::*;

use crate::{error::UiError, tables::TableName};

/// Remembers which columns of a table are shown, for a year, in this browser; the others are hidden.
#[server]
pub async fn hide_columns(table: TableName, #[server(default)] shown: Vec<String>) -> Result<(), UiError> {
    use crate::{preferences::keep_cookie, tables::Hidden};

    keep_cookie(table.cookie(), &Hidden::all_but(table, &shown).to_cookie(table));
    Ok(())
}
