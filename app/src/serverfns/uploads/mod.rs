//! Files that have arrived.

mod preview_file;

pub use preview_file::{PreviewFile, preview_file};

use contract::{ColumnField, ColumnMapping};

/// Makes a mapping of what the mapping form sends: per column the name of its field, empty when it is not used.
pub fn mapping_of(columns: &[String]) -> ColumnMapping {
    ColumnMapping(
        columns
            .iter()
            .map(|column| column.parse::<ColumnField>().ok())
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unused_columns_keep_their_place() {
        let columns = ["name", "", "city"].map(str::to_owned);
        assert_eq!(
            mapping_of(&columns).0,
            [Some(ColumnField::Name), None, Some(ColumnField::City)]
        );
    }
}
