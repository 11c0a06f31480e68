//! `set_preference`.

#![cfg_attr(
    feature = "ssr",
    expect(
        clippy::unused_async,
        reason = "a server function is async, though a cookie takes no waiting"
    )
)]

use leptos::prelude::*;

use crate::{error::UiError, preferences::Preference};

/// Remembers how the person likes the console to look, for a year, in this browser.
#[server]
pub async fn set_preference(preference: Preference, value: String) -> Result<(), UiError> {
    crate::preferences::keep_cookie(preference.name(), preference.parse(&value));
    Ok(())
}
