//! Suppliers beside each other, field by field, and what merging would make of them.

use contract::{MergePreview, Supplier, SupplierId};
use maud::{Markup, html};

use crate::ui::{Here, IconName};

/// What a field of a supplier is called.
pub(super) fn field_word(field: &str) -> &'static str {
    match field {
        "name" => "Name",
        "external_id" => "External id",
        "aliases" => "Other names",
        "address" => "Street",
        "city" => "City",
        "state" => "State",
        "postcode" => "Postal code",
        "country" => "Country",
        "tax_id" => "Tax id",
        "vat_id" => "VAT id",
        "iban" => "IBAN",
        _ => "Other",
    }
}

const FIELDS: [&str; 11] = [
    "name",
    "aliases",
    "external_id",
    "address",
    "city",
    "state",
    "postcode",
    "country",
    "tax_id",
    "vat_id",
    "iban",
];

fn value(supplier: &Supplier, field: &str) -> String {
    match field {
        "name" => supplier.name.clone(),
        "external_id" => supplier.external_id.clone(),
        "aliases" => supplier.aliases.join(" · "),
        "address" => supplier.address.clone(),
        "city" => supplier.city.clone(),
        "state" => supplier.state.clone(),
        "postcode" => supplier.postcode.clone(),
        "country" => supplier.country.clone(),
        "tax_id" => supplier.tax_id.clone(),
        "vat_id" => supplier.vat_id.clone(),
        "iban" => supplier.iban.clone(),
        _ => String::new(),
    }
}

/// What becomes of a supplier by the choice that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Kept,
    Merged,
    Apart,
}

fn part(preview: &MergePreview, id: SupplierId) -> Part {
    if preview.merge.keep.id == id {
        Part::Kept
    } else if preview.merge.others.iter().any(|other| other.id == id) {
        Part::Merged
    } else {
        Part::Apart
    }
}

/// Reads from the address who stays as they are.
pub(super) fn apart_of(here: &Here) -> Vec<SupplierId> {
    let ids: String = here.param("apart").unwrap_or_default();
    ids.split(',').filter_map(|id| id.parse().ok()).collect()
}

/// Gives the address with one supplier left out, or included again.
fn toggled(here: &Here, id: SupplierId) -> String {
    let mut apart = apart_of(here);
    if apart.contains(&id) {
        apart.retain(|other| *other != id);
    } else {
        apart.push(id);
    }
    let apart: Vec<String> = apart.iter().map(ToString::to_string).collect();
    let apart = apart.join(",");
    here.beside("apart", Some(apart.as_str()).filter(|ids| !ids.is_empty()))
}

/// The body and head of the table: a column for each supplier, and one for what merging makes of them. Values that
/// contradict the kept supplier are marked, and so is what that one gains.
pub(super) fn side_by_side(preview: &MergePreview, here: &Here) -> Markup {
    let suppliers = &preview.duplicate.suppliers;
    let kept = suppliers.iter().find(|supplier| supplier.id == preview.merge.keep.id);
    html! {
        caption class="sr-only" { "The suppliers, field by field" }
        thead {
            tr {
                th scope="col" { "Field" }
                @for supplier in suppliers {
                    th scope="col" { a href={ "/suppliers/" (supplier.id) } { bdi { (supplier.name) } } }
                }
                th scope="col" { "After merging" }
            }
        }
        tbody {
            tr {
                th scope="row" { "Becomes" }
                @for supplier in suppliers { td { (choice(preview, here, supplier)) } }
                td { span class="badge badge-ok" { (IconName::Check) "Result" } }
            }
            @for field in FIELDS {
                @let own = kept.map(|kept| value(kept, field)).unwrap_or_default();
                tr {
                    th scope="row" { (field_word(field)) }
                    @for supplier in suppliers { td { (cell(&value(supplier, field), &own)) } }
                    td { (result(&value(&preview.kept, field), &own)) }
                }
            }
        }
    }
}

/// The ways to choose something else for a supplier. Whether it is kept, and whether it takes part, have a place of their own: the
/// link that was followed is still there afterwards, with the focus.
fn choice(preview: &MergePreview, here: &Here, supplier: &Supplier) -> Markup {
    let part = part(preview, supplier.id);
    let keep = here.beside("keep", Some(&supplier.id.to_string()));
    let named = |verb: &str| format!("{verb} {} {}", supplier.name, supplier.external_id);
    let toggle = if part == Part::Apart { "Include" } else { "Leave out" };
    html! {
        span {
            @match part {
                Part::Kept => {
                    a href=(keep) aria-current="true" aria-label=(named("Kept:")) {
                        span class="badge badge-ok" { (IconName::Check) "Kept" }
                    }
                }
                Part::Merged => a href=(keep) aria-label=(named("Keep")) { "Keep" },
                Part::Apart => span class="text-muted" { "Left as it is" },
            }
        }
        @if part != Part::Kept {
            span {
                " · "
                a href=(toggled(here, supplier.id)) aria-label=(named(toggle)) { (toggle) }
            }
        }
    }
}

/// The letters of a text, case ignored.
fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

fn cell(value: &str, kept: &str) -> Markup {
    let differs = !value.is_empty() && !kept.is_empty() && folded(value).ne(folded(kept));
    html! {
        @if value.is_empty() { span class="text-muted" { "\u{2013}" } }
        @else if differs { bdi class="differs" { (value) } span class="sr-only" { " (differs)" } }
        @else { bdi { (value) } }
    }
}

fn result(value: &str, before: &str) -> Markup {
    html! {
        @if value.is_empty() { span class="text-muted" { "\u{2013}" } }
        @else if value == before { bdi { (value) } }
        @else { ins class="gained" { bdi { (value) } } }
    }
}

#[cfg(test)]
mod tests {
    use leptos_router::params::ParamsMap;

    use super::*;

    fn here(apart: &str) -> Here {
        let mut query = ParamsMap::new();
        query.insert("apart", apart.to_owned());
        Here {
            path: "/suppliers/duplicates/1".into(),
            query,
        }
    }

    #[test]
    fn a_supplier_is_left_out_and_included_again() {
        let id: SupplierId = "01977c3e-0000-7000-8000-000000000001".parse().expect("an id");
        let without = toggled(&here(""), id);
        assert_eq!(without, format!("/suppliers/duplicates/1?apart={id}"));
        assert_eq!(apart_of(&here(&format!("{id},nonsense"))), [id]);
        assert_eq!(toggled(&here(&id.to_string()), id), "/suppliers/duplicates/1");
    }

    #[test]
    fn only_contradictions_are_marked() {
        assert!(cell("Hull", "Leeds").into_string().contains("differs"));
        for (value, kept) in [("LEEDS", "Leeds"), ("Hull", ""), ("", "Leeds")] {
            assert!(!cell(value, kept).into_string().contains("differs"), "{value} {kept}");
        }
        assert!(result("Leeds", "").into_string().contains("gained"));
        assert!(!result("Leeds", "Leeds").into_string().contains("gained"));
    }
}
