//! Choosing the columns of a table.

use leptos::{prelude::*, server_fn::ServerFn, task::spawn_local};

use super::{Columns, Hidden};
use crate::{
    serverfns::identity::{HideColumns, hide_columns},
    ui::{Button, DropDown, IconName, use_toasts},
};

/// The menu of a table's columns: a tick shows a column at once. Without JavaScript it is a form.
#[component]
pub fn ColumnChooser(
    /// The table's columns.
    columns: Columns,
) -> impl IntoView {
    let toasts = use_toasts();
    let Columns { table, hidden } = columns;
    let remember = move |hidden: Hidden| {
        spawn_local(async move {
            let shown = table.columns().iter().enumerate();
            let shown = shown.filter(|(place, _)| !hidden.contains(*place));
            let shown = shown.map(|(_, column)| column.key.to_owned()).collect();
            if let Err(error) = hide_columns(table, shown).await {
                toasts.failed(error.to_string());
            }
        });
    };
    let choices: Vec<_> = table
        .columns()
        .iter()
        .enumerate()
        .filter(|(_, column)| column.can_hide)
        .map(|(place, column)| {
            let is_shown = move || !hidden.get().contains(place);
            let toggle = move |_| {
                hidden.update(|hidden| hidden.toggle(place));
                remember(hidden.get_untracked());
            };
            view! {
                <label class="menu-item">
                    <input
                        type="checkbox"
                        name="shown[]"
                        value=column.key
                        checked=!hidden.get_untracked().contains(place)
                        prop:checked=is_shown
                        on:change=toggle
                    />
                    {column.title}
                </label>
            }
        })
        .collect();
    view! {
        <DropDown label="Columns" icon=IconName::Sidebar>
            <form method="post" action=HideColumns::url()>
                <input type="hidden" name="table" value=table.as_str() />
                <div role="group" aria-label="Columns shown">
                    {choices}
                </div>
                <span class="without-js">
                    <Button kind="submit">"Show these columns"</Button>
                </span>
            </form>
        </DropDown>
    }
}
