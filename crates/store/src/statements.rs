//! The register of SQL statements.
//!
//! A limit that is bound is written `LIMIT CAST($n AS BIGINT)`: the planner of SQLite looks at the value of a bare one, and
//! then prepares the statement anew each time another value is bound.

/// A statement's name (module path and constant) and its text.
pub type Statement = (&'static str, &'static str);

/// Declares the statements of a table as constants, and registers them all in `STATEMENTS`.
///
/// A text may be `concat!("SELECT ", columns!(), " FROM …")` with a local macro for what is repeated.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)+) => {
        $($(#[$doc])* const $name: &str = $sql;)+

        /// The fixed statements of this table.
        pub(super) const STATEMENTS: &[$crate::Statement] =
            &[$((concat!(module_path!(), "::", stringify!($name)), $name)),+];
    };
}

pub(crate) use statements;

#[cfg(test)]
mod tests {
    use sqlx::{Executor, Statement as _};

    use crate::testing::for_each_db;

    #[tokio::test]
    async fn every_statement_prepares_on_both_databases() {
        for_each_db(async |db| {
            for (name, sql) in crate::tables::statements() {
                let prepared = crate::on!(&db, |c| c
                    .prepare(sqlx::SqlStr::from_static(sql))
                    .await
                    .map(|statement| statement.parameters().is_some()))
                .map_err(|e| std::io::Error::other(format!("{name}: {e:?}")))?;
                assert!(prepared, "{name} tells its parameters");
            }
            Ok(())
        })
        .await;
    }

    #[test]
    fn no_statement_is_prepared_anew_for_its_limit() {
        for (name, sql) in crate::tables::statements() {
            assert!(!sql.contains("LIMIT $"), "{name} has a bare bound limit");
        }
    }

    #[test]
    fn no_statement_is_registered_twice() {
        let mut names: Vec<_> = crate::tables::statements().map(|(name, _)| name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
