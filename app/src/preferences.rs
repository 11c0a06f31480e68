//! How a person likes the console to look: kept in cookies, so that the first page is right before any script has run.

use std::{convert::Infallible, str::FromStr};

use serde::{Deserialize, Serialize};

/// One thing that can be set, with the values it can have; the first is the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preference {
    /// Light or dark.
    Theme,
    /// Height of table rows.
    Density,
    /// Whether the side navigation shows words.
    Navigation,
}

impl Preference {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Theme, Self::Density, Self::Navigation];

    /// The name of the cookie, and with `data-` before it the attribute of the document.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Theme => "theme",
            Self::Density => "density",
            Self::Navigation => "navigation",
        }
    }

    /// The values, the default first.
    pub const fn values(self) -> &'static [&'static str] {
        match self {
            Self::Theme => &["system", "light", "dark"],
            Self::Density => &["comfortable", "compact"],
            Self::Navigation => &["open", "folded"],
        }
    }

    /// Gives `value` as it is known here, or the default.
    pub fn parse(self, value: &str) -> &'static str {
        self.values()
            .iter()
            .find(|known| **known == value)
            .copied()
            .unwrap_or(self.values()[0])
    }
}

/// The three settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// See [`Preference::Theme`].
    pub theme: &'static str,
    /// See [`Preference::Density`].
    pub density: &'static str,
    /// See [`Preference::Navigation`].
    pub navigation: &'static str,
}

impl FromStr for Preferences {
    type Err = Infallible;

    /// Reads a `Cookie` header; what is missing or unknown gets its default.
    fn from_str(cookies: &str) -> Result<Self, Infallible> {
        let read = |preference: Preference| preference.parse(cookie(cookies, preference.name()).unwrap_or_default());
        Ok(Self {
            theme: read(Preference::Theme),
            density: read(Preference::Density),
            navigation: read(Preference::Navigation),
        })
    }
}

/// Gives the value of a cookie in a `Cookie` header; the last one when there are several.
pub fn cookie<'a>(cookies: &'a str, name: &str) -> Option<&'a str> {
    cookies
        .split(';')
        .filter_map(|cookie| cookie.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value)
        .next_back()
}

/// The cookies that go with this page: on the server those of the request, in the browser those that scripts may read.
pub fn cookies() -> String {
    #[cfg(feature = "ssr")]
    {
        let request = leptos::prelude::use_context::<http::request::Parts>();
        request.map(|request| cookies_of(&request.headers)).unwrap_or_default()
    }
    #[cfg(not(feature = "ssr"))]
    {
        use wasm_bindgen::JsCast;

        let document = leptos::prelude::document().dyn_into::<web_sys::HtmlDocument>();
        // A document without an origin has no cookies.
        document
            .ok()
            .and_then(|document| document.cookie().ok())
            .unwrap_or_default()
    }
}

/// The cookies of a request.
#[cfg(feature = "ssr")]
pub fn cookies_of(headers: &http::HeaderMap) -> String {
    let cookies = headers.get_all(http::header::COOKIE).iter();
    cookies
        .filter_map(|cookie| cookie.to_str().ok())
        .collect::<Vec<_>>()
        .join("; ")
}

/// Makes the browser keep a cookie for a year; scripts may read it.
///
/// # Panics
/// When name or value hold what no header may: they are plain words of this program.
#[cfg(feature = "ssr")]
pub(crate) fn keep_cookie(name: &str, value: &str) {
    use http::{HeaderValue, header::SET_COOKIE};

    let cookie = format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax");
    let cookie = HeaderValue::from_str(&cookie).expect("names and values are plain words");
    leptos::prelude::expect_context::<leptos_axum::ResponseOptions>().append_header(SET_COOKIE, cookie);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_values_give_defaults() {
        let Ok(preferences) = "theme=dark; density=\"><script>; other=1".parse::<Preferences>();
        assert_eq!(
            preferences,
            Preferences {
                theme: "dark",
                density: "comfortable",
                navigation: "open"
            }
        );
    }
}
