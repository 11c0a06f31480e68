//! Filters as chips: links that change one parameter of the address.

use maud::{Markup, html};

use super::{format, query::Here};

/// One choice of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// The parameter's value; `None` stands for no filter.
    pub value: Option<&'static str>,
    /// The words.
    pub label: &'static str,
    /// How many there are, where that is known.
    pub count: Option<i64>,
}

impl Chip {
    /// A choice without a count.
    pub const fn new(value: Option<&'static str>, label: &'static str) -> Self {
        Self {
            value,
            label,
            count: None,
        }
    }
}

/// Writes a filter of which one choice holds.
pub fn filter_chips(label: &str, name: &str, here: &Here, chips: &[Chip]) -> Markup {
    let current: Option<String> = here.param(name);
    html! {
        div class="chips" role="group" aria-label=(label) {
            @for chip in chips {
                @let active = current.as_deref() == chip.value;
                a class="chip" href=(here.with(name, chip.value)) aria-current=[active.then_some("true")] {
                    (chip.label)
                    @if let Some(count) = chip.count { span class="chip-count" { (format::integer(count)) } }
                }
            }
        }
    }
}
