//! The table of the list of suppliers, as the server writes it.

use contract::{PAGE_SIZE, Page, SupplierFilter, SupplierLine};
use maud::{Markup, html};

use crate::{
    tables::SUPPLIER_COLUMNS,
    text::suppliers as text,
    ui::{Column, Here, Order, WrittenPage, format, status},
};

/// Reads the filter from the address.
pub fn filter_of(here: &Here) -> SupplierFilter {
    SupplierFilter {
        q: here.param("q"),
        country: here.param("country"),
        status: here.param("status"),
        sort: here.param("sort"),
        cursor: here.param("cursor"),
        limit: Some(PAGE_SIZE),
    }
}

/// Writes what matches.
pub fn written(page: Page<SupplierLine>, here: &Here) -> WrittenPage {
    WrittenPage::new(text::TITLE, &head(here), page, row)
}

/// The header. What a search finds comes by relevance, and in no other order.
fn head(here: &Here) -> [Column; 7] {
    let searched = here.param::<String>("q").is_some_and(|text| !text.trim().is_empty());
    let sorted = |title, key, order, default| {
        let column = Column::text(title);
        if searched {
            column
        } else {
            column.sorted(here, key, order, default)
        }
    };
    let [name, external_id, city, country, tax_id, status, updated] = SUPPLIER_COLUMNS.map(|column| column.title);
    [
        sorted(name, "name", Order::Ascending, true),
        sorted(external_id, "external_id", Order::Ascending, false),
        Column::text(city),
        Column::text(country),
        Column::text(tax_id),
        Column::text(status),
        sorted(updated, "updated", Order::Descending, false),
    ]
}

fn row(supplier: &SupplierLine) -> Markup {
    html! {
        tr {
            td class="clip" {
                a data-row href={ "/suppliers/" (supplier.id) } { bdi { (supplier.name) } }
            }
            td class="mono" { (supplier.external_id) }
            td class="clip" { bdi { (supplier.city) } }
            td { (supplier.country) }
            td class="mono" { (supplier.tax_id) }
            td { (status::supplier(supplier.status)) }
            td { (format::day(supplier.updated_at)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use contract::{SupplierSort, SupplierStatus};

    use super::*;

    #[test]
    fn what_a_search_finds_can_not_be_sorted() {
        let head_at = |address| html! { @for column in head(&Here::read(address)) { (column) } }.into_string();
        let listed = head_at("/suppliers?sort=updated&q=%20");
        assert!(listed.contains("aria-sort") && listed.contains("sort-link"), "{listed}");
        let found = head_at("/suppliers?sort=updated&q=acme");
        assert!(!found.contains("aria-sort") && !found.contains("sort-link"), "{found}");
    }

    #[test]
    fn filter_comes_from_the_address() {
        let query = [
            ("q", "acme"),
            ("status", "inactive"),
            ("sort", "updated"),
            ("country", ""),
        ];
        let query = query.into_iter().map(|(key, value)| (key, value.to_owned())).collect();
        let filter = filter_of(&Here {
            path: "/suppliers".into(),
            query,
        });
        assert_eq!(filter.q.as_deref(), Some("acme"));
        assert_eq!(filter.status, Some(SupplierStatus::Inactive));
        assert_eq!(filter.sort, Some(SupplierSort::Updated));
        assert_eq!(filter.country, None);
    }
}
