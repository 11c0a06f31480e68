//! Times as people read them.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use maud::{Markup, html};

use super::format;

/// A time to the minute, as tables show it.
#[component]
pub fn Moment(
    /// When.
    at: DateTime<Utc>,
) -> impl IntoView {
    view! { <time datetime=format::machine(at) title=format::second(at)>{format::minute(at)}</time> }
}

/// A [`Moment`] as text.
pub fn moment_text(at: DateTime<Utc>) -> Markup {
    html! { time datetime=(format::machine(at)) title=(format::second(at)) { (format::minute(at)) } }
}

/// A time as its distance from now. The server renders the date, since it must render the same as the browser; the browser then
/// puts the distance in its place.
#[component]
pub fn RelativeTime(
    /// When.
    at: DateTime<Utc>,
) -> impl IntoView {
    let text = RwSignal::new(format::minute(at));
    Effect::new(move |_| text.set(format::relative(at, browser_now())));
    view! { <time datetime=format::machine(at) title=format::second(at)>{text}</time> }
}

/// Reads the browser's clock. For effects and event handlers only: what is rendered must not depend on it.
#[expect(clippy::cast_possible_truncation, reason = "whole milliseconds of this age fit")]
pub fn browser_now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(js_sys::Date::now() as i64).unwrap_or_default()
}
