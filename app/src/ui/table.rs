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
    sort: Option<(String, bool)>,
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

    /// Makes the title a link that sorts by `key` (the parameter `sort` of the address). `default` marks the order that is used
    /// when the address names none.
    #[must_use]
    pub fn sorted(mut self, here: &Here, key: &str, default: bool) -> Self {
        let current: Option<String> = here.param("sort");
        let active = current.as_deref().map_or(default, |current| current == key);
        self.sort = Some((here.with("sort", (!default).then_some(key)), active));
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
            Some((href, active)) => html! {
                th scope="col" class=[self.class()] aria-sort=[active.then_some("ascending")] {
                    a class="sort-link" href=(href) {
                        (title)
                        @if *active { (IconName::ArrowDown) }
                    }
                }
            },
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
