//! The table of the list of proposals to merge suppliers, as the server writes it.

use contract::{Page, SupplierDuplicate};
use maud::{Markup, html};

use super::side_by_side::field_word;
use crate::{
    text::duplicates as text,
    ui::{Column, WrittenPage, badge::confidence_text, format},
};

/// Writes what there is.
pub fn written(page: Page<SupplierDuplicate>) -> WrittenPage {
    let columns = [
        Column::text("Suppliers"),
        Column::text("Where"),
        Column::text("Probability"),
        Column::text("Differs in"),
        Column::number("Suppliers in it"),
    ];
    WrittenPage::new(text::TITLE, &columns, page, row)
}

fn row(proposal: &SupplierDuplicate) -> Markup {
    let count = i64::try_from(proposal.suppliers.len()).unwrap_or(i64::MAX);
    html! {
        tr {
            td class="clip" {
                a data-row href={ "/suppliers/duplicates/" (proposal.id) } { bdi { (names(proposal)) } }
            }
            td class="clip" { bdi { (places(proposal)) } }
            td { (confidence_text(proposal.probability)) }
            td class="clip" { (differing(proposal)) }
            td class="num" { (format::integer(count)) }
        }
    }
}

/// Gives the names, each once.
fn names(proposal: &SupplierDuplicate) -> String {
    joined(proposal.suppliers.iter().map(|supplier| supplier.name.as_str()), " · ")
}

fn places(proposal: &SupplierDuplicate) -> String {
    joined(proposal.suppliers.iter().map(|supplier| supplier.city.as_str()), " · ")
}

fn differing(proposal: &SupplierDuplicate) -> String {
    let fields = proposal.pairs.iter().flat_map(|pair| &pair.differing);
    joined(fields.map(|field| field_word(field)), ", ")
}

/// Joins what is not empty, each text once, in order.
fn joined<'a>(texts: impl Iterator<Item = &'a str>, separator: &str) -> String {
    let mut once: Vec<&str> = Vec::new();
    for text in texts.filter(|text| !text.is_empty()) {
        if !once.contains(&text) {
            once.push(text);
        }
    }
    once.join(separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_is_shown_once() {
        assert_eq!(
            joined(["Acme", "", "Acme", "Acme Inc"].into_iter(), " · "),
            "Acme · Acme Inc"
        );
    }
}
