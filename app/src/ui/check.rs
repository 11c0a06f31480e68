//! Checking the contents of a form in the browser, by the code that the server runs too.

use contract::{FieldProblem, validate::Validate};
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use web_sys::{FormData, HtmlFormElement};

/// Finds what is wrong with the contents of a form, which are JSON: an object of its fields.
pub type Check = fn(&[u8]) -> Vec<FieldProblem>;

/// The [`Check`] of a form type.
pub fn problems_of<F: Validate + DeserializeOwned>(contents: &[u8]) -> Vec<FieldProblem> {
    // A form that can not be read is the server's to refuse.
    serde_json::from_slice::<F>(contents).map_or_else(|_| Vec::new(), |form| form.problems())
}

/// The part of `form` that a field of this name fills: `form[email]` fills `email`.
pub(super) fn part_of(name: &str) -> Option<&str> {
    name.strip_prefix("form[")?.strip_suffix(']')
}

/// Reads the fields of a form that fill a part of `form`.
pub(super) fn contents_of(form: &HtmlFormElement) -> Option<String> {
    let data = FormData::new_with_form(form).ok()?;
    let mut fields = Vec::new();
    for entry in js_sys::try_iter(&data).ok()?? {
        let entry: js_sys::Array = entry.ok()?.unchecked_into();
        // Files are no text, and no part of a form that is checked.
        if let (Some(name), Some(text)) = (entry.get(0).as_string(), entry.get(1).as_string())
            && let Some(part) = part_of(&name)
        {
            fields.push((part.to_owned(), text, is_checkbox(form, &name)));
        }
    }
    Some(object(&fields))
}

fn is_checkbox(form: &HtmlFormElement, name: &str) -> bool {
    let checkbox = format!("input[type=checkbox][name=\"{name}\"]");
    form.query_selector(&checkbox).is_ok_and(|found| found.is_some())
}

/// Writes name, text, and whether it is a ticked checkbox, as JSON.
fn object(fields: &[(String, String, bool)]) -> String {
    let quoted = |text: &str| serde_json::to_string(text).expect("a text can be written as JSON");
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, text, checkbox)| {
            let value = if *checkbox { text.clone() } else { quoted(text) };
            format!("{}:{value}", quoted(name))
        })
        .collect();
    format!("{{{}}}", fields.join(","))
}

#[cfg(test)]
mod tests {
    use contract::{CommodityForm, SupplierForm};

    use super::*;

    fn contents(fields: &[(&str, &str, bool)]) -> String {
        let owned: Vec<_> = fields
            .iter()
            .map(|(name, text, checkbox)| ((*name).to_owned(), (*text).to_owned(), *checkbox))
            .collect();
        object(&owned)
    }

    #[test]
    fn part_stands_in_brackets() {
        assert_eq!(part_of("form[email]"), Some("email"));
        assert_eq!(part_of("id"), None);
    }

    #[test]
    fn checkbox_is_a_yes_and_text_stays_text() {
        let json = contents(&[
            ("name", "true", false),
            ("inactive", "true", true),
            ("city", "a \"b\"\n", false),
        ]);
        let form: SupplierForm = serde_json::from_str(&json).expect("these are its fields");
        assert_eq!(
            (form.name.as_str(), form.inactive, form.city.as_str()),
            ("true", true, "a \"b\"\n")
        );
    }

    #[test]
    fn contents_are_checked_by_the_rules_of_the_form() {
        let json = contents(&[("code", "", false), ("name", "Paper", false), ("gl_code", "", false)]);
        let problems = problems_of::<CommodityForm>(json.as_bytes());
        let fields: Vec<_> = problems.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["code"]);
    }
}
