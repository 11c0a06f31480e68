//! Saying what the columns of a file hold, with the file's first rows in view.

use contract::{ColumnField, FilePreview};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlSelectElement};

use super::{
    form::Options,
    icon::{Icon, IconName},
};

/// What a column may hold, in words.
const fn field_words(field: ColumnField) -> &'static str {
    match field {
        ColumnField::Name => "Name",
        ColumnField::ExternalId => "External id",
        ColumnField::Address => "Address",
        ColumnField::City => "City",
        ColumnField::State => "State or province",
        ColumnField::Postcode => "Postal code",
        ColumnField::Country => "Country",
        ColumnField::TaxId => "Tax id",
        ColumnField::VatId => "VAT id",
        ColumnField::Iban => "IBAN or account",
        ColumnField::Amount => "Amount",
        ColumnField::Currency => "Currency",
        ColumnField::Title => "Title or credentials",
        ColumnField::Alias => "Other name",
    }
}

/// The element id of the form around [`MappingFields`], for the button at the top of the page: below fifty rows nobody finds it.
pub const MAPPING_FORM: &str = "mapping";

/// Marks the columns that hold what only one may, and keeps them from being sent so. The server checks it again.
fn mark_repeated(event: &Event) {
    let row = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
    let selects = row.and_then(|select| select.closest("tr").ok()??.query_selector_all("select").ok());
    let selects = selects
        .iter()
        .flat_map(|found| (0..found.length()).filter_map(|place| found.get(place)));
    let selects: Vec<HtmlSelectElement> = selects.filter_map(|select| select.dyn_into().ok()).collect();
    let values: Vec<String> = selects.iter().map(HtmlSelectElement::value).collect();
    for (select, value) in selects.iter().zip(&values) {
        let message = match value.parse::<ColumnField>() {
            Ok(field) if !field.may_repeat() && values.iter().filter(|other| *other == value).count() > 1 => {
                format!("Two columns hold this: {}. Choose one of them", field_words(field))
            }
            _ => String::new(),
        };
        // Fails only for a malformed attribute name.
        drop(select.set_attribute("aria-invalid", if message.is_empty() { "false" } else { "true" }));
        select.set_custom_validity(&message);
    }
}

/// One select for each column above the file's first rows. It goes inside a form whose server function takes
/// `document_id` and `columns`.
#[component]
pub fn MappingFields(
    /// The file's first rows, with a proposal.
    preview: FilePreview,
    /// The fields that make sense for this kind of file.
    fields: &'static [ColumnField],
) -> impl IntoView {
    let mut options = vec![(String::new(), "Not used".to_owned())];
    options.extend(
        fields
            .iter()
            .map(|field| (field.as_str().to_owned(), field_words(*field).to_owned())),
    );
    let chosen = |column: usize| preview.mapping.0.get(column).copied().flatten();
    let selects: Vec<_> = preview
        .headers
        .iter()
        .enumerate()
        .map(|(column, header)| {
            let value = chosen(column).map_or("", ColumnField::as_str);
            view! {
                <td>
                    <select
                        class="input"
                        name=format!("columns[{column}]")
                        aria-label=format!("What the column {header} holds")
                    >
                        <Options options=options.clone() value=value.to_owned() />
                    </select>
                </td>
            }
        })
        .collect();
    let headers: Vec<_> = preview
        .headers
        .iter()
        .map(|header| {
            view! {
                <th scope="col">
                    <bdi>{header.clone()}</bdi>
                </th>
            }
        })
        .collect();
    let rows: Vec<_> = preview
        .rows
        .into_iter()
        .map(|row| {
            let cells: Vec<_> = row
                .into_iter()
                .map(|cell| {
                    view! {
                        <td>
                            <bdi>{cell}</bdi>
                        </td>
                    }
                })
                .collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    let warnings: Vec<_> = preview
        .warnings
        .into_iter()
        .map(|warning| {
            view! {
                <p class="callout callout-attention">
                    <Icon name=IconName::Alert />
                    {warning}
                </p>
            }
        })
        .collect();
    let source = if preview.remembered {
        "as you chose for these headers before"
    } else {
        "as the headers suggest"
    };
    view! {
        <input type="hidden" name="document_id" value=preview.document_id.to_string() />
        <p class="text-muted">
            <strong>
                <bdi>{preview.file_name}</bdi>
            </strong>
            " \u{b7} " {preview.format} " \u{b7} columns " {source}
        </p>
        {warnings}
        <div class="table-wrap" role="region" aria-label="Columns and first rows" tabindex="0">
            <table class="table mapping">
                <caption class="sr-only">"Columns and first rows"</caption>
                <thead>
                    <tr>{headers}</tr>
                    <tr class="mapping-fields" on:change=move |event| mark_repeated(&event)>
                        {selects}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
