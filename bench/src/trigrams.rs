//! `PostgreSQL` with `pg_trgm`: a GIN index over trigrams, ordered by similarity.

use std::io::Write;

use anyhow::Result;
use postgres::{Client, NoTls, Statement};

use crate::{Finder, Supplier};

pub(crate) struct Trigrams {
    client: Client,
    statement: Statement,
}

impl Trigrams {
    /// Fills a temporary table of the database at `url`.
    pub(crate) fn new(url: &str, suppliers: &[Supplier]) -> Result<Self> {
        let mut client = Client::connect(url, NoTls)?;
        client.batch_execute(
            "CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE TEMP TABLE peer (number INT NOT NULL, name TEXT NOT NULL)",
        )?;
        let mut copy = client.copy_in("COPY peer (number, name) FROM STDIN")?;
        for (number, name) in suppliers {
            writeln!(copy, "{number}\t{}", name.replace(['\t', '\n', '\\'], " "))?;
        }
        copy.finish()?;
        client.batch_execute(
            "CREATE INDEX peer_name ON peer USING GIN (name gin_trgm_ops); ANALYZE peer; \
             SET pg_trgm.similarity_threshold = 0.3",
        )?;
        let statement = client
            .prepare("SELECT number, similarity(name, $1) FROM peer WHERE name % $1 ORDER BY 2 DESC, 1 LIMIT 1")?;
        Ok(Self { client, statement })
    }
}

impl Finder for Trigrams {
    fn name(&self) -> &'static str {
        "PostgreSQL trigrams (GIN)"
    }

    fn best(&mut self, query: &str) -> Result<Option<(u32, f32)>> {
        let row = self.client.query_opt(&self.statement, &[&query])?;
        Ok(row.map(|row| (row.get::<_, i32>(0).unsigned_abs(), row.get(1))))
    }

    fn in_thread(&self) -> bool {
        false
    }
}
