//! One event, in words and field by field.

use contract::{Event, FieldChange};
use leptos::prelude::*;
use serde_json::Value;

use crate::{
    text::audit as text,
    ui::{Card, Facts, Status, format, status},
};

/// Everything about an event.
#[component]
pub fn EventCard(
    /// The event.
    event: Event,
) -> impl IntoView {
    let thing = format!("{} {}", event.entity.replace('_', " "), event.entity_name);
    view! {
        <Card title=words(&event.kind)>
            <div class="stack">
                <Facts facts=vec![
                    ("When", format::second(event.occurred_at)),
                    ("Who", event.actor),
                    ("By", event.actor_kind.replace('_', " ")),
                    ("What", thing),
                    ("Address", event.ip.unwrap_or_default()),
                    ("Program", event.user_agent.unwrap_or_default()),
                    ("Request", event.request_id.unwrap_or_default()),
                    ("Event", event.id.to_string()),
                ] />
                <Status mark=status::severity(event.severity) />
                <Changes changes=event.changes />
            </div>
        </Card>
    }
}

/// What changed, field by field.
#[component]
pub fn Changes(
    /// The fields.
    changes: Vec<FieldChange>,
) -> impl IntoView {
    if changes.is_empty() {
        return view! { <p class="text-muted">{text::NO_CHANGES}</p> }.into_any();
    }
    let rows: Vec<_> = changes
        .into_iter()
        .map(|change| {
            let (before, after) = (value_words(&change.before), value_words(&change.after));
            view! {
                <dt class="text-muted">{words(&change.field)}</dt>
                <dd>
                    {(!before.is_empty()).then(|| view! { <del>{before}</del> })} " "
                    {(!after.is_empty()).then(|| view! { <ins>{after}</ins> })}
                </dd>
            }
        })
        .collect();
    view! { <dl class="change">{rows}</dl> }.into_any()
}

/// Makes words of a name such as `supplier.updated`: `Supplier updated`. Fields are called as in the forms.
pub fn words(name: &str) -> String {
    let called = match name {
        "address" => "Street",
        "iban" => "IBAN",
        "postcode" => "Postal code",
        "vat_id" => "VAT id",
        _ => "",
    };
    if !called.is_empty() {
        return called.to_owned();
    }
    if let Some(what) = name.strip_prefix("api_key") {
        return format!("API key{}", what.replace(['.', '_'], " "));
    }
    let text = name.replace(['.', '_'], " ");
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| std::iter::once(first.to_ascii_uppercase()).chain(letters).collect())
        .unwrap_or_default()
}

/// Writes a value as a person would; nothing is nothing.
fn value_words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(value_words).collect::<Vec<_>>().join(", "),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_become_words() {
        assert_eq!(words("supplier_import.cancelled"), "Supplier import cancelled");
        assert_eq!(words("api_key.created"), "API key created");
        assert_eq!(words("postcode"), "Postal code");
        assert_eq!(words(""), "");
    }

    #[test]
    fn values_read_as_text() {
        assert_eq!(value_words(&json!(["Acme", "Acme Inc"])), "Acme, Acme Inc");
        assert_eq!(value_words(&json!(true)), "yes");
        assert_eq!(value_words(&json!(null)), "");
    }
}
