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
    use http::{HeaderValue, header::SET_COOKIE};

    let (name, value) = (preference.name(), preference.parse(&value));
    let cookie = format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax");
    let cookie = HeaderValue::from_str(&cookie).expect("names and values are plain words");
    expect_context::<leptos_axum::ResponseOptions>().append_header(SET_COOKIE, cookie);
    Ok(())
}
