//! What truly differs between the two databases.

use sqlx::{Postgres, Sqlite};

/// The differences in SQL, by sqlx driver; `on!(source, |c, D| …)` gives the `D`.
pub(crate) trait Dialect {
    /// Ends a `SELECT … LIMIT 1` whose row is then updated, so that two workers never take the same row.
    /// SQLite has one writer, and needs nothing.
    const SKIP_LOCKED: &str;
    /// Parameters that one statement may have: 32,766 in SQLite (`SQLITE_MAX_VARIABLE_NUMBER`), 65,535 in
    /// PostgreSQL (a 16-bit count in the wire protocol).
    const MAX_PARAMETERS: usize;
}

impl Dialect for Sqlite {
    const SKIP_LOCKED: &str = "";
    const MAX_PARAMETERS: usize = 32_766;
}

impl Dialect for Postgres {
    const SKIP_LOCKED: &str = " FOR UPDATE SKIP LOCKED";
    const MAX_PARAMETERS: usize = 65_535;
}

/// The most rows that one statement inserts: more of them are not faster, and the statement's text and parameters stay
/// small.
const MAX_ROWS: usize = 500;

/// How many rows of `columns` values one `INSERT` may carry.
pub(crate) const fn rows_per_insert<D: Dialect>(columns: usize) -> usize {
    let fit = D::MAX_PARAMETERS / columns;
    if fit < MAX_ROWS { fit } else { MAX_ROWS }
}

/// `text` as a pattern for `LIKE … ESCAPE '\'` that finds it anywhere.
pub(crate) fn contains_pattern(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bulk_insert_stays_under_the_parameter_limit() {
        assert_eq!(rows_per_insert::<Sqlite>(10), 500);
        assert_eq!(rows_per_insert::<Sqlite>(100), 327);
        assert_eq!(rows_per_insert::<Postgres>(200), 327);
    }

    #[test]
    fn wildcards_in_a_search_text_are_plain_characters() {
        assert_eq!(contains_pattern(r"50%_\"), r"%50\%\_\\%");
    }
}
