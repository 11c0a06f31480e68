//! The large tables: their columns, which of them a person has hidden, and what is shown as a CSV file.
//!
//! Hidden columns are remembered in a cookie for each table, so that the first page is right before any script has run, and the
//! CSV file has the columns that are on screen.

mod chooser;
mod csv_link;

use std::{fmt::Write as _, str::FromStr};

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub use self::{chooser::ColumnChooser, csv_link::CsvLink};
use crate::preferences::{cookie, cookies};

/// One column of a large table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableColumn {
    /// Its name in the cookie.
    pub key: &'static str,
    /// Its title.
    pub title: &'static str,
    /// Whether it can be hidden: what names a row can not.
    pub can_hide: bool,
}

const fn fixed(key: &'static str, title: &'static str) -> TableColumn {
    TableColumn {
        key,
        title,
        can_hide: false,
    }
}

const fn column(key: &'static str, title: &'static str) -> TableColumn {
    TableColumn {
        key,
        title,
        can_hide: true,
    }
}

/// The columns of the list of suppliers, from left to right.
pub const SUPPLIER_COLUMNS: [TableColumn; 7] = [
    fixed("name", "Name"),
    column("external_id", "External id"),
    column("city", "City"),
    column("country", "Country"),
    column("tax_id", "Tax id"),
    column("status", "Status"),
    column("updated", "Changed"),
];

/// The columns of the rows of a payee file, from left to right.
pub const PAYEE_COLUMNS: [TableColumn; 8] = [
    fixed("choose", "Choose"),
    column("row", "Row"),
    fixed("name", "Name"),
    column("type", "Type"),
    column("supplier", "Supplier"),
    column("grade", "Grade"),
    column("decision", "Decision"),
    column("decided_by", "Decided by"),
];

/// A table whose columns can be hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableName {
    /// The list of suppliers.
    Suppliers,
    /// The rows of a payee file.
    Payees,
}

impl TableName {
    /// As it is sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Suppliers => "suppliers",
            Self::Payees => "payees",
        }
    }

    /// The name of its cookie.
    pub const fn cookie(self) -> &'static str {
        match self {
            Self::Suppliers => "hidden_suppliers",
            Self::Payees => "hidden_payees",
        }
    }

    /// The place of a column, from 0, by its name.
    fn place(self, key: &str) -> Option<usize> {
        self.columns().iter().position(|column| column.key == key)
    }

    /// Its columns, from left to right.
    pub const fn columns(self) -> &'static [TableColumn] {
        match self {
            Self::Suppliers => &SUPPLIER_COLUMNS,
            Self::Payees => &PAYEE_COLUMNS,
        }
    }
}

/// Columns of a table that are hidden, each as a bit by its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hidden(u32);

impl Hidden {
    /// Reads a `Cookie` header; what names no column that can be hidden is passed over.
    pub fn read(table: TableName, cookies: &str) -> Self {
        let names = cookie(cookies, table.cookie()).unwrap_or_default();
        Self::of(table, |column| names.split('.').any(|name| name == column.key))
    }

    /// Hides all columns that are not among the keys shown, save those that can not be hidden.
    pub fn all_but(table: TableName, shown: &[String]) -> Self {
        Self::of(table, |column| !shown.iter().any(|key| key == column.key))
    }

    fn of(table: TableName, hides: impl Fn(&TableColumn) -> bool) -> Self {
        let hidden = table.columns().iter().enumerate();
        let hidden = hidden.filter(|(_, column)| column.can_hide && hides(column));
        Self(hidden.fold(0, |bits, (place, _)| bits | 1 << place))
    }

    /// Whether the column at a place, from 0, is hidden.
    pub const fn contains(self, place: usize) -> bool {
        self.0 & 1 << place != 0
    }

    /// Hides the column at a place, or shows it again.
    pub const fn toggle(&mut self, place: usize) {
        self.0 ^= 1 << place;
    }

    /// The value of the cookie: the keys with dots between them.
    pub fn to_cookie(self, table: TableName) -> String {
        let keys = table.columns().iter().enumerate();
        let keys = keys.filter(|(place, _)| self.contains(*place));
        keys.map(|(_, column)| column.key).collect::<Vec<_>>().join(".")
    }

    /// The value of `data-hidden`: the places from 1, as the style sheet counts columns. Absent when all are shown.
    fn to_attribute(self) -> Option<String> {
        let mut places = String::new();
        for place in (0..32).filter(|place| self.contains(*place)) {
            write!(places, "{} ", place + 1).expect("writing to a String succeeds");
        }
        (!places.is_empty()).then(|| places.trim_end().to_owned())
    }
}

impl FromStr for TableName {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        [Self::Suppliers, Self::Payees]
            .into_iter()
            .find(|table| table.as_str() == name)
            .ok_or(())
    }
}

/// What a page knows of its table's columns. The server and the browser begin with what the cookie says.
#[derive(Clone, Copy)]
pub struct Columns {
    table: TableName,
    hidden: RwSignal<Hidden>,
}

impl Columns {
    /// The columns of a table.
    pub fn of(table: TableName) -> Self {
        Self {
            table,
            hidden: RwSignal::new(Hidden::read(table, &cookies())),
        }
    }

    /// What the table's frame says in `data-hidden`.
    pub fn attribute(self) -> Signal<Option<String>> {
        Signal::derive(move || self.hidden.get().to_attribute())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_hides_what_it_names() {
        let hidden = Hidden::read(TableName::Suppliers, "theme=dark; hidden_suppliers=city.tax_id");
        assert_eq!(hidden.to_attribute().as_deref(), Some("3 5"));
        assert_eq!(hidden.to_cookie(TableName::Suppliers), "city.tax_id");
    }

    #[test]
    fn what_names_a_row_stays() {
        let hidden = Hidden::read(TableName::Payees, "hidden_payees=name.choose.nonsense.grade");
        assert_eq!(hidden.to_cookie(TableName::Payees), "grade");
        assert_eq!(Hidden::read(TableName::Payees, "").to_attribute(), None);
    }

    #[test]
    fn what_is_not_ticked_is_hidden() {
        let shown = ["city".to_owned(), "status".to_owned()];
        let hidden = Hidden::all_but(TableName::Suppliers, &shown);
        assert_eq!(
            hidden.to_cookie(TableName::Suppliers),
            "external_id.country.tax_id.updated"
        );
    }
}
