//! The table of the list of suppliers, as the server writes it.

use contract::{PAGE_SIZE, Page, SupplierFilter, SupplierLine};
use maud::{Markup, html};

use crate::{
    tables::SUPPLIER_COLUMNS,
    text::suppliers as text,
    ui::{Column, Here, WrittenPage, format, status},
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
    let searched = here.param::<String>("q").is_some();
    let [name, external_id, city, country, tax_id, status, updated] = SUPPLIER_COLUMNS.map(|column| column.title);
    let head = [
        Column::text(name).sorted(here, "name", !searched),
        Column::text(external_id).sorted(here, "external_id", false),
        Column::text(city),
        Column::text(country),
        Column::text(tax_id),
        Column::text(status),
        Column::text(updated).sorted(here, "updated", false),
    ];
    WrittenPage::new(text::TITLE, &head, page, row)
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
