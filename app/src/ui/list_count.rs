//! How much a list holds, and how old it is.

use leptos::prelude::*;

use super::{format, time::browser_now};

/// The line above a list: how many match, and when the browser got them. Read aloud when a filter changes it.
#[component]
pub fn ListCount(
    /// How many match in all, where that is known.
    #[prop(into)]
    total: Option<u64>,
    /// How many are on the page.
    shown: usize,
    /// What one of them is called.
    one: &'static str,
    /// What several are called.
    many: &'static str,
) -> impl IntoView {
    let words = words(total, shown, one, many);
    // The clock is read in the browser only: what is rendered must not depend on it.
    let read_at = RwSignal::new(String::new());
    Effect::new(move |_| read_at.set(format!(" \u{b7} as of {} UTC", format::clock(browser_now()))));
    view! { <p class="list-count text-muted" role="status">{words} {read_at}</p> }
}

fn words(total: Option<u64>, shown: usize, one: &'static str, many: &'static str) -> String {
    let count = |count: u64| format::count(i64::try_from(count).unwrap_or(i64::MAX), one, many);
    let shown = shown as u64;
    match total {
        Some(total) => count(total),
        None => format!("{} on this page", count(shown)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_counted_is_not_claimed() {
        assert_eq!(words(Some(302), 50, "supplier", "suppliers"), "302 suppliers");
        assert_eq!(words(None, 50, "event", "events"), "50 events on this page");
    }
}
