//! The schema's history, embedded into the program.

use sqlx::migrate::Migrator;

/// For SQLite.
pub(crate) static SQLITE: Migrator = sqlx::migrate!("./migrations/sqlite");
/// For PostgreSQL.
pub(crate) static POSTGRES: Migrator = sqlx::migrate!("./migrations/postgres");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_databases_have_the_same_versions() {
        let versions = |m: &Migrator| m.iter().map(|m| (m.version, m.description.clone())).collect::<Vec<_>>();
        assert_eq!(versions(&SQLITE), versions(&POSTGRES));
        assert!(!versions(&SQLITE).is_empty());
    }
}
