//! What a table shows, as a CSV file.

use leptos::prelude::*;

use crate::ui::{Here, Icon, IconName, query::link};

/// Parameters of a page's address that choose no rows.
const BESIDE: [&str; 5] = ["cursor", "payee", "event", "__path", "__err"];

/// Downloads all rows that match, in the order and with the columns that are shown.
#[component]
pub fn CsvLink(
    /// The address of the page; its filter and order are those of the file.
    here: Here,
) -> impl IntoView {
    let parameters = here
        .query
        .latest_values()
        .map(|(key, value)| (key.as_ref().to_owned(), value.to_owned()));
    let parameters = parameters.filter(|(key, _)| !BESIDE.contains(&key.as_str()));
    let href = link(&format!("/csv{}", here.path), parameters);
    view! {
        <a class="btn" href=href download="" rel="external" title="All rows that match, with the columns shown">
            <Icon name=IconName::Download />
            "View as CSV"
        </a>
    }
}
