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
    use http::{HeaderValue, header::SET_COOKIE};

    use crate::tables::Hidden;

    let (name, value) = (table.cookie(), Hidden::all_but(table, &shown).to_cookie(table));
    let cookie = format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax");
    let cookie = HeaderValue::from_str(&cookie).expect("names and keys are plain words");
    expect_context::<leptos_axum::ResponseOptions>().append_header(SET_COOKIE, cookie);
    Ok(())
}
