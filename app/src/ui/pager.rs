//! Going through a long list page by page (keyset paging: forward, and back to the first).

use leptos::prelude::*;

use super::{button::LinkButton, format, icon::IconName, query::Here};

/// The foot of a list: how much there is, and the way on.
#[component]
pub fn Pager(
    /// The current address.
    here: Here,
    /// How many rows are shown.
    shown: usize,
    /// How many match in all, where that is known.
    #[prop(into)]
    total: Option<u64>,
    /// From the page; absent on the last one.
    next_cursor: Option<String>,
) -> impl IntoView {
    let shown = format::integer(i64::try_from(shown).unwrap_or(i64::MAX));
    let total = total.map(|total| format!(" of {}", format::integer(i64::try_from(total).unwrap_or(i64::MAX))));
    let first = here
        .query
        .get_str("cursor")
        .is_some()
        .then(|| here.with("cursor", None));
    let next = next_cursor.map(|cursor| here.with("cursor", Some(&cursor)));
    view! {
        <nav class="pager" aria-label="Pages">
            <span class="text-muted">{shown} {total} " shown"</span>
            <span class="grow" />
            {first.map(|href| view! { <LinkButton href icon=IconName::ArrowUp>"First page"</LinkButton> })}
            {next.map(|href| view! { <LinkButton href icon=IconName::ArrowDown>"Next page"</LinkButton> })}
        </nav>
    }
}
