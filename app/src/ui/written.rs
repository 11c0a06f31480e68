//! Lists that the server writes.
//!
//! A list that only shows needs no code of its own in the browser, neither to read its rows nor to draw them: a server function
//! answers with its table as text. The page that the server renders holds that text already; what it carries over to the browser
//! leaves it out.

use leptos::{ev, prelude::*};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::table::{Column, table_text};
use super::{button::Press, following::FollowingTable};

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenPage {
    /// What is inside the `<table>`; empty when the page has it already.
    table: String,
    /// How many rows are shown.
    pub shown: usize,
    /// How many match in all, where that is known.
    pub total: Option<u64>,
    /// Leads to the next page; absent on the last one.
    pub next_cursor: Option<String>,
}

impl WrittenPage {
    /// Writes a page of a list.
    #[cfg(feature = "ssr")]
    pub fn new<T>(
        caption: &str,
        columns: &[Column],
        page: contract::Page<T>,
        row: impl Fn(&T) -> maud::Markup,
    ) -> Self {
        let rows = maud::html! { @for item in &page.items { (row(item)) } };
        Self {
            table: table_text(caption, columns, &rows),
            shown: page.items.len(),
            total: page.total,
            next_cursor: page.next_cursor,
        }
    }

    /// The page without its table, for a browser that has that on screen.
    #[cfg(feature = "ssr")]
    pub(super) fn without_table(&self) -> Self {
        Self {
            table: String::new(),
            shown: self.shown,
            total: self.total,
            next_cursor: self.next_cursor.clone(),
        }
    }
}

/// The table of a written page; a [`Table`](super::Table) without views.
#[component]
pub fn WrittenTable(
    /// As of a table: the name of its scrollable region.
    caption: &'static str,
    /// As of a table.
    #[prop(optional, into)]
    hidden: Signal<Option<String>>,
    /// What a change of a box in it does.
    #[prop(optional, into)]
    on_change: Press<ev::Event>,
    /// What the server has written.
    page: WrittenPage,
) -> impl IntoView {
    view! {
        <div
            class="table-wrap"
            role="region"
            aria-label=caption
            tabindex="0"
            data-hidden=hidden
            on:change=on_change.0
        >
            {FollowingTable(page.table.into())}
        </div>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use contract::Page;
    use maud::html;

    use super::*;

    #[test]
    fn names_can_not_break_out_of_the_table() {
        let page = Page {
            items: vec!["<script>alert(1)</script>"],
            next_cursor: None,
            total: Some(1),
        };
        let written = WrittenPage::new(
            "Names",
            &[Column::text("Name")],
            page,
            |name| html! { tr { td { (name) } } },
        );
        assert!(
            written.table.contains("<td>&lt;script&gt;alert(1)&lt;/script&gt;</td>"),
            "{}",
            written.table
        );
        assert_eq!(written.without_table().table, "");
    }
}
