//! The form above a list that searches and filters it.

use leptos::ev::SubmitEvent;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::JsCast;
use web_sys::{FormData, HtmlFormElement, UrlSearchParams};

/// Handles the sending of a form that puts its fields into the address: goes to a path with them. Without JavaScript the browser
/// does the same, with the empty fields too.
pub fn search_on_submit(path: impl Fn() -> String + 'static) -> impl Fn(SubmitEvent) + 'static {
    let navigate = use_navigate();
    move |event| {
        let form = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
        let data = form.and_then(|form| FormData::new_with_form(&form).ok());
        let Some(parameters) = data.and_then(|data| UrlSearchParams::new_with_str_sequence_sequence(&data).ok()) else {
            return;
        };
        event.prevent_default();
        navigate(
            &address(&path(), &String::from(parameters.to_string())),
            NavigateOptions::default(),
        );
    }
}

/// Gives the address with the parameters that have a value.
fn address(path: &str, query: &str) -> String {
    let filled: Vec<_> = query.split('&').filter(|parameter| !parameter.ends_with('=')).collect();
    if filled.iter().all(|parameter| parameter.is_empty()) {
        path.to_owned()
    } else {
        format!("{path}?{}", filled.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_fields_leave_no_trace() {
        assert_eq!(
            address("/suppliers", "q=a+b&country=&sort=name"),
            "/suppliers?q=a+b&sort=name"
        );
        assert_eq!(address("/suppliers", "q=&country="), "/suppliers");
        assert_eq!(address("/suppliers", ""), "/suppliers");
    }
}
