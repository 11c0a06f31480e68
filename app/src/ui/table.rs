//! Tables: a caption for who can not see them, a header that stays, and sort links in it.

use leptos::prelude::*;
use maud::{Markup, html};

use super::{icon::IconName, query::Here};

/// One column of a [`Table`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    title: &'static str,
    number: bool,
    hidden: bool,
    sort: Option<Sort>,
}

/// An order that a table can be shown in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// From a to z, from less to more.
    Ascending,
    /// The newest first.
    Descending,
}

/// How a column sorts the table.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sort {
    order: Order,
    /// Leads to the table in this order; absent when it is in it.
    href: Option<String>,
}

impl Column {
    /// A column of words.
    pub const fn text(title: &'static str) -> Self {
        Self {
            title,
            number: false,
            hidden: false,
            sort: None,
        }
    }

    /// A column of figures, right-aligned. Give its cells the class `num`.
    pub const fn number(title: &'static str) -> Self {
        Self {
            title,
            number: true,
            hidden: false,
            sort: None,
        }
    }

    /// A column whose title is only read aloud: checkboxes, buttons.
    pub const fn hidden(title: &'static str) -> Self {
        Self {
            title,
            number: false,
            hidden: true,
            sort: None,
        }
    }

    /// Makes the title a link that sorts by `key` (the parameter `sort` of the address), in the one order that the list has by it.
    /// `default` marks the one that is used when the address names none.
    #[must_use]
    pub fn sorted(mut self, here: &Here, key: &str, order: Order, default: bool) -> Self {
        let current: Option<String> = here.param("sort");
        let active = current.as_deref().map_or(default, |current| current == key);
        let href = (!active).then(|| here.with("sort", (!default).then_some(key)));
        self.sort = Some(Sort { order, href });
        self
    }

    fn class(&self) -> Option<&'static str> {
        self.number.then_some("num")
    }
}

impl maud::Render for Column {
    fn render(&self) -> Markup {
        let title = self.title;
        match &self.sort {
            Some(Sort { href: Some(href), .. }) => html! {
                th scope="col" class=[self.class()] { a class="sort-link" href=(href) { (title) } }
            },
            Some(Sort { order, href: None }) => {
                let (words, arrow) = match order {
                    Order::Ascending => ("ascending", IconName::ArrowUp),
                    Order::Descending => ("descending", IconName::ArrowDown),
                };
                html! {
                    th scope="col" class=[self.class()] aria-sort=(words) { span class="sort-link" { (title) (arrow) } }
                }
            }
            None if self.hidden => html! { th scope="col" { span class="sr-only" { (title) } } },
            None => html! { th scope="col" class=[self.class()] { (title) } },
        }
    }
}

fn head(columns: &[Column]) -> Markup {
    html! { tr { @for column in columns { (column) } } }
}

/// A table whose rows are views, because something in them reacts. Rows are plain `<tr>`s; give the link that opens a row the
/// attribute `data-row`, and `j`, `k` and Enter work.
#[component]
pub fn Table(
    /// What the table shows; read aloud, and the name of its scrollable region.
    #[prop(into)]
    caption: String,
    /// The header.
    columns: Vec<Column>,
    /// The places of the columns that are hidden, counted from 1, with blanks between them.
    #[prop(optional, into)]
    hidden: Signal<Option<String>>,
    /// The rows.
    children: Children,
) -> impl IntoView {
    let name = caption.clone();
    view! {
        <div class="table-wrap" role="region" aria-label=name tabindex="0" data-hidden=hidden>
            <table class="table">
                <caption class="sr-only">{caption}</caption>
                <thead inner_html=head(&columns).into_string()></thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}

/// A [`Table`] whose rows only show. They are written as text: for the server that is a tenth of the work of building views,
/// and the browser need not walk them to take the page over. Links in them work as all links do.
#[component]
pub fn TextTable(
    /// As of a [`Table`].
    #[prop(into)]
    caption: String,
    /// As of a [`Table`].
    columns: Vec<Column>,
    /// As of a [`Table`].
    #[prop(optional, into)]
    hidden: Signal<Option<String>>,
    /// The rows.
    rows: Markup,
) -> impl IntoView {
    let table = table_text(&caption, &columns, &rows);
    view! {
        <div class="table-wrap" role="region" aria-label=caption tabindex="0" data-hidden=hidden>
            <table class="table" inner_html=table></table>
        </div>
    }
}

/// What is inside the `<table>` of a [`TextTable`].
pub(super) fn table_text(caption: &str, columns: &[Column], rows: &Markup) -> String {
    let table = html! {
        caption class="sr-only" { (caption) }
        thead { (head(columns)) }
        tbody { (rows) }
    };
    table.into_string()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn a_header_says_which_way_the_table_is_sorted() {
        let head = |address: &str| {
            let here = Here::read(address);
            let name = Column::text("Name").sorted(&here, "name", Order::Ascending, true);
            head(&[
                name,
                Column::text("Changed").sorted(&here, "updated", Order::Descending, false),
            ])
            .into_string()
        };
        let by_name = head("/suppliers");
        assert!(
            by_name.contains("aria-sort=\"ascending\"><span class=\"sort-link\">Name"),
            "{by_name}"
        );
        assert!(
            by_name.contains("href=\"/suppliers?sort=updated\">Changed"),
            "{by_name}"
        );
        let by_change = head("/suppliers?sort=updated");
        assert!(
            by_change.contains("aria-sort=\"descending\"><span class=\"sort-link\">Changed"),
            "{by_change}"
        );
        assert!(by_change.contains("href=\"/suppliers\">Name"), "{by_change}");
    }
}
