//! The rows of a file, as the server writes them.

use contract::{Page, Payee, PayeeSort};
use maud::{Markup, html};

use super::results::CAPTION;
use crate::{
    tables::PAYEE_COLUMNS,
    ui::{
        Column, Here, Order, WrittenPage,
        badge::{confidence_text, grade_text},
        format, status,
    },
};

/// Writes one page of the rows.
pub fn written(page: Page<Payee>, here: &Here) -> WrittenPage {
    let [choose, number, name, _, _, grade, decision, decided_by] = PAYEE_COLUMNS.map(|column| column.title);
    let sorted = |column: Column, by: PayeeSort, default| column.sorted(here, by.as_str(), Order::Ascending, default);
    let head = [
        Column::hidden(choose),
        sorted(Column::number(number), PayeeSort::Row, true),
        sorted(Column::text(name), PayeeSort::Name, false),
        sorted(Column::text("Type, confidence"), PayeeSort::TypeConfidence, false),
        sorted(
            Column::text("Supplier, probability"),
            PayeeSort::MatchProbability,
            false,
        ),
        Column::text(grade),
        Column::text(decision),
        Column::text(decided_by),
    ];
    WrittenPage::new(CAPTION, &head, page, |payee| row(payee, here))
}

fn row(payee: &Payee, here: &Here) -> Markup {
    let href = here.beside("payee", Some(&payee.id.to_string()));
    let supplier = payee.supplier_name.as_deref().unwrap_or("\u{2013}");
    // Nobody has decided yet what is still in review.
    let decided_by = (!payee.in_review).then(|| status::settled_by(payee));
    html! {
        tr {
            td { input type="checkbox" aria-label={ "Choose row " (payee.row_number) } data-tick=(payee.id); }
            td class="num" { (format::integer(payee.row_number)) }
            td class="clip" title=(payee.name) { a href=(href) data-row data-noscroll { bdi { (payee.name) } } }
            td {
                span class="pair" { (status::payee_type(payee.payee_type)) (confidence_text(payee.type_confidence)) }
            }
            td class="clip" { bdi { (supplier) } }
            td { (grade_text(&payee.grade)) }
            td { (status::decision(payee.decision)) }
            td { @if let Some(mark) = decided_by { (mark) } @else { "\u{2013}" } }
        }
    }
}
