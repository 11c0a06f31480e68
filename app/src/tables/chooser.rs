//! Choosing the columns of a table.

use leptos::{ev::Event, prelude::*, server_fn::ServerFn, task::spawn_local};
use maud::{Markup, html};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::{Columns, Hidden, TableName};
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
    let toggle = move |event: Event| {
        let tick = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let place = tick.and_then(|tick| table.place(&tick.value()));
        if let Some(place) = place {
            hidden.update(|hidden| hidden.toggle(place));
            remember(hidden.get_untracked());
        }
    };
    view! {
        <DropDown label="Columns" icon=IconName::Sidebar>
            <form method="post" action=HideColumns::url()>
                <input type="hidden" name="table" value=table.as_str() />
                <div
                    role="group"
                    aria-label="Columns shown"
                    on:change=toggle
                    inner_html=choices(table, hidden.get_untracked()).into_string()
                ></div>
                <span class="without-js">
                    <Button kind="submit">"Show these columns"</Button>
                </span>
            </form>
        </DropDown>
    }
}

/// A tick for each column that can be hidden, as text: the browser keeps the ticks itself.
fn choices(table: TableName, hidden: Hidden) -> Markup {
    let columns = table.columns().iter().enumerate();
    html! {
        @for (place, column) in columns.filter(|(_, column)| column.can_hide) {
            label class="menu-item" {
                input type="checkbox" name="shown[]" value=(column.key) checked[!hidden.contains(place)];
                (column.title)
            }
        }
    }
}
