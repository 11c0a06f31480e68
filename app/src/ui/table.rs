//! Tables: a caption for who can not see them, a header that stays, and sort links in it.

use leptos::prelude::*;

use super::{
    icon::{Icon, IconName},
    query::Here,
};

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

    fn view(self) -> AnyView {
        let class = self.class();
        match self.sort {
            Some((href, active)) => view! {
                <th scope="col" class=class aria-sort=active.then_some("ascending")>
                    <a href=href class="sort-link">
                        {self.title}
                        {active.then_some(view! { <Icon name=IconName::ArrowDown /> })}
                    </a>
                </th>
            }
            .into_any(),
            None if self.hidden => view! {
                <th scope="col">
                    <span class="sr-only">{self.title}</span>
                </th>
            }
            .into_any(),
            None => view! { <th scope="col" class=class>{self.title}</th> }.into_any(),
        }
    }
}

/// A table. Rows are plain `<tr>`s; give the link that opens a row the attribute `data-row`, and `j`, `k` and Enter work.
#[component]
pub fn Table(
    /// What the table shows; read aloud, and the name of its scrollable region.
    #[prop(into)]
    caption: String,
    /// The header.
    columns: Vec<Column>,
    /// The rows.
    children: Children,
) -> impl IntoView {
    let head: Vec<_> = columns.into_iter().map(Column::view).collect();
    let name = caption.clone();
    view! {
        <div class="table-wrap" role="region" aria-label=name tabindex="0">
            <table class="table">
                <caption class="sr-only">{caption}</caption>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}
